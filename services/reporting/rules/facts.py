"""A fact: an event of the journal, and the day on which it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

MESSAGES = frozenset({"notification-planned", "notification-sent", "notification-voided"})
"""What the house did to remind people: kept like any event, no part of a territory's story."""

DEADLINES = frozenset({"bilan-due", "report-due", "contact-stalled", "poll-overdue"})
"""Days that came: nobody did anything."""

ASKED = frozenset(
    {
        "busy-times-asked",
        "item-gathered",
        "task-assigned",
        "task-finished",
        "poll-answered",
        "poll-chased",
        "poll-extended",
        "poll-slot-changed",
    }
)
"""What goes to and fro while a date is looked for."""

PREPARED = frozenset({"item-gathered", "task-assigned", "task-finished"})
"""What a group writes down while it works, and what is seen to before it leaves."""

PAPERS = frozenset({"report-published", "sheet-attached"})
"""Papers handed over or kept: what they speak of is told by other facts."""

CONFLICTS = frozenset({"agenda-conflict-detected", "agenda-conflict-resolved"})
"""Dates that do not hold, and that hold again: the morning page has a place of its own for them."""

ASIDE = MESSAGES | DEADLINES | ASKED | PREPARED | CONFLICTS | PAPERS
"""Types that say nothing of what happened in a territory: they are never its last fact."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it was told; `latest` is the last day that `occurred` (EDTF) can mean, `recorded` aware."""

    id: str
    type: str
    territory: str | None
    accompaniment: str | None
    occurred: str | None
    latest: date | None
    recorded: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fact(Told):
    """A told event with the calendar day (Europe/Paris) on which it stands."""

    on: date


INTERVIEWS = frozenset({"interview-planned", "interview-logged"})


def without_retracted(facts: list[Fact]) -> list[Fact]:
    """The facts without the interviews that are known to be taken back, on whatever day that was said."""
    retracted = {fact.data["interview"] for fact in facts if fact.type == "interview-retracted"}
    if not retracted:
        return facts
    return [fact for fact in facts if fact.type not in INTERVIEWS or fact.data["interview"] not in retracted]


def telling(fact: Told) -> tuple[datetime, str]:
    """The order of telling: recorded time, then id."""
    return fact.recorded, fact.id


def order(fact: Fact) -> tuple[date, datetime, str]:
    """The order of a story: the day a fact stands on, then the order of telling."""
    return fact.on, fact.recorded, fact.id


def first_of_each(facts: Iterable[Fact], *keys: str) -> list[Fact]:
    """The first fact of each distinct thing, in the order given; a thing is the value of `keys` in the payload."""
    found: dict[tuple[Any, ...], Fact] = {}
    for fact in facts:
        found.setdefault(tuple(fact.data.get(key) for key in keys), fact)
    return list(found.values())


def last_told_of_each(facts: Iterable[Fact], key: str) -> list[Fact]:
    """The last told fact of each distinct `key` of the payload, in the order of a story."""
    found: dict[Any, Fact] = {}
    for fact in sorted(facts, key=telling):
        found[fact.data.get(key)] = fact
    return sorted(found.values(), key=order)
