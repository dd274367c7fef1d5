"""Who can come at each candidate start: one mask per person, counters over all of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from services.workshops.agenda import bitsets
from services.workshops.agenda.search import Busy, Person, Weight
from services.workshops.agenda.starts import Starts

_NEVER = 1 << 62
_DAY = 86_400


@dataclass(frozen=True)
class Presence:
    """The people of a search before its candidate starts; masks and counters are made once, when asked for."""

    people: Sequence[Person]
    starts: Starts

    @cached_property
    def all(self) -> int:
        """The mask of every candidate."""
        return bitsets.everything(len(self.starts))

    @cached_property
    def absent(self) -> list[int]:
        """For each person the candidates at which they are busy, even for a moment."""
        overlaps = _Overlaps(self.starts)
        return [overlaps.mask(person.busy) for person in self.people]

    @cached_property
    def required_missing(self) -> bitsets.Counter:
        """How many required people are busy at each candidate."""
        counter = bitsets.Counter()
        for person, absent in zip(self.people, self.absent, strict=True):
            if person.required:
                counter.add(absent)
        return counter

    @cached_property
    def present(self) -> bitsets.Counter:
        """How many people can come at each candidate."""
        counter = bitsets.Counter()
        for absent in self.absent:
            counter.add(self.all ^ absent)
        return counter

    @cached_property
    def _scale(self) -> int:
        return lcm(*(person.weight.denominator for person in self.people))

    @cached_property
    def scores(self) -> bitsets.Counter:
        """The sum of the weights of those present at each candidate, exact, in units of 1 / scale."""
        counter = bitsets.Counter()
        for person, absent in zip(self.people, self.absent, strict=True):
            counter.add(self.all ^ absent, int(person.weight * self._scale))
        return counter

    def score(self, units: int) -> Weight:
        """Read a number of the scores."""
        return units if self._scale == 1 else Fraction(units, self._scale)

    def are_absent(self, candidate: int) -> list[bool]:
        """Say for each person whether they are busy at that candidate."""
        size = len(self.starts)
        return [bitsets.holds(absent, size, candidate) for absent in self.absent]


class _Overlaps:
    """Finds the candidates that an interval overlaps: the day first, then within the day.

    Most busy intervals lie outside every opening, and one look at their day settles them: how many days there are
    makes no difference to that look.
    """

    def __init__(self, starts: Starts) -> None:
        self._starts = starts
        of_days = list(zip(starts.midnights, starts.patterns, strict=True))
        self._begins = [midnight + pattern.begins[0] for midnight, pattern in of_days]
        self._ends = [midnight + pattern.ends[-1] for midnight, pattern in of_days]
        self._first = self._begins[0] if of_days else 0
        # By whole days since the first slot begins, the day whose last slot ends next.
        buckets = range(self._first, self._ends[-1], _DAY) if of_days else range(0)
        self._days = [bisect_right(self._ends, instant) for instant in buckets]
        # After the last day nothing begins any more.
        self._begins += [_NEVER, _NEVER]

    def mask(self, busy: Iterable[Busy]) -> int:
        """Give the candidates that an interval overlaps (half-open: touching is not overlapping)."""
        size = len(self._starts)
        if not size:
            return 0
        day_begins, day_ends, days, zero, last = self._begins, self._ends, self._days, self._first, self._ends[-1]
        firsts, midnights, patterns = self._starts.firsts, self._starts.midnights, self._starts.patterns
        # Setting digits and converting once is linear; or-ing one large integer per interval would not be.
        digits = bytearray(b"0") * size
        for start, end in busy:
            if start < zero:
                day = 0
            elif start < last:
                day = days[(start - zero) // _DAY]
                while day_ends[day] <= start:
                    day += 1
            else:
                continue
            if day_begins[day] < end and start < end:
                first = firsts[day] + bisect_right(patterns[day].ends, start - midnights[day])
                if end <= day_begins[day + 1]:
                    after = firsts[day] + bisect_left(patterns[day].begins, end - midnights[day])
                else:
                    after = self._begun_before(end)
                digits[first:after] = b"1" * (after - first)
        return int(digits, 2)

    def _begun_before(self, instant: int) -> int:
        """How many candidates begin before an instant that lies after the first of them."""
        day = bisect_left(self._begins, instant) - 1
        starts = self._starts
        if day >= len(starts.days):
            return len(starts)
        return starts.firsts[day] + bisect_left(starts.patterns[day].begins, instant - starts.midnights[day])
