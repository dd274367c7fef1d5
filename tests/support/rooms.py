"""A room at work on a real database, without a broker: what service tests speak to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shared.clock import SetClock
from shared.contracts.base import Command, Query, Receipt
from shared.envelope import Envelope, seal
from shared.events import Event
from shared.ids import new_id
from shared.messaging import inbox, orders
from shared.room import Room
from shared.settings import Settings
from shared.storage.database import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.support.fresh import bring, drop_schema

A = TypeVar("A", bound=BaseModel)


@dataclass
class RoomAtWork:
    """A room, its migrated database and a clock that the test sets."""

    room: Room
    database: Database
    clock: SetClock = field(default_factory=lambda: SetClock(datetime(2026, 2, 2, 9, 0, tzinfo=UTC)))
    answers: dict[str, Any] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    def obey(self, command: Command, *, order: str | None = None) -> Receipt:
        """Give the room a command, as RPC would; raises its refusal."""
        given = orders.Order(id=order or new_id(), name=command.wire(), body=command.model_dump(mode="json"))
        receipt, _ = orders.obey(self.room, self.database, self.clock, given)
        return receipt

    def ask(self, query: Query[A]) -> A:
        """Ask the room; from a tick, ask another room (`answers` by query name stands for the others)."""
        if query.wire() in self.answers:
            return self.answers[query.wire()](query)
        question = orders.Question(name=query.wire(), body=query.model_dump(mode="json"))
        return orders.answer(self.room, self.database, self.clock, question)  # type: ignore[return-value]

    def hear(
        self, event: Event, occurred: str | None = None, *, id: str | None = None, handle: bool = True
    ) -> Envelope:
        """Let the room hear an event of another one, and handle what it owes."""
        envelope = seal(
            event,
            id=id or new_id(),
            now=self.clock.now(),
            occurred=occurred,
            correlation=new_id(),
            causation=None,
        )
        inbox.store(self.room, self.database, self.clock, [envelope.as_json()])
        if handle:
            handled = inbox.handle_due(self.room, self.database, self.clock, inbox.RetryPolicy())
            assert handled.failed == 0, inbox.parked(self.room, self.database)
        return envelope

    def told(self, event: type[Event] | None = None) -> list[Envelope]:
        """What the room has told so far, in order."""
        outbox = self.room.furniture.outbox
        with self.database.read() as session:
            bodies = session.scalars(select(outbox.c.body).order_by(outbox.c.position)).all()
        envelopes = [Envelope.model_validate(body) for body in bodies]
        return [e for e in envelopes if event is None or e.type == event.type()]

    def tick(self, name: str) -> None:
        """Run one duty of the room."""
        (duty,) = [duty for duty in self.room.ticks.duties if duty.name == name]
        duty.function(self)

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        """One transaction of the room."""
        return orders.unit_of_work(self.room, self.database, self.clock)

    def reading(self) -> AbstractContextManager[Session]:
        """A look into the room."""
        return self.database.read()


@contextmanager
def at_work(room: Room, url: str) -> Iterator[RoomAtWork]:
    """A room on an empty database at `url`, migrated; on PostgreSQL whatever the room held there is gone."""
    migrated = (room.migrations / "env.py").exists()
    if migrated:
        bring(room, url)
    database = Database(room.name, url)
    try:
        if not migrated:
            if not database.sqlite:
                drop_schema(database)
            make_tables(room, database)  # a toy room has no history to migrate
        yield RoomAtWork(room, database)
    finally:
        database.close()


def make_tables(room: Room, database: Database) -> None:
    """The tables of a toy room."""
    with database.engine.begin() as connection:
        if not database.sqlite:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{room.name}"'))
        room.metadata.create_all(connection)
