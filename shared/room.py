"""What a room is made of: the tables it keeps and the functions that answer commands, queries, events and ticks.

A service's own modules only register plain functions here; what carries messages to them lives in
`shared/messaging/`, and they never know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel
from sqlalchemy import MetaData
from sqlalchemy.orm import Session

from shared.clock import Clock
from shared.contracts.base import Command, Query, Receipt
from shared.envelope import Envelope
from shared.events import Event
from shared.settings import Settings
from shared.storage.tables import Furniture
from shared.storage.unit_of_work import Reader, UnitOfWork

C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)
A = TypeVar("A", bound=BaseModel)
Q = TypeVar("Q", bound=Query[Any])


class Commands:
    """The commands of a room: one function per use case."""

    def __init__(self) -> None:
        self.functions: dict[str, tuple[type[Command], Callable[[UnitOfWork, Any], Receipt]]] = {}

    def handles(
        self, command: type[C]
    ) -> Callable[[Callable[[UnitOfWork, C], Receipt]], Callable[[UnitOfWork, C], Receipt]]:
        """Register the function that obeys `command`."""

        def register(function: Callable[[UnitOfWork, C], Receipt]) -> Callable[[UnitOfWork, C], Receipt]:
            self.functions[command.wire()] = (command, function)
            return function

        return register


class Queries:
    """The queries of a room."""

    def __init__(self) -> None:
        self.functions: dict[str, tuple[type[Query[Any]], Callable[[Reader, Any], BaseModel]]] = {}

    def answers(self, query: type[Q]) -> Callable[[Callable[[Reader, Q], A]], Callable[[Reader, Q], A]]:
        """Register the function that answers `query`."""

        def register(function: Callable[[Reader, Q], A]) -> Callable[[Reader, Q], A]:
            self.functions[query.wire()] = (query, function)
            return function

        return register


@dataclass(frozen=True)
class Reaction:
    """What a room does when it hears an event.

    `ordered`: an event of the same territory that came earlier from the same teller and still waits holds this one
    back; without it (the usual case) events are handled as they come.
    """

    function: Callable[[UnitOfWork, Any, Envelope], None]
    ordered: bool = False


class Reactions:
    """The reactions of a room: one function per event."""

    def __init__(self) -> None:
        self.functions: dict[str, Reaction] = {}
        self.catch_all: Reaction | None = None

    def to(
        self, event: type[E], *, ordered: bool = False
    ) -> Callable[[Callable[[UnitOfWork, E, Envelope], None]], Callable[[UnitOfWork, E, Envelope], None]]:
        """Register what is done when `event` is heard."""

        def register(
            function: Callable[[UnitOfWork, E, Envelope], None],
        ) -> Callable[[UnitOfWork, E, Envelope], None]:
            self.functions[event.type()] = Reaction(function, ordered)
            return function

        return register

    def to_everything(
        self, function: Callable[[UnitOfWork, Event, Envelope], None]
    ) -> Callable[[UnitOfWork, Event, Envelope], None]:
        """Register what is done with every event heard, whatever its type (the journal)."""
        self.catch_all = Reaction(function)
        return function

    def find(self, type_: str) -> Reaction | None:
        """The reaction to a type, if this room has one."""
        return self.functions.get(type_, self.catch_all)

    def keeps_order(self, type_: str) -> bool:
        """Whether events of this type wait for the earlier ones of their territory."""
        reaction = self.find(type_)
        return reaction is not None and reaction.ordered


class Desk(Protocol):
    """What a tick is given: transactions of its own, questions and orders to other rooms, the time and the settings."""

    clock: Clock
    settings: Settings

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        """One transaction: commits at the end, rolls back on an exception."""
        ...

    def reading(self) -> AbstractContextManager[Session]:
        """One transaction that only reads: a glance at what is due locks nobody out."""
        ...

    def ask(self, query: Query[A]) -> A:
        """Ask another room; raises `Unavailable` when it does not answer in time."""
        ...

    def obey(self, command: Command, *, order: str) -> Receipt:
        """Have another room obey, once for each order id; raises its refusal, or `Unavailable`."""
        ...


@dataclass(frozen=True)
class Tick:
    """A duty that comes back: what is due lives in rows, a tick claims them."""

    name: str
    seconds: float
    function: Callable[[Desk], None]


class Ticks:
    """The clock work of a room."""

    def __init__(self) -> None:
        self.duties: list[Tick] = []

    def every(self, seconds: float) -> Callable[[Callable[[Desk], None]], Callable[[Desk], None]]:
        """Register a duty that runs every `seconds` seconds (real time)."""

        def register(function: Callable[[Desk], None]) -> Callable[[Desk], None]:
            self.duties.append(Tick(function.__name__, seconds, function))
            return function

        return register


@dataclass(frozen=True)
class Room:
    """One service, whole: `personal` names the columns that hold personal data (`table: columns`)."""

    name: str
    metadata: MetaData
    furniture: Furniture
    migrations: Path
    commands: Commands = field(default_factory=Commands)
    queries: Queries = field(default_factory=Queries)
    reactions: Reactions = field(default_factory=Reactions)
    ticks: Ticks = field(default_factory=Ticks)
    personal: Mapping[str, frozenset[str]] = field(default_factory=dict)
