"""Traces from form to projection, off unless `TERREAU_TRACES_URL` names a collector: where the code says what it does.

These hooks cost a look at one name while traces are off, and OpenTelemetry is not even imported (`shared/spans.py`
holds it). What a span tells is ids, names of commands and types of events: never what somebody wrote.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Literal

from pydantic_core import from_json

from shared.settings import Settings

if TYPE_CHECKING:
    from shared.spans import Spans

Kind = Literal["internal", "server", "client", "producer", "consumer"]
Carried = Mapping[str, Any]
"""Whatever may hold `traceparent` and `tracestate` (W3C Trace Context): an RPC payload, an event's attributes."""

Told = Mapping[str, str | int | None]

_NOTHING = nullcontext()
_spans: Spans | None = None


def start(settings: Settings) -> None:
    """Trace what this process does from now on, if the settings say where to."""
    global _spans
    if settings.traces_url is None:
        return
    from shared.spans import Spans

    _spans = Spans(settings.traces_url, settings.traces_share)


def stop() -> None:
    """Send what was noted, within a few seconds, and trace no more."""
    global _spans
    spans, _spans = _spans, None
    if spans is not None:
        spans.close()


def on() -> bool:
    """Whether this process traces."""
    return _spans is not None


def span(
    service: str, name: str, kind: Kind = "internal", *, carried: Carried | None = None, told: Told | None = None
) -> AbstractContextManager[Any]:
    """A step of a service, from here to the end of the block; one that raises is marked with the kind of error.

    It belongs to the trace that `carried` bears, or to the step around it. `told`: attributes; those without a value
    are left out.
    """
    if _spans is None:
        return _NOTHING
    return _spans.span(service, name, kind, carried, told or {})


def carry() -> dict[str, str]:
    """What leads from here on to the next process: `traceparent`, and `tracestate` if there is one."""
    return {} if _spans is None else _spans.carry()


def note(told: Told) -> None:
    """Add to the step that one is in."""
    if _spans is not None:
        _spans.note(told)


Begin = Callable[[Sequence[Any]], Callable[[], None] | None]
Store = Callable[[Sequence[bytes]], None]


def around_publish(service: str, begin: Begin) -> Begin:
    """Publishing, noted for each event once the broker has it."""
    if _spans is None:
        return begin

    def begin_noted(events: Sequence[Any]) -> Callable[[], None]:
        begun = time.time_ns()
        confirm = begin(events)

        def confirm_noted() -> None:
            if confirm is not None:
                confirm()
            _passed(service, "publish", "producer", _readable(event.text for event in events), begun)

        return confirm_noted

    return begin_noted


def around_store(service: str, store: Store) -> Store:
    """Storing what was heard, noted for each event once it is safe in the inbox."""
    if _spans is None:
        return store

    def store_noted(bodies: Sequence[bytes]) -> None:
        begun = time.time_ns()
        store(bodies)
        _passed(service, "inbox", "consumer", _readable(bodies), begun)

    return store_noted


def _passed(service: str, what: str, kind: Kind, events: Iterable[Carried], begun: int) -> None:
    if _spans is None:
        return
    for event in events:
        if event.get("traceparent"):
            told = {"cloudevents.event_id": event.get("id"), "cloudevents.event_type": event.get("type")}
            _spans.passed(service, f"{what} {event.get('type')}", kind, event, told, begun)


def _readable(bodies: Iterable[bytes | str]) -> Iterable[Carried]:
    for body in bodies:
        try:
            event = from_json(body)
        except ValueError:  # parked raw: it belongs to no trace
            continue
        if isinstance(event, dict):
            yield event
