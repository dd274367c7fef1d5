"""One transaction of one room: what it changes, and what it tells about it, commit together or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, Text, bindparam, insert
from sqlalchemy.orm import Session

from shared import tracing
from shared.clock import Clock, paris_day
from shared.envelope import seal
from shared.events import Event
from shared.ids import new_id
from shared.storage.owing import owe_all
from shared.storage.tables import Furniture


@dataclass
class Reader:
    """What a query is given: a read-only session and the time."""

    session: Session
    clock: Clock

    @property
    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """The calendar day in Europe/Paris."""
        return paris_day(self.clock.now())


@dataclass
class UnitOfWork(Reader):
    """What a command or a reaction is given; nobody but the rim commits it."""

    service: str
    furniture: Furniture
    correlation: str
    causation: str | None = None
    actor: str | None = None
    told: list[str] = field(default_factory=list)

    def tell(self, event: Event, occurred: str | None = None) -> str:
        """Write an event to the outbox of this transaction; `occurred` is EDTF. Returns the event's id.

        Raises `ValueError` when the event belongs to another service: a room tells only its own facts.
        """
        return self.tell_all([(event, occurred)])[0]

    def tell_all(self, events: Iterable[tuple[Event, str | None]]) -> list[str]:
        """Write many events with their `occurred`, in this order: one statement instead of one for each.

        Returns their ids. Raises `ValueError` when one belongs to another service.
        """
        rows = [self._row(event, occurred) for event, occurred in events]
        owe_all(self.session, _telling(self.furniture.outbox), rows)
        ids = [str(row["event_id"]) for row in rows]
        self.told += ids
        return ids

    def _row(self, event: Event, occurred: str | None) -> dict[str, Any]:
        if event.source != self.service:
            raise ValueError(f"{event.type()} is told by {event.source}, not by {self.service}")
        sealed = seal(
            event,
            id=new_id(),
            now=self.now,
            occurred=occurred,
            correlation=self.correlation,
            causation=self.causation,
            trace=tracing.carry(),
        )
        return {
            "event_id": sealed.id,
            "type": sealed.type,
            "correlation": self.correlation,
            "body": sealed.as_text(),
            "recorded_at": self.now,
        }


@cache
def _telling(outbox: Table) -> Insert:
    columns = ("event_id", "type", "correlation", "recorded_at")
    written = {name: bindparam(name, type_=outbox.c[name].type) for name in columns}
    return insert(outbox).inline().values(written | {"body": bindparam("body", type_=Text)})
