"""The pure rules of conflicts: what cannot be true at once in the agenda; values in, values out, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.workshops.rules.busy import Interval
from shared.clock import paris_day
from shared.contracts.workshops.conflicts import ConflictKind
from shared.french import agree, plural, tidy

Way = Callable[[str, str], int]
"""Minutes from one place to another."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A workshop that is to come, at exact instants (UTC), and who is expected there."""

    id: str
    start: datetime
    end: datetime
    venue: str | None = None
    accompaniment: str | None = None
    people: frozenset[str] = frozenset()
    facilitators: frozenset[str] = frozenset()

    @property
    def everybody(self) -> frozenset[str]:
        """Those invited and those who facilitate."""
        return self.people | self.facilitators


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot be: between two workshops (`workshop` was scheduled later), or one workshop and something else.

    `subjects` are those concerned: people, or the place; `subject` is part of what makes it this conflict and no other.
    """

    kind: ConflictKind
    workshop: str
    other: str | None = None
    subject: str | None = None
    subjects: frozenset[str] = frozenset()
    named: str = ""

    @property
    def key(self) -> str:
        """What makes it the same conflict when it is looked at again."""
        return f"{self.kind}/{self.workshop}/{self.other or self.subject or ''}"


def clashes(
    meetings: Sequence[Meeting],
    busy: Mapping[str, Sequence[Interval]],
    holiday: Callable[[date], str | None],
    way: Way,
) -> list[Clash]:
    """Every conflict among these workshops; `busy` is what people and places said of their time, by id."""
    return [
        *_between(meetings, way),
        *(clash for one in meetings for clash in _alone(one, busy, holiday)),
    ]


def _alone(
    one: Meeting, busy: Mapping[str, Sequence[Interval]], holiday: Callable[[date], str | None]
) -> Iterator[Clash]:
    if name := holiday(paris_day(one.start)):
        yield Clash("holiday", one.id, named=name)
    for person in sorted(one.everybody):
        if _is_taken(busy.get(person, ()), one):
            yield Clash("busy", one.id, subject=person, subjects=frozenset({person}))
    if one.accompaniment is not None and _is_taken(busy.get(one.accompaniment, ()), one):
        yield Clash("busy", one.id, subject=one.accompaniment)
    if one.venue is not None and _is_taken(busy.get(one.venue, ()), one):
        yield Clash("venue", one.id, subject=one.venue, subjects=frozenset({one.venue}))


def _is_taken(intervals: Iterable[Interval], one: Meeting) -> bool:
    return any(start < one.end and end > one.start for start, end in intervals)


def _between(meetings: Sequence[Meeting], way: Way) -> Iterator[Clash]:
    for one, other in _near(meetings):
        later, earlier = (one, other) if one.id > other.id else (other, one)
        overlap = one.start < other.end and other.start < one.end
        if overlap and one.venue is not None and one.venue == other.venue:
            yield Clash("venue", later.id, earlier.id, subjects=frozenset({one.venue}))
        shared = one.everybody & other.everybody
        if not shared:
            continue
        leading = shared & (one.facilitators | other.facilitators)
        if overlap:
            if leading:
                yield Clash("facilitator", later.id, earlier.id, subjects=leading)
            if shared - leading:
                yield Clash("person", later.id, earlier.id, subjects=shared - leading)
        elif _too_far(one, other, way):
            yield Clash("travel", later.id, earlier.id, subjects=shared)


def _near(meetings: Sequence[Meeting]) -> Iterator[tuple[Meeting, Meeting]]:
    """Pairs that can be in each other's way: they overlap, or lie on the same day in Paris; the earlier one first."""
    days: dict[date, list[Meeting]] = defaultdict(list)
    for one in meetings:
        day = paris_day(one.start)
        while day <= paris_day(one.end):
            days[day].append(one)
            day += timedelta(days=1)
    seen = set()
    for together in days.values():
        together.sort(key=lambda one: (one.start, one.id))
        for rank, one in enumerate(together):
            for other in together[rank + 1 :]:
                if (one.id, other.id) not in seen:
                    seen.add((one.id, other.id))
                    yield one, other


def _too_far(one: Meeting, other: Meeting, way: Way) -> bool:
    """Whether nobody can go from the earlier workshop to the later one on that day."""
    if one.venue is None or other.venue is None or one.venue == other.venue:
        return False
    if paris_day(one.end) != paris_day(other.start):
        return False
    return other.start - one.end < timedelta(minutes=way(one.venue, other.venue))


def sentence(clash: Clash) -> str:
    """What is said of a conflict to whoever just chose the date; names are for pages."""
    count = len(clash.subjects)
    people = f"{plural(count, 'personne')} {agree(count, 'est', 'sont')}"
    said = {
        "person": f"{people} déjà {agree(count, 'attendue')} ailleurs à ce moment",
        "facilitator": f"{people} déjà {agree(count, 'attendue')} ailleurs pour animer à ce moment",
        "venue": "le lieu est déjà pris",
        "travel": f"{plural(count, 'personne')} n’{agree(count, 'a', 'ont')} pas le temps de venir d’un autre atelier",
        "holiday": f"ce jour est férié ({clash.named})",
        "busy": "quelqu’un est pris à ce moment",
    }[clash.kind]
    return tidy(f"Conflit d’agenda : {said}.")
