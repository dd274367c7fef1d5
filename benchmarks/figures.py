"""What the benchmarks share: percentiles, rows, and the order in which both sides take their turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, TypeVar

T = TypeVar("T")


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which that share (0 to 1) of the values lies, nearest rank."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def in_turn(rounds: int, ours: Callable[[], T], raw: Callable[[], T]) -> tuple[list[T], list[T]]:
    """Measure both sides in turn, so that what slows the machine down slows both."""
    found: tuple[list[T], list[T]] = ([], [])
    for _ in range(rounds):
        found[0].append(ours())
        found[1].append(raw())
    return found


def throughput(
    name: str, unit: str, ours: Sequence[float], raw: Sequence[float], *, least_raw: float | None = None
) -> dict[str, Any]:
    """Make a row of work per second; no ratio when the raw side does not reach what it should."""
    trusted = least_raw is None or median(raw) >= least_raw
    ratio = paired(ours, raw) if trusted else None
    return {"name": name, "unit": unit, "ours": median(ours), "raw": median(raw), "ratio": ratio}


def duration(name: str, ours: Sequence[float], raw: Sequence[float], *, unit: str = "ms") -> dict[str, Any]:
    """Make a row of times taken."""
    return {"name": name, "unit": unit, "ours": median(ours), "raw": median(raw), "ratio": paired(raw, ours)}


def paired(above: Sequence[float], below: Sequence[float]) -> float:
    """Give the median of the ratios of each round: both sides of a round met the same neighbours on the machine."""
    return median(one / other for one, other in zip(above, below, strict=True))


def alone(name: str, unit: str, ours: float) -> dict[str, Any]:
    """Make a row for which there is no raw side: a figure with a goal of its own."""
    return {"name": name, "unit": unit, "ours": ours, "raw": None, "ratio": None}
