"""Slot finding for 20 people over six months beside the bare bitset pass and the brute force over the same data."""

import gc
import json
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from benchmarks.figures import alone
from benchmarks.raw import agenda_bitsets as raw
from benchmarks.raw import agenda_brute_force as brute_force
from services.workshops.agenda.command import run
from services.workshops.agenda.finder import find_slots
from services.workshops.agenda.reading import read_search
from services.workshops.agenda.search import Search

ROUNDS = 25
# messaging.md, 1f: 3.3 to 5.6 ms for the bare pass; the raw side has to reach 70 % of that speed.
SLOWEST_RAW_MS = 5.6 / 0.7


def document() -> dict[str, Any]:
    """Write the raw data as `agenda find` takes it."""
    events, weights = raw.data()
    return {
        "timezone": "Europe/Paris",
        "window": {"from": "2025-03-31", "to": "2025-09-28"},
        "duration_minutes": 15 * raw.DURATION,
        "step_minutes": 15,
        "opening": {"weekdays": [0, 1, 2, 3, 4], "hours": [["09:00", "18:00"]]},
        "people": [
            {
                "id": f"p{rank}",
                "weight": weight,
                "busy": [[raw.wall(start).isoformat(), raw.wall(end).isoformat()] for start, end in busy],
            }
            for rank, (busy, weight) in enumerate(zip(events, weights, strict=True))
        ],
        "min_present": raw.QUORUM,
    }


def measure() -> list[dict[str, Any]]:
    """Measure the engine on its own values, and the whole command from text to text, in turn with the raw side."""
    asked = document()
    text, search = json.dumps(asked), read_search(asked)
    events, weights = raw.data()
    opening = raw.open_steps()
    check_same_answer(search, raw.best(events, weights, opening))
    check_same_answer(search, raw.best_of_text(text, weights, opening))
    return [
        row(
            "agenda find, engine: 20 people × 182 days × 96 steps, 500 events each",
            lambda: find_slots(search),
            lambda: raw.best(events, weights, opening),
            SLOWEST_RAW_MS,
        ),
        row(
            "agenda find, from JSON text to JSON text, same data",
            lambda: run(text, "-"),
            lambda: raw.best_of_text(text, weights, opening),
        ),
        against_brute_force(search, events, weights),
        *growth(),
    ]


def against_brute_force(search: Search, events: raw.Events, weights: list[int]) -> dict[str, Any]:
    """How many times as long the brute force takes on the same data; the goal is a hundred."""
    check_same_answer(search, brute_force.best(events, weights))
    slow = milliseconds(lambda: brute_force.best(events, weights))
    quick = min(milliseconds(lambda: find_slots(search)) for _ in range(ROUNDS))
    return alone("agenda find, engine: brute force takes so many times as long", "×", slow / quick)


def growth() -> list[dict[str, Any]]:
    """What four times the people, or four times the days, cost: about four times as long, or less."""
    once = grown(20, 1)
    rows = []
    for what, search in (("people", grown(80, 1)), ("days", grown(20, 4))):
        longer, base = in_turn((partial(find_slots, search), partial(find_slots, once)))
        rows.append(alone(f"agenda find, engine: four times the {what} take so many times as long", "×", longer / base))
    return rows


def grown(people: int, years: int) -> Search:
    """The same search with more people (the same events a year each), or over more half-years."""
    asked = document()
    asked["people"] = [
        {**one, "id": f"{one['id']}-{copy}", "busy": _again(one["busy"], years)}
        for copy in range(people // raw.PEOPLE)
        for one in asked["people"]
    ]
    last = date(2025, 3, 31) + timedelta(days=raw.DAYS * years - 1)
    return read_search({**asked, "window": {"from": "2025-03-31", "to": last.isoformat()}})


def _again(busy: list[list[str]], times: int) -> list[list[str]]:
    shifts = [timedelta(days=raw.DAYS * number) for number in range(times)]
    return [[(datetime.fromisoformat(text) + shift).isoformat() for text in one] for shift in shifts for one in busy]


def check_same_answer(search: Search, expected: tuple[int, int] | None) -> None:
    """Refuse to compare two programs that do not find the same slot."""
    slot = find_slots(search).slots[0]
    minutes = (slot.start.date() - date(2025, 3, 31)).days * 24 * 60 + slot.start.hour * 60 + slot.start.minute
    if (slot.score, minutes // 15) != expected:
        raise ValueError(f"ours found {slot}, the raw pass {expected}")


def row(
    name: str,
    ours: Callable[[], object],
    limit: Callable[[], object],
    slowest_limit_ms: float | None = None,
) -> dict[str, Any]:
    """Time both sides in turn; there is no ratio when the raw side is slower than it ought to be."""
    ours_ms, limit_ms = in_turn((ours, limit))
    trusted = slowest_limit_ms is None or limit_ms <= slowest_limit_ms
    ratio = limit_ms / ours_ms if trusted else None
    return {"name": name, "unit": "ms", "ours": ours_ms, "raw": limit_ms, "ratio": ratio}


def in_turn(sides: Sequence[Callable[[], object]]) -> list[float]:
    """The best round of each side, in milliseconds: what is slower was slowed by others on the machine."""
    times: list[list[float]] = [[] for _ in sides]
    gc.collect()
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for side, found in zip(sides, times, strict=True):
                found.append(milliseconds(side))
    finally:
        gc.enable()
    return [min(found) for found in times]


def milliseconds(work: Callable[[], object]) -> float:
    """Run once and give the time taken."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Print the table."""
    print(f"{'path':70} {'ours':>9} {'raw':>9} {'ratio':>6}")
    for found in measure():
        ratio = "–" if found["ratio"] is None else f"{found['ratio']:.2f}"
        limit = "" if found["raw"] is None else f"{found['raw']:6.2f}"
        print(f"{found['name']:70} {found['ours']:6.2f} {found['unit']} {limit:>6} {ratio:>6}")


if __name__ == "__main__":
    main()
