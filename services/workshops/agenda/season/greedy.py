"""A plan at once: the workshop with the fewest slots first, each in the best slot that is left.

It is shown when there is no time for better, and it is where the solver starts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.workshops.agenda.season.candidates import Candidates
from services.workshops.agenda.season.clashes import clash
from services.workshops.agenda.season.values import Season

_FAR = 2 * 86_400  # seconds between two starts beyond which no slot of a day reaches, nor any way travelled in one


@dataclass(slots=True)
class Draft:
    """A plan in the making: the slot of each placed workshop, and who attends it (a bit per person)."""

    slots: dict[str, int] = field(default_factory=dict)
    attending: dict[str, int] = field(default_factory=dict)

    def worth(self, workshops: Mapping[str, Candidates]) -> tuple[int, int, int]:
        """What counts, in this order: workshops placed, presence in units, and as few as can be in school holidays."""
        presence = sum(workshops[id_].worth(attending) for id_, attending in self.attending.items())
        school = sum(workshops[id_].school[at] for id_, at in self.slots.items())
        return len(self.slots), presence, -school


def greedy(season: Season, workshops: Mapping[str, Candidates]) -> Draft:
    """Place one workshop after the other, never to move it again."""
    draft = Draft()
    for id_, one in sorted(workshops.items(), key=lambda pair: (len(pair[1]), pair[0])):
        best = -1
        for at in sorted(range(len(one)), key=lambda at: (-one.value[at], one.school[at], at)):
            if one.value[at] <= best:
                break
            attending = _attending(season, workshops, draft, one, at)
            if attending is not None and one.worth(attending) > best:
                best = one.worth(attending)
                draft.slots[id_], draft.attending[id_] = at, attending
    return draft


def attendance(season: Season, workshops: Mapping[str, Candidates], slots: Mapping[str, int]) -> Draft:
    """Who can attend these slots when everybody goes where they are required, then where it ends first.

    A workshop that lacks somebody required or has too few people is left out.
    """
    draft = Draft()
    order = sorted(slots, key=lambda id_: (workshops[id_].ends[slots[id_]], id_))
    for id_ in order:
        attending = _attending(season, workshops, draft, workshops[id_], slots[id_], also=(slots, order))
        if attending is not None:
            draft.slots[id_], draft.attending[id_] = slots[id_], attending
    return draft


def _attending(
    season: Season,
    workshops: Mapping[str, Candidates],
    draft: Draft,
    one: Candidates,
    at: int,
    also: tuple[Mapping[str, int], Iterable[str]] | None = None,
) -> int | None:
    """Who can attend a slot beside what the draft holds; None when it cannot be held.

    `also`: slots that are settled too, whose required people are taken already.
    """
    attending = one.free[at]
    begin = one.begins[at]
    for id_, slot in draft.slots.items():
        other = workshops[id_]
        if abs(other.begins[slot] - begin) < _FAR and clash(season, one, at, other, slot):
            if _same_venue(one, other):
                return None
            attending &= ~_taken(one, other, draft.attending[id_])
    if also is not None:
        slots, order = also
        for id_ in order:
            other = workshops[id_]
            if id_ not in draft.slots and other is not one and clash(season, one, at, other, slots[id_]):
                attending &= ~_taken(one, other, other.required()) | one.required()
    enough = attending.bit_count() >= one.wanted.min_present
    return attending if enough and not one.required() & ~attending else None


def _same_venue(one: Candidates, other: Candidates) -> bool:
    return one.wanted.venue is not None and one.wanted.venue == other.wanted.venue


def _taken(one: Candidates, other: Candidates, attending: int) -> int:
    """Those of `one`'s people who attend the other workshop."""
    away = {person.id for rank, person in enumerate(other.people) if attending >> rank & 1}
    return sum(1 << rank for rank, person in enumerate(one.people) if person.id in away)
