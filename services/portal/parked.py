"""Events that a room could not handle: looked for in every room that listens, and given another chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import structlog

from shared.errors import NotFound, TerreauError
from shared.events import LISTENERS

T = TypeVar("T")
NOT_AN_EVENT = "?"
"""The type under which an inbox parks a message that is no event at all."""

log = structlog.get_logger()


class Rooms(Protocol):
    """Whoever carries a call to one of the methods that every room has."""

    def call(self, service: str, method: str, **payload: Any) -> Any:
        """The method's answer. Raises `Unavailable`, or the room's refusal."""
        ...


@dataclass(frozen=True)
class ParkedEvent:
    """An event that a room could not handle: which, why, since when (ISO instant), after how many tries."""

    id: str
    service: str
    type: str
    error: str
    parked: str
    attempts: int

    @property
    def is_event(self) -> bool:
        """Whether it could be tried again: what is no event at all stays where it is."""
        return self.type != NOT_AN_EVENT


@dataclass(frozen=True)
class Parked:
    """What is parked, oldest first, and the services that did not say."""

    events: list[ParkedEvent]
    away: list[str]

    @property
    def can_retry(self) -> bool:
        """Whether anything could be tried again."""
        return any(one.is_event for one in self.events)


@dataclass(frozen=True)
class Retried:
    """How many events are tried again, and the services that did not answer."""

    count: int
    away: list[str]


class ParkedEvents:
    """The parked events of every room that listens."""

    def __init__(self, rooms: Rooms, listeners: Iterable[str] = LISTENERS):
        self._rooms = rooms
        self._listeners = tuple(listeners)

    def look(self) -> Parked:
        """What is parked now; a service that does not answer is named, and hides nothing of the others."""
        found, away = self._everywhere(lambda service: self._rooms.call(service, "parked"))
        events = [_event(item) for items in found for item in items]
        return Parked(sorted(events, key=lambda one: one.parked), away)

    def retry(self, service: str, id: str) -> bool:
        """Give one event another chance; False when it is parked no more.

        Raises `NotFound` for a service that does not listen, `Unavailable` when it does not answer.
        """
        if service not in self._listeners:
            raise NotFound("Ce service est inconnu.", code="unknown-service")
        return bool(self._rooms.call(service, "retry", id=id))

    def retry_all(self) -> Retried:
        """Give everything another chance, in every service that answers."""
        counts, away = self._everywhere(lambda service: self._rooms.call(service, "retry"))
        return Retried(sum(counts), away)

    def _everywhere(self, ask: Callable[[str], T]) -> tuple[list[T], list[str]]:
        answers, away = [], []
        for service in self._listeners:
            try:
                answers.append(ask(service))
            except TerreauError as error:
                log.warning("parked.no_answer", room=service, code=error.stable_code)
                away.append(service)
        return answers, away


def _event(item: dict[str, Any]) -> ParkedEvent:
    return ParkedEvent(
        id=item["id"],
        service=item["room"],
        type=item["type"],
        error=item["error"] or "",
        parked=item["parked"],
        attempts=item["attempts"],
    )
