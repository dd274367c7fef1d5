"""Slot finding without a thought: each start, each person, each of their events; knows nothing of Terreau."""

from __future__ import annotations

from benchmarks.raw.agenda_bitsets import CLOSES, DAYS, DURATION, OPENS, QUORUM, STEPS_A_DAY, Events


def best(events: Events, weights: list[int]) -> tuple[int, int] | None:
    """Give the score and the step of the best start, the earliest of equals."""
    found: tuple[int, int] | None = None
    for day in range(DAYS):
        if day % 7 > 4:
            continue
        for start in range(day * STEPS_A_DAY + OPENS, day * STEPS_A_DAY + CLOSES - DURATION + 1):
            free = [all(b <= start or a >= start + DURATION for a, b in busy) for busy in events]
            score = sum(weight for weight, here in zip(weights, free, strict=True) if here)
            if sum(free) >= QUORUM and (found is None or score > found[0]):
                found = score, start
    return found
