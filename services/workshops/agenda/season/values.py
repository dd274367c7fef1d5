"""The values of a season: what is asked, and the plan that answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.workshops.agenda.search import Busy, Opening, Person, SchoolHolidays, Treatment, Weight


@dataclass(frozen=True, slots=True)
class Wanted:
    """One workshop to place; `duration` is in minutes, days are local and inclusive."""

    id: str
    duration: int
    first_day: date
    last_day: date
    required: frozenset[str] = frozenset()
    invited: frozenset[str] = frozenset()
    venue: str | None = None
    min_present: int = 1
    pinned: int | None = None
    """The start (seconds since 1970 UTC) that somebody chose for it, where it stays or is not placed."""


@dataclass(frozen=True, slots=True)
class Season:
    """All that is asked of a plan; `travel` is in seconds from one venue to another, `time_limit` in wall seconds."""

    zone: ZoneInfo
    opening: Opening
    workshops: tuple[Wanted, ...]
    people: tuple[Person, ...]
    venues: Mapping[str, tuple[Busy, ...]]
    travel: Mapping[tuple[str, str], int]
    public_holidays: Treatment = Treatment.ALLOW
    school_holidays: SchoolHolidays | None = None
    step: int = 30
    time_limit: float = 30.0

    def way(self, there: str | None, here: str | None) -> int:
        """Seconds from one venue to another: the way back where only that is known, none where neither is."""
        if there is None or here is None or there == here:
            return 0
        return self.travel.get((there, here), self.travel.get((here, there), 0))


@dataclass(frozen=True, slots=True)
class Placed:
    """A workshop with its slot, in the zone of the season, and who comes."""

    workshop: str
    start: datetime
    end: datetime
    present: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found, and how far the best plan can be from it at most; `unplaced` says why, by workshop."""

    proven: bool
    placed: tuple[Placed, ...]
    unplaced: Mapping[str, str]
    presence: Weight
    bound_placed: int
    bound_presence: Weight
