"""The plan of a season: at once by greed, then better, then proven where the time allows."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from services.workshops.agenda.search import Weight
from services.workshops.agenda.season.candidates import Candidates, candidates_of, units_of
from services.workshops.agenda.season.clashes import parts
from services.workshops.agenda.season.greedy import Draft, attendance, greedy
from services.workshops.agenda.season.reading import read_season
from services.workshops.agenda.season.values import Placed, Plan, Season
from services.workshops.agenda.season.writing import plan_as_json
from services.workshops.agenda.wording import unplaced_reason

_FOR_THE_REST, _LATE = 1.0, 0.03
"""What of the time limit is kept for what is not solving: seconds for starting the command, reading and writing, and a
share of the limit for a solver that ends a little after its time."""
_LARGEST = 2**52
"""Beyond this an objective is not solved exactly (CP-SAT works with 64 bits, its bound is a double)."""


def plan_season(document: object) -> dict[str, Any]:
    """Answer a season given as parsed JSON with the JSON of the plan (both as `agenda season` promises them).

    Raises WrongSearch with every problem of the document, each with its path and a French sentence.
    """
    began = time.monotonic()
    season = read_season(document)
    return plan_as_json(
        plan(season, lambda: season.time_limit * (1 - _LATE) - _FOR_THE_REST - (time.monotonic() - began))
    )


@dataclass(slots=True)
class _Best:
    """The best plan of one part so far, and what no plan of it can exceed."""

    draft: Draft
    placed: int
    presence: int
    proven: bool


def plan(season: Season, remaining: Callable[[], float]) -> Plan:
    """Give each workshop one slot or none: as many placed as can be, then as much presence as can be.

    At equal presence fewer workshops fall into school holidays, where these are to come last. Nobody is present
    twice at once, people required are present, a venue holds one workshop at a time, and whoever is present in two
    venues on one day has the time to go from one to the other. `remaining` says how many seconds are left; what
    is not proven by then is given as it is, with its bound.
    """
    units = units_of(season)
    everything = {wanted.id: candidates_of(season, wanted, units) for wanted in season.workshops}
    placeable = {id_: one for id_, one in everything.items() if len(one)}
    found: list[_Best] = []
    waiting = sorted(parts(season, list(placeable.values())), key=len)
    left = len(placeable)
    for part in waiting:
        share = max(remaining(), 0.0) * len(part) / left
        left -= len(part)
        found.append(_best(season, {one.wanted.id: one for one in part}, share))
    return _plan(season, everything, found, units)


def _best(season: Season, part: Mapping[str, Candidates], seconds: float) -> _Best:
    draft = greedy(season, part)
    most = sum(max(one.value) for one in part.values())
    best = _Best(draft, len(part), most, proven=False)
    if draft.worth(part) == (len(part), most, 0):
        best.proven = True
    elif seconds > 0 and (most + 1) * (len(part) + 1) ** 2 < _LARGEST:
        _improve(season, part, best, time.monotonic() + seconds)
    return best


def _improve(season: Season, part: Mapping[str, Candidates], best: _Best, deadline: float) -> None:
    """Solve, and where a solution has somebody in two places forbid that and solve again."""
    from services.workshops.agenda.season.model import Model  # a third of a second, not always wanted

    model = Model(season, part, all_placed=len(best.draft.slots) == len(part))
    hint, least = best.draft, None
    while (seconds := deadline - time.monotonic()) > 0 and (solved := model.solve(seconds, hint)):
        draft, optimal, bound = solved
        least = bound if least is None else min(least, bound)
        clashes = model.clashes(draft)
        true = attendance(season, part, draft.slots) if clashes else draft
        if true.worth(part) > best.draft.worth(part):
            best.draft = true
        if not clashes:
            best.proven = optimal
            break
        model.forbid(clashes)
        hint = draft
    placed, presence, _ = best.draft.worth(part)
    if best.proven:
        best.placed, best.presence = placed, presence
    elif least is not None:
        best.placed = model.most_placed(least)
        best.presence = model.most_presence(least, placed) if best.placed == placed else best.presence


def _plan(season: Season, everything: Mapping[str, Candidates], found: list[_Best], units: int) -> Plan:
    slots = {id_: at for best in found for id_, at in best.draft.slots.items()}
    attending = {id_: who for best in found for id_, who in best.draft.attending.items()}
    placed = [_placed(season, everything[id_], at, attending[id_]) for id_, at in slots.items()]
    presence = sum(everything[id_].worth(who) for id_, who in attending.items())
    return Plan(
        proven=all(best.proven for best in found),
        placed=tuple(sorted(placed, key=lambda one: (one.start, one.workshop))),
        unplaced={
            wanted.id: unplaced_reason(everything[wanted.id].excluded, len(everything[wanted.id]))
            for wanted in season.workshops
            if wanted.id not in slots
        },
        presence=_weight(presence, units),
        bound_placed=sum(best.placed for best in found),
        bound_presence=_weight(sum(best.presence for best in found), units),
    )


def _weight(amount: int, units: int) -> Weight:
    return amount if units == 1 else Fraction(amount, units)


def _placed(season: Season, one: Candidates, at: int, attending: int) -> Placed:
    day = date.fromordinal(one.days[at])
    start = datetime(day.year, day.month, day.day, tzinfo=season.zone) + timedelta(minutes=one.minutes[at])
    here = [bool(attending >> rank & 1) for rank in range(len(one.people))]
    return Placed(
        workshop=one.wanted.id,
        start=start,
        end=start + timedelta(minutes=one.wanted.duration),
        present=tuple(person.id for person, comes in zip(one.people, here, strict=True) if comes),
        missing=tuple(person.id for person, comes in zip(one.people, here, strict=True) if not comes),
    )
