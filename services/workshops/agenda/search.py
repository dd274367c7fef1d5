"""The values of the slot finder: what is searched, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from shared.calendar import Zone

Weight = int | Fraction
Busy = tuple[int, int]
"""A half-open interval in whole seconds since 1970 UTC: no slot begins or ends between two seconds.

A plain tuple, because a search unpacks tens of thousands of them.
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Treatment(StrEnum):
    """What becomes of the slots of a kind of day."""

    EXCLUDE = "exclude"
    RANK_LAST = "rank-last"
    ALLOW = "allow"


def busy_between(start: datetime, end: datetime) -> Busy:
    """Take two instants with their offset; what is within a second is rounded outwards, nothing stays nothing."""
    before, after = start - _EPOCH, end - _EPOCH
    return (
        before.days * 86_400 + before.seconds,
        after.days * 86_400 + after.seconds + (after.microseconds > 0 and end > start),
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Someone invited: their id, how much their presence weighs, and when they are busy."""

    id: str
    weight: Weight = 1
    required: bool = False
    busy: tuple[Busy, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """When one may meet: weekdays (0 = Monday) and intervals in minutes from local midnight (up to 1440)."""

    weekdays: frozenset[int]
    hours: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SchoolHolidays:
    """How the school holidays of a zone count."""

    zone: Zone
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of some people must come, and how they are called together."""

    name: str
    people: frozenset[str]
    least: int


@dataclass(frozen=True, slots=True)
class Search:
    """One workshop in want of a slot; days are local to `zone` and inclusive, lengths are in minutes."""

    zone: ZoneInfo
    first_day: date
    last_day: date
    duration: int
    opening: Opening
    people: tuple[Person, ...]
    step: int = 15
    public_holidays: Treatment = Treatment.ALLOW
    school_holidays: SchoolHolidays | None = None
    min_present: int = 1
    top: int = 5
    declared: frozenset[date] = frozenset()
    """Holidays declared after the calendar was made."""
    quorums: tuple[Quorum, ...] = ()
    venue_busy: tuple[Busy, ...] = ()
    venue_closed: tuple[Busy, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot found: start and end in the zone of the search, who can come, and what to know about it."""

    start: datetime
    end: datetime
    score: Weight
    present: tuple[str, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compromise:
    """The least that would have to give: people one would do without, a lower minimum, and what that opens."""

    message: str
    without: tuple[str, ...]
    min_present: int
    count: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the best slots, the starts excluded by reason, remarks on the whole search."""

    slots: tuple[Slot, ...]
    excluded: Mapping[str, int]
    notes: tuple[str, ...] = ()
    compromise: Compromise | None = field(default=None)
