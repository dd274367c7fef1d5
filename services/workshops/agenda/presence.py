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


@dataclass(frozen=True)
class _Overlaps:
    """Finds the candidates that an interval overlaps: the day first, then within the day.

    Most busy intervals lie outside every opening, and one look at the days settles them.
    """

    starts: Starts

    @cached_property
    def _day_bounds(self) -> tuple[list[int], list[int], list[int]]:
        """First candidate, first begin and last end of each day, with an end to the first two."""
        begins, ends = self.starts.begins, self.starts.ends
        firsts = [*self.starts.first_of_day, len(begins)]
        return firsts, [*map(begins.__getitem__, firsts[:-1]), _NEVER], [ends[first - 1] for first in firsts[1:]]

    def mask(self, busy: Iterable[Busy]) -> int:
        """Give the candidates that an interval overlaps (half-open: touching is not overlapping)."""
        begins, ends = self.starts.begins, self.starts.ends
        firsts, day_begins, day_ends = self._day_bounds
        runs = []
        for start, end in busy:
            day = bisect_right(day_ends, start)
            if day_begins[day] < end and start < end:
                first = bisect_right(ends, start, firsts[day], firsts[day + 1])
                runs.append((first, bisect_left(begins, end, first)))
        return bitsets.from_runs(len(begins), runs)
