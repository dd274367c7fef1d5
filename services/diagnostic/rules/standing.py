"""How the structures met stand: each once, by the latest interview with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shared.contracts.diagnostic import Appetite, StructureKind
from shared.partial_dates import latest_day


@dataclass(frozen=True)
class Met:
    """One logged interview as far as counting goes; `occurred` is EDTF, `recorded` a day in Europe/Paris."""

    structure: str
    kind: StructureKind
    ess: bool
    appetite: Appetite
    occurred: str | None
    recorded: date


def standing_days(told: Sequence[tuple[str | None, date]]) -> list[date]:
    """The day on which each of `told` (EDTF or None, day recorded; in order of telling) stands.

    A dated one on its latest possible day; an undated one on that of the next dated one told, else on the day it was
    recorded (contract.md, Partial dates).
    """
    days: list[date] = []
    following: date | None = None
    for occurred, recorded in reversed(told):
        if occurred is not None:
            following = latest_day(occurred)
        days.append(following or recorded)
    return days[::-1]


def latest(interviews: Sequence[Met]) -> dict[str, Met]:
    """The latest interview with each structure, by the day it stands on, then by the order of telling."""
    days = standing_days([(met.occurred, met.recorded) for met in interviews])
    ordered = sorted(zip(days, interviews, strict=True), key=lambda pair: pair[0])
    return {met.structure: met for _, met in ordered}


def tally(standing: Iterable[Met]) -> dict[tuple[StructureKind, Appetite], int]:
    """How many structures of each kind stand how (DIA-12)."""
    return dict(Counter((met.kind, met.appetite) for met in standing))


def ess_interested(standing: Iterable[Met]) -> int:
    """How many structures of the ESS are interested."""
    return sum(met.ess and met.appetite == "interested" for met in standing)
