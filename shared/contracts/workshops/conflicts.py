"""Conflicts of the agenda, what would solve them, and what they are found by: places, ways, declared holidays."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from shared.contracts.base import Command, Query, Value

ConflictKind = Literal["person", "facilitator", "venue", "travel", "holiday", "busy"]


class _Command(Command):
    service = "workshops"


class AcceptConflict(_Command):
    """Leave a conflict as it is, for a reason: a person decides, and it is told no more."""

    conflict: str
    reason: str = Field(min_length=1, max_length=1000)


class OpeningHours(Value):
    """When a place is open on a day of the week (0 = Monday), in minutes from midnight in Paris."""

    weekday: int = Field(ge=0, le=6)
    opens: int = Field(ge=0, le=1440)
    closes: int = Field(ge=0, le=1440)


class DescribeVenue(_Command):
    """What a place (an organisation of the directory, WKS-14) can hold and when; no hours: always open."""

    venue: str
    capacity: int | None = Field(default=None, ge=1, le=100_000)
    hours: list[OpeningHours] = Field(default=[], max_length=50)


class MeasureWay(_Command):
    """How long the way between two places takes, both ways; 0 forgets it."""

    venue: str
    other: str
    minutes: int = Field(ge=0, le=1440)


class DeclareHoliday(_Command):
    """A day on which nothing can take place, declared after the calendar was made; an empty name takes it back."""

    day: date
    name: str = Field(max_length=200)


class ConflictSide(Value):
    """One of the workshops of a conflict."""

    workshop: str
    accompaniment: str
    title: str
    start: str
    end: str


class Alternative(Value):
    """Another slot for a workshop, as the finder ranks it, and who would be missing (ids)."""

    start: str
    end: str
    missing: list[str]
    notes: list[str]


class ConflictCard(Value):
    """A conflict that holds: between two workshops or of one, and those concerned (ids of people, or the place)."""

    id: str
    kind: ConflictKind
    sides: list[ConflictSide]
    subjects: list[str]
    named: str
    since: str
    accepted: str | None


class ConflictList(Value):
    """Conflicts by the start of their workshop."""

    conflicts: list[ConflictCard]


class ListConflicts(Query[ConflictList]):
    """The conflicts that hold; of one workshop, also those that somebody accepted."""

    service = "workshops"
    workshop: str | None = None


class ConflictPage(Value):
    """A conflict with the best other slots for each of its workshops, by workshop."""

    conflict: ConflictCard
    alternatives: dict[str, list[Alternative]]


class GetConflict(Query[ConflictPage]):
    """One conflict with what would solve it."""

    service = "workshops"
    id: str


class VenueWay(Value):
    """The way to another place, in minutes."""

    venue: str
    minutes: int


class VenueCard(Value):
    """A place as workshops know it."""

    venue: str
    capacity: int | None
    hours: list[OpeningHours]
    ways: list[VenueWay]


class GetVenue(Query[VenueCard]):
    """What is known of a place; nothing of one never described."""

    service = "workshops"
    venue: str


class DeclaredDay(Value):
    """A declared holiday."""

    day: date
    name: str


class DeclaredDays(Value):
    """Declared holidays in the order of the calendar."""

    days: list[DeclaredDay]


class ListDeclaredDays(Query[DeclaredDays]):
    """The declared holidays from a day on."""

    service = "workshops"
    since: date
