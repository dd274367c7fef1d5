"""A request to the portal as the first step of a trace: its route, never its address, which may hold a token."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, request

from shared import tracing


def trace_requests(app: Flask) -> None:
    """Let every request begin a trace, where this process traces.

    A trace that the visitor's browser claims to be in is not joined: what is in its headers would end in the journal.
    """
    if not tracing.on():
        return

    @app.before_request
    def begin() -> None:
        route = request.url_rule.rule if request.url_rule is not None else ""
        told = {"http.request.method": request.method, "http.route": route}
        steps = g.traced = ExitStack()
        steps.enter_context(tracing.span("portal", f"{request.method} {route}".strip(), "server", told=told))

    @app.after_request
    def note_status(response: Response) -> Response:
        tracing.note({"http.response.status_code": response.status_code})
        return response

    @app.teardown_request
    def end(error: BaseException | None) -> None:
        steps: ExitStack | None = g.pop("traced", None)
        if steps is not None:
            steps.__exit__(type(error) if error else None, error, None)
