"""The bare limit of slot finding: one pass over integer bitsets with a bit per step; knows nothing of Terreau."""

import json
import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

PEOPLE, DAYS, STEPS_A_DAY, EVENTS = 20, 182, 96, 500
STEPS = DAYS * STEPS_A_DAY
DURATION, QUORUM = 8, 14
OPENS, CLOSES = 9 * 4, 18 * 4
FIRST_DAY = datetime(2025, 3, 31, tzinfo=ZoneInfo("Europe/Paris"))  # a Monday; the clock does not change for six months

Events = list[list[tuple[int, int]]]


def data(seed: int = 7) -> tuple[Events, list[int]]:
    """Draw the busy steps of everybody, half-open, and their weights."""
    draw = random.Random(seed)
    weights = [draw.choice([1, 1, 1, 2, 3, 5]) for _ in range(PEOPLE)]
    events = [
        [(start, start + draw.randrange(1, 13)) for start in (draw.randrange(STEPS - 12) for _ in range(EVENTS))]
        for _ in range(PEOPLE)
    ]
    return events, weights


def open_steps() -> int:
    """Give the mask of the steps inside the opening hours of a working week."""
    mask = 0
    for step in range(STEPS):
        if OPENS <= step % STEPS_A_DAY < CLOSES and step // STEPS_A_DAY % 7 < 5:
            mask |= 1 << step
    return mask


def wall(step: int) -> datetime:
    """Give the wall-clock time at which a step begins."""
    days, steps = divmod(step, STEPS_A_DAY)
    return FIRST_DAY + timedelta(days=days, minutes=15 * steps)


def best(events: Events, weights: list[int], opening: int) -> tuple[int, int] | None:
    """Give the score and the step of the best start, the earliest of equals."""
    every = (1 << STEPS) - 1
    counts: list[int] = []
    scores: list[int] = []
    for busy, weight in zip(events, weights, strict=True):
        away = 0
        for start, end in busy:
            away |= ((1 << (end - start)) - 1) << start
        free, reach = every & ~away, 1
        while reach < DURATION:
            more = min(reach, DURATION - reach)
            free &= free >> more
            reach += more
        _add(counts, free, 0)
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                _add(scores, free, place)
    candidates = _at_least(counts, QUORUM, opening & (opening >> (DURATION - 1)))
    if not candidates:
        return None
    score = 0
    for place in reversed(range(len(scores))):
        higher = candidates & scores[place]
        if higher:
            candidates, score = higher, score | 1 << place
    return score, (candidates & -candidates).bit_length() - 1


def _add(planes: list[int], carried: int, place: int) -> None:
    while carried:
        while len(planes) <= place:
            planes.append(0)
        planes[place], carried = planes[place] ^ carried, planes[place] & carried
        place += 1


def _at_least(planes: list[int], least: int, within: int) -> int:
    above, level = 0, within
    for place in reversed(range(len(planes))):
        if least >> place & 1:
            level &= planes[place]
        else:
            above |= level & planes[place]
    return above | level


def best_of_text(text: str, weights: list[int], opening: int) -> tuple[int, int] | None:
    """The same from a JSON text of ISO date-times: parse, turn into steps, pass."""
    first = FIRST_DAY.replace(tzinfo=None)
    step = timedelta(minutes=15)
    events = [
        [
            (
                (datetime.fromisoformat(start).replace(tzinfo=None) - first) // step,
                (datetime.fromisoformat(end).replace(tzinfo=None) - first) // step,
            )
            for start, end in person["busy"]
        ]
        for person in json.loads(text)["people"]
    ]
    return best(events, weights, opening)
