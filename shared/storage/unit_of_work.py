"""One transaction of one room: what it changes, and what it tells about it, commit together or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from sqlalchemy import Insert, Table, Text, bindparam, insert
from sqlalchemy.orm import Session

from shared import tracing
from shared.clock import Clock, paris_day
from shared.envelope import seal
from shared.events import Event
from shared.ids import new_id
from shared.storage.owing import owe
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
        row = {
            "event_id": sealed.id,
            "type": sealed.type,
            "correlation": self.correlation,
            "body": sealed.as_text(),
            "recorded_at": self.now,
        }
        owe(self.session, _telling(self.furniture.outbox), row)
        self.told.append(sealed.id)
        return sealed.id


@cache
def _telling(outbox: Table) -> Insert:
    columns = ("event_id", "type", "correlation", "recorded_at")
    written = {name: bindparam(name, type_=outbox.c[name].type) for name in columns}
    return insert(outbox).inline().values(written | {"body": bindparam("body", type_=Text)})
