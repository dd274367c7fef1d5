"""Every room in this process without a broker: what one tells, the others hear before the caller goes on."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cli.telling import read_story, tell
from shared.clock import SetClock
from shared.contracts.base import Command, Query, Receipt
from shared.contracts.platforms import DescribePlatform
from shared.events import LISTENERS
from shared.ids import new_id
from shared.messaging import inbox, orders
from shared.room import Room
from shared.settings import Settings
from shared.storage.database import sqlite_url
from shared.storage.unit_of_work import UnitOfWork
from tests.support.rooms import RoomAtWork, at_work

A = TypeVar("A", bound=BaseModel)

NAMES = ("territories", "diagnostic", "workshops", "platforms", "notifications", "reporting", "portal")
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "hauts-de-france"


@dataclass
class House:
    """All rooms on SQLite; speaks to them as the portal's office does."""

    rooms: dict[str, RoomAtWork]
    clock: SetClock
    correlation: str = field(default_factory=new_id)
    settings: Settings = field(default_factory=lambda: Settings(mail_undo_minutes=0))
    _read: dict[str, int] = field(default_factory=dict)

    def ask(self, query: Query[A]) -> A:
        """The answer of the room asked."""
        question = orders.Question(name=query.wire(), body=query.model_dump(mode="json"))
        room = self.rooms[query.service]
        return orders.answer(room.room, room.database, self.clock, question)  # type: ignore[return-value]

    def obey(
        self, command: Command, *, order: str | None = None, actor: str | None = None, correlation: str | None = None
    ) -> Receipt:
        """The receipt of a command, once every room has heard what it told."""
        room = self.rooms[command.service]
        given = orders.Order(
            id=order or new_id(),
            name=command.wire(),
            body=command.model_dump(mode="json"),
            actor=actor,
            correlation=correlation,
        )
        receipt, _ = orders.obey(room.room, room.database, self.clock, given)
        self.settle()
        return receipt

    def settle(self) -> None:
        """Carry what was told to whoever listens, until nobody tells anything more."""
        while sum(self._carry(name, room) for name, room in self.rooms.items()):
            pass

    def run_duties(self) -> None:
        """Let every room do its clock work now."""
        for room in self.rooms.values():
            for duty in room.room.ticks.duties:
                duty.function(_Desk(self, room))
        self.settle()

    def told(self, type_: str) -> int:
        """How often an event of this type was told, by any room."""
        return sum(one.type == type_ for room in self.rooms.values() for one in room.told())

    def tell_example(self) -> None:
        """Tell the documented accompaniments, as `terreau example load` does."""
        for card in yaml.safe_load((EXAMPLE / "catalogue.yaml").read_text("utf-8"))["platforms"]:
            self.obey(DescribePlatform.model_validate(card))
        names: dict[str, str] = {}
        for story in sorted(EXAMPLE.glob("[0-9]*.yaml")):
            tell(self, read_story(story), names)  # type: ignore[arg-type]  # it speaks to rooms the same way
        self.run_duties()

    def _carry(self, name: str, room: RoomAtWork) -> int:
        outbox = room.room.furniture.outbox
        with room.database.read() as session:
            rows = session.execute(
                select(outbox.c.position, outbox.c.type, outbox.c.body)
                .where(outbox.c.position > self._read.get(name, 0))
                .order_by(outbox.c.position)
            ).all()
        for listener, types in LISTENERS.items():
            bodies = [row.body for row in rows if row.type in types]
            if bodies:
                self._hear(self.rooms[listener], bodies)
        if rows:
            self._read[name] = rows[-1].position
        return len(rows)

    def _hear(self, room: RoomAtWork, bodies: list[dict[str, object]]) -> None:
        inbox.store(room.room, room.database, self.clock, bodies)
        while inbox.handle_due(room.room, room.database, self.clock, inbox.RetryPolicy()).done:
            pass
        assert not inbox.parked(room.room, room.database)


@dataclass
class _Desk:
    """What a tick is given: its own transactions, questions to everybody."""

    house: House
    room: RoomAtWork

    @property
    def settings(self) -> Settings:
        return self.house.settings

    @property
    def clock(self) -> SetClock:
        return self.house.clock

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        return orders.unit_of_work(self.room.room, self.room.database, self.house.clock)

    def reading(self) -> AbstractContextManager[Session]:
        return self.room.database.read()

    def ask(self, query: Query[A]) -> A:
        return self.house.ask(query)

    def obey(self, command: Command, *, order: str) -> Receipt:
        return self.house.obey(command, order=order)


@contextmanager
def open_house(folder: Path, clock: SetClock) -> Iterator[House]:
    """Every room on fresh SQLite files in `folder`."""
    with ExitStack() as stack:
        rooms = {}
        for name in NAMES:
            room: Room = importlib.import_module(f"services.{name}.room").ROOM
            rooms[name] = stack.enter_context(at_work(room, sqlite_url(folder, name)))
            rooms[name].clock = clock
        yield House(rooms, clock)
