"""Where each workshop of a season could stand if it were alone: its candidate slots, who is free at each."""

from collections import Counter as Tally
from dataclasses import dataclass, field
from math import lcm

from services.workshops.agenda.finder import possible_slots
from services.workshops.agenda.presence import Presence
from services.workshops.agenda.search import Person, Search
from services.workshops.agenda.season.values import Season, Wanted
from services.workshops.agenda.starts import Starts, possible_starts
from services.workshops.agenda.wording import VENUE_TAKEN


@dataclass(slots=True)
class Candidates:
    """The candidate slots of one workshop in order of time.

    `begins` and `ends` are instants in seconds since 1970 UTC, `days` local ordinals, `minutes` from local midnight;
    `free` is for each slot a bit per person of `people`; `value` the weight of those free, in units of the season.
    """

    wanted: Wanted
    people: tuple[Person, ...]
    units: tuple[int, ...]
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    school: list[bool] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    value: list[int] = field(default_factory=list)
    excluded: Tally[str] = field(default_factory=Tally)

    def __len__(self) -> int:
        return len(self.begins)

    def worth(self, attending: int) -> int:
        """The weight of those people, in units of the season."""
        return sum(unit for rank, unit in enumerate(self.units) if attending >> rank & 1)

    def rank(self, person: str) -> int:
        """Which bit stands for a person."""
        return next(rank for rank, one in enumerate(self.people) if one.id == person)

    def required(self) -> int:
        """The people without whom the workshop is not held, a bit each."""
        return sum(1 << rank for rank, person in enumerate(self.people) if person.required)


def units_of(season: Season) -> int:
    """How many units make a weight of one: so many that every weight is a whole number of them."""
    return lcm(*(person.weight.denominator for person in season.people))


def candidates_of(season: Season, wanted: Wanted, units: int) -> Candidates:
    """The slots at which a workshop could be held if it were the only one.

    The calendar allows them, its venue is free, everybody required is free and at least `min_present` people are.
    """
    people = tuple(
        Person(one.id, one.weight, one.id in wanted.required, one.busy)
        for one in season.people
        if one.id in wanted.invited
    )
    search = Search(
        zone=season.zone,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        duration=wanted.duration,
        opening=season.opening,
        people=people,
        step=season.step,
        public_holidays=season.public_holidays,
        school_holidays=season.school_holidays,
        min_present=wanted.min_present,
    )
    found = Candidates(wanted, people, tuple(int(person.weight * units) for person in people))
    starts = possible_starts(search)
    presence = Presence(people, starts)
    mask, excluded = possible_slots(search, presence)
    taken = _venue_taken(season, wanted, starts)
    found.excluded = +(starts.excluded + excluded)
    if away := (mask & taken).bit_count():
        found.excluded[VENUE_TAKEN] = away
    _fill(found, starts, presence, mask & ~taken)
    return found


def _venue_taken(season: Season, wanted: Wanted, starts: Starts) -> int:
    if wanted.venue is None:
        return 0
    (taken,) = Presence((Person(wanted.venue, busy=season.venues[wanted.venue]),), starts).absent
    return taken


def _fill(found: Candidates, starts: Starts, presence: Presence, mask: int) -> None:
    size = len(starts)
    kept, school = _digits(mask, size), _digits(starts.school, size)
    absent = [_digits(one, size) for one in presence.absent]
    for at, start in enumerate(starts):
        if kept[at] == "0" or found.wanted.pinned not in (None, start.begin):
            continue
        free = [rank for rank, digits in enumerate(absent) if digits[at] == "0"]
        found.begins.append(start.begin)
        found.ends.append(start.end)
        found.days.append(start.day.toordinal())
        found.minutes.append(start.minute)
        found.school.append(school[at] == "1")
        found.free.append(sum(1 << rank for rank in free))
        found.value.append(sum(found.units[rank] for rank in free))


def _digits(mask: int, size: int) -> str:
    return f"{mask:0{size}b}" if size else ""
