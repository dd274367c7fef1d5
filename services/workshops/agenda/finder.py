"""The slot finder: the best common slots of one workshop, why the others are out, what would have to give."""

from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from services.workshops.agenda import bitsets, wording
from services.workshops.agenda.places import with_place
from services.workshops.agenda.presence import Presence
from services.workshops.agenda.reading import read_search
from services.workshops.agenda.search import Answer, Compromise, Quorum, Search, Slot, Treatment
from services.workshops.agenda.starts import possible_starts
from services.workshops.agenda.writing import answer_as_json


def find(document: object) -> dict[str, Any]:
    """Answer a search given as parsed JSON with the JSON of the answer (both as `agenda find` promises them).

    Raises WrongSearch with every problem of the document, each with its path and a French sentence.
    """
    return answer_as_json(find_slots(read_search(document)))


def find_slots(search: Search) -> Answer:
    """Find the best slots of a search: score from high to low, then (rank-last) off school holidays, then start.

    A slot is [start, start + duration) on the wall clock of the zone, wholly inside one opening interval of a
    permitted weekday; it starts at a multiple of the step from local midnight. Times the clock jumps over are no
    start and no end; a time that comes twice is meant the first time. Everybody required is present, and at least
    `min_present` people are; busy intervals are compared as instants.

    `excluded` counts starts, not slots nor days: each multiple of the step from each local midnight of the window
    either is possible or counts once, under the first of these reasons that applies: closed weekday, outside the
    opening hours (or a duration longer than each of them), a time the clock jumps over, public holiday, school
    holiday, nobody invited, a required person missing (under their id when they alone are, else under one reason
    for several), too few people. A possible slot that is not among the first `top` is not excluded.
    """
    starts = with_place(search, possible_starts(search))
    presence = Presence(search.people, starts)
    possible, excluded = possible_slots(search, presence)
    slots = tuple(islice(_ranked(search, presence, possible), min(search.top, len(starts))))
    return Answer(
        slots=slots,
        excluded={reason: count for reason, count in (starts.excluded + excluded).items() if count},
        notes=(*wording.search_notes(search), *(() if possible else wording.month_notes(search))),
        compromise=None if possible else _compromise(search, presence),
    )


def possible_slots(search: Search, presence: Presence) -> tuple[int, Tally[str]]:
    """Give the mask of possible starts, and the count of the others by who is missing."""
    excluded: Tally[str] = Tally()
    if not search.people:
        excluded[wording.NOBODY_INVITED] = len(presence.starts)
        return 0, excluded
    some_missing = presence.required_missing.at_least(1, presence.all)
    several_missing = presence.required_missing.at_least(2, some_missing)
    for person, absent in zip(search.people, presence.absent, strict=True):
        if person.required:
            alone = absent & some_missing & ~several_missing
            excluded[wording.required_reason(person.id)] = alone.bit_count()
    excluded[wording.SEVERAL_REQUIRED] = several_missing.bit_count()
    complete = presence.all & ~some_missing
    possible = presence.present.at_least(search.min_present, complete)
    too_few = (complete ^ possible).bit_count()
    excluded[wording.too_few_reason(search.min_present, len(search.people))] = too_few
    for quorum in search.quorums:
        enough = _of_college(presence, quorum).at_least(quorum.least, possible)
        excluded[wording.quorum_reason(quorum.name, quorum.least)] += (possible ^ enough).bit_count()
        possible = enough
    return possible, excluded


def _of_college(presence: Presence, quorum: Quorum) -> bitsets.Counter:
    counter = bitsets.Counter()
    for person, absent in zip(presence.people, presence.absent, strict=True):
        if person.id in quorum.people:
            counter.add(presence.all ^ absent)
    return counter


def _ranked(search: Search, presence: Presence, among: int) -> Iterator[Slot]:
    """Give the slots of a mask from the best to the last, each made only when asked for."""
    size, school = len(presence.starts), _ranked_last(search, presence)
    for units, group in presence.scores.groups(among):
        for part in (group & ~school, group & school):
            for candidate in bitsets.members(part, size):
                yield _slot(search, presence, candidate, units)


def _ranked_last(search: Search, presence: Presence) -> int:
    school = search.school_holidays
    return presence.starts.school if school and school.treatment is Treatment.RANK_LAST else 0


def _slot(search: Search, presence: Presence, candidate: int, units: int) -> Slot:
    day, minute, begin, until = presence.starts[candidate]
    start = datetime(day.year, day.month, day.day, tzinfo=search.zone) + timedelta(minutes=minute)
    absent = presence.are_absent(candidate)
    named = list(zip(search.people, absent, strict=True))
    return Slot(
        start=start,
        end=start + timedelta(minutes=search.duration),
        score=presence.score(units),
        present=tuple(person.id for person, away in named if not away),
        missing=tuple(person.id for person, away in named if away),
        notes=wording.slot_notes(day, search, (until - begin) // 60),
    )


def _compromise(search: Search, presence: Presence) -> Compromise | None:
    """Give the nearest compromise of a search without slot, None where no start has anybody present.

    Nearest is the fewest concessions: required people one would do without plus people short of the minimum; at
    equal numbers rather a lower minimum than one more required person missing.
    """
    if search.quorums and (relaxed := _without_quorums(search, presence)):
        return relaxed
    offers = []
    for missing, group in presence.required_missing.groups(presence.all):
        most, fullest = next(presence.present.groups(group))
        enough = presence.present.at_least(search.min_present, group)
        short = max(0, search.min_present - most)
        if most:
            offers.append((missing + short, missing, short, enough or fullest))
    if not offers:
        return None
    _, missing, short, opened = min(offers)
    opened, without = _doing_without(search, presence, opened, missing)
    quorum = search.min_present - short if short else None
    months = _months(presence, opened)
    return Compromise(
        message=wording.compromise_message(without, quorum, months),
        without=without,
        min_present=search.min_present - short,
        count=opened.bit_count(),
        slots=tuple(islice(_ranked(search, presence, opened), min(search.top, len(presence.starts)))),
    )


def _without_quorums(search: Search, presence: Presence) -> Compromise | None:
    """What opens when the composition asked for is all that stands in the way."""
    possible, _ = possible_slots(replace(search, quorums=()), presence)
    if not possible:
        return None
    asked = [f"{quorum.least} {quorum.name}" for quorum in search.quorums]
    return Compromise(
        message=wording.compromise_message((), None, _months(presence, possible), asked),
        without=(),
        min_present=search.min_present,
        count=possible.bit_count(),
        slots=tuple(islice(_ranked(search, presence, possible), min(search.top, len(presence.starts)))),
    )


def _months(presence: Presence, mask: int) -> Tally[tuple[int, int]]:
    days = map(presence.starts.day, bitsets.members(mask, len(presence.starts)))
    return Tally((day.year, day.month) for day in days)


def _doing_without(search: Search, presence: Presence, opened: int, missing: int) -> tuple[int, tuple[str, ...]]:
    """Choose the required people to do without: the one who opens most starts, or those missing at the best start."""
    required = [
        (person.id, absent) for person, absent in zip(search.people, presence.absent, strict=True) if person.required
    ]
    if missing == 0:
        return opened, ()
    if missing == 1:
        person, absent = max(required, key=lambda one: (opened & one[1]).bit_count())
        return opened & absent, (person,)
    best = next(_ranked(search, presence, opened))
    without = [(person, absent) for person, absent in required if person in best.missing]
    for _, absent in without:
        opened &= absent
    return opened, tuple(person for person, _ in without)
