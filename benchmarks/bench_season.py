"""Planning a season: the time to a proof, or the gap that is left within the time limit. There is no raw side."""

import random
import time
from datetime import date, timedelta
from importlib import import_module
from typing import Any

from benchmarks.figures import alone
from services.workshops.agenda.season.plan import plan_season

FIRST_DAY = date(2025, 9, 1)
HALF_DAYS = (("09:00", "12:00"), ("14:00", "17:00"))
VENUES = 12


def season(workshops: int, people: int, territories: int, facilitators: int, *, step: int = 60) -> dict[str, Any]:
    """Make a season: each workshop in five weeks of an autumn, invited from its own territory.

    Those are some fifty half-days, of which about forty are left when whoever is required is busy and holidays are out.

    Each requires somebody of its territory and one of the facilitators, whom all territories share.
    """
    chance = random.Random(20)  # the same season at every run
    each = people // territories
    ids = [f"p{n}" for n in range(people)]
    shared = [f"f{n}" for n in range(facilitators)]
    return {
        "timezone": "Europe/Paris",
        "opening": {"weekdays": [0, 1, 2, 3, 4], "hours": [list(hours) for hours in HALF_DAYS]},
        "avoid": {"public_holidays": "exclude", "school_holidays": {"zone": "B", "mode": "rank-last"}},
        "workshops": [
            _workshop(chance, n, ids[n % territories * each :][:each], shared, n % territories)
            for n in range(workshops)
        ],
        "people": [
            {"id": id_, "weight": chance.choice([1, 1, 2, 3]), "busy": [_busy(chance) for _ in range(25)]}
            for id_ in (*ids, *shared)
        ],
        "venues": [{"id": f"v{n}"} for n in range(VENUES)],
        "travel": {f"v{a}": {f"v{b}": 30 + 10 * ((a + b) % 4) for b in range(a)} for a in range(VENUES)},
        "step_minutes": step,
        "time_limit_s": 30,
    }


def _workshop(chance: random.Random, n: int, pool: list[str], shared: list[str], territory: int) -> dict[str, Any]:
    first = FIRST_DAY + timedelta(days=chance.randrange(80))
    return {
        "id": f"w{n}",
        "duration_minutes": 180,
        "window": {"from": str(first), "to": str(first + timedelta(days=34))},
        "required": [chance.choice(shared), chance.choice(pool)],
        "invited": chance.sample(pool, min(20, len(pool))),
        "venue": f"v{territory % VENUES}",
        "min_present": 3,
    }


def _busy(chance: random.Random) -> list[str]:
    day = FIRST_DAY + timedelta(days=chance.randrange(110))
    start, end = chance.choice(HALF_DAYS)
    return [f"{day}T{start}:00+02:00", f"{day}T{end}:00+02:00"]


def measure() -> list[dict[str, Any]]:
    """Plan a season of 30 workshops and one of 300; the gap is in presence, all workshops being placed in both.

    The time is that of the whole plan in a process that is up: reading, candidates, model, solving, writing.
    """
    import_module("services.workshops.agenda.season.model")  # the solver is loaded once in the life of a process
    rows = []
    for workshops, people, territories, facilitators in ((30, 200, 5, 3), (300, 2_000, 40, 20)):
        asked = season(workshops, people, territories, facilitators)
        began = time.perf_counter()
        plan = plan_season(asked)
        seconds = time.perf_counter() - began
        if plan["objective"]["placed"] != plan["bound"]["placed"]:
            raise ValueError(f"{workshops} workshops: {plan['objective']} placed, {plan['bound']} can be")
        gap = 1 - plan["objective"]["presence"] / plan["bound"]["presence"]
        name = f"agenda season: {workshops} workshops × 40 slots × {people} people"
        rows += [alone(f"{name}, time", "s", seconds), alone(f"{name}, gap ({plan['status']})", "%", gap * 100)]
    return rows
