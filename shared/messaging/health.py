"""The paths that machines ask: alive, ready, metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def with_health(app: Wsgi, ready: Callable[[], bool]) -> Wsgi:
    """Put `/healthz`, `/readyz` and `/metrics` around a WSGI application."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/healthz":
            return _text(start_response, "200 OK", "alive")
        if path == "/readyz":
            return _text(
                start_response, *(("200 OK", "ready") if ready() else ("503 Service Unavailable", "not ready"))
            )
        if path == "/metrics":
            start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
            return [generate_latest()]
        return app(environ, start_response)

    return answer


def nothing_else(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The application of a service without pages."""
    return _text(start_response, "404 Not Found", "not found")


def _text(start_response: Callable[..., Any], status: str, text: str) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode()]
