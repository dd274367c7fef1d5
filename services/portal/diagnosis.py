"""The diagnostic as a page tells it: how the structures met stand, kind by kind, without a wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.portal.words import APPETITES, STRUCTURE_KINDS
from shared.contracts.diagnostic import InterviewCard, Tally


@dataclass(frozen=True)
class KindLine:
    """The structures of one kind: how many, and how many stand how (in the order of the words)."""

    label: str
    structures: int
    appetites: Sequence[tuple[str, str, int]]


def kind_lines(tally: list[Tally]) -> list[KindLine]:
    """The tally by kind of structure, the most met first."""
    lines = []
    for kind, label in STRUCTURE_KINDS.items():
        counts = {one.appetite: one.structures for one in tally if one.kind == kind and one.structures}
        if counts:
            told = [(code, text, counts[code]) for code, text in APPETITES.items() if code in counts]
            lines.append(KindLine(label, sum(counts.values()), told))
    return sorted(lines, key=lambda line: -line.structures)


def planned(interviews: list[InterviewCard]) -> list[InterviewCard]:
    """The interviews that have a day and are not logged yet, the nearest first."""
    return sorted((one for one in interviews if one.state == "planned"), key=lambda one: one.planned_on or "")


def logged(interviews: list[InterviewCard]) -> list[InterviewCard]:
    """The interviews that took place, in the order told."""
    return [one for one in interviews if one.state == "logged"]
