"""On which day a fact stands, for « état au … » and for periods alike (contract.md, «Partial dates»)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from services.reporting.rules.facts import Fact, Told, order, telling
from shared.clock import paris_day


def standing(told: Iterable[Told], known_at: datetime | None = None) -> list[Fact]:
    """The facts known at an instant (aware; None: all of them), each with its day, in the order of a story.

    A dated fact stands on its latest possible day; an undated one on the day of the next dated fact told in the same
    accompaniment, else on the day (Europe/Paris) on which it was recorded. What was recorded after `known_at` is left
    out first, so that it moves nothing: the same instant gives the same days whatever was learnt since.
    """
    known = sorted((one for one in told if known_at is None or one.recorded <= known_at), key=telling)
    next_dated: dict[str, date] = {}
    facts = []
    for one in reversed(known):
        day = _day(one, next_dated)
        if one.latest is not None and one.accompaniment is not None:
            next_dated[one.accompaniment] = one.latest
        facts.append(_standing_on(one, day))
    return sorted(facts, key=order)


def as_of(facts: Iterable[Fact], day: date) -> list[Fact]:
    """The facts that stand on `day` or before, in the same order."""
    return [fact for fact in facts if fact.on <= day]


def _day(one: Told, next_dated: dict[str, date]) -> date:
    if one.latest is not None:
        return one.latest
    recorded = paris_day(one.recorded)
    return recorded if one.accompaniment is None else next_dated.get(one.accompaniment, recorded)


def _standing_on(one: Told, day: date) -> Fact:
    return Fact(
        one.id, one.type, one.territory, one.accompaniment, one.occurred, one.latest, one.recorded, one.data, day
    )
