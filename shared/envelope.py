"""The CloudEvents 1.0 envelope that every event of the house travels in (JSON, structured mode)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.events import REGISTRY, Event

CONTENT_TYPE = "application/json"


class Envelope(BaseModel):
    """One event as it is told, stored and published.

    `time` is when it was recorded (UTC); `occurred` when it happened (EDTF, absent when nobody knows).
    `sequence` is the gap-free position that the teller's relay gave it within `epoch`; both are absent until then.
    `traceparent` and `tracestate` lead to the trace in which it was told (CloudEvents' distributed tracing extension).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: str = "1.0"
    id: str
    source: str
    type: str
    subject: str | None = None
    time: str
    datacontenttype: str = CONTENT_TYPE
    dataschema: str
    occurred: str | None = None
    correlationid: str
    causationid: str | None = None
    sequence: int | None = None
    epoch: str | None = None
    traceparent: str | None = None
    tracestate: str | None = None
    data: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The envelope as a JSON object; what is not known is left out, as CloudEvents asks."""
        return self.model_dump(mode="json", exclude_none=True)

    def as_text(self) -> str:
        """The same as JSON text."""
        return self.model_dump_json(exclude_none=True)

    @property
    def teller(self) -> str:
        """The service that told it."""
        return self.source.lstrip("/")

    @property
    def recorded(self) -> datetime:
        """When it was recorded, as an aware UTC instant."""
        return datetime.fromisoformat(self.time)

    def event(self) -> Event:
        """The payload as its class.

        Raises `KeyError` for a type that this version of the house does not know, pydantic's `ValidationError` for
        a payload that its schema refuses.
        """
        return REGISTRY[self.type].model_validate(self.data)


def seal(
    event: Event,
    *,
    id: str,
    now: datetime,
    occurred: str | None,
    correlation: str,
    causation: str | None,
    trace: Mapping[str, str] | None = None,
) -> Envelope:
    """Put an event in its envelope; `now` is an aware instant, `occurred` an EDTF text or None.

    `trace`: its `traceparent` and `tracestate`, where it is traced.
    """
    words = trace or {}
    return Envelope(
        id=id,
        source=f"/{event.source}",
        type=event.type(),
        subject=event.territory,
        time=now.astimezone(UTC).isoformat(timespec="microseconds"),
        dataschema=f"urn:terreau:{event.type()}:{event.version}",
        occurred=occurred,
        correlationid=correlation,
        causationid=causation,
        traceparent=words.get("traceparent"),
        tracestate=words.get("tracestate"),
        data=event.model_dump(mode="json"),
    )
