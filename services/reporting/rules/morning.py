"""What happened lately, said shortly: what many facts say alike is said once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import groupby

from services.reporting.rules import sentences
from services.reporting.rules.accompaniment import PLANNING
from services.reporting.rules.facts import ASIDE, Fact, order, telling
from services.reporting.rules.programme import Programme
from services.reporting.rules.shown import shown
from shared.clock import paris_day
from shared.contracts import reporting as contract

LATEST = 8
JUST_LEARNT = 4
_LATELY = timedelta(days=7)


def happened(programme: Programme) -> list[contract.Fact]:
    """The latest facts by the day they stand on, and those learnt in the last week, the latest first.

    A fact ahead (a workshop that was just given its date) comes on the day it was learnt. Facts of one kind, day and
    accompaniment are said in one sentence; the fact given is then the last of them.
    """
    story = _without_plans_held(programme)
    past, ahead = _groups(story), _groups(programme.coming)
    recent = [group for group in past + ahead if _learnt(group) > programme.day - _LATELY]
    latest = _fair(list(reversed(past)), LATEST)
    newest = sorted(recent, key=lambda group: telling(group[-1]), reverse=True)
    learnt = _fair([group for group in newest if group not in latest], JUST_LEARNT)
    chosen = sorted(latest + learnt, key=lambda group: (_shown_on(group, programme.day), order(group[-1])))
    return [shown(group[-1], programme.names, sentences.together(group)) for group in reversed(chosen)]


def _fair(groups: list[list[Fact]], limit: int) -> list[list[Fact]]:
    """The first groups, no more than half of them of one territory while others have news too."""
    seen: Counter[str | None] = Counter()
    fair: list[list[Fact]] = []
    rest: list[list[Fact]] = []
    for group in groups:
        territory = group[-1].territory
        seen[territory] += 1
        (fair if seen[territory] <= limit // 2 else rest).append(group)
    return (fair + rest)[:limit]


def _without_plans_held(programme: Programme) -> list[Fact]:
    """The story without the plans of workshops that were held: what came of a plan says it all."""
    held = {fact.data["workshop"] for fact in programme.facts if fact.type == "workshop-held"}
    return [fact for fact in programme.facts if fact.type not in PLANNING or fact.data["workshop"] not in held]


def _groups(facts: list[Fact]) -> list[list[Fact]]:
    story = [fact for fact in facts if fact.type not in ASIDE]
    return [list(group) for _, group in groupby(story, key=_kind)]


def _learnt(group: list[Fact]) -> date:
    return paris_day(group[-1].recorded)


def _shown_on(group: list[Fact], today: date) -> date:
    return group[-1].on if group[-1].on <= today else _learnt(group)


def _kind(fact: Fact) -> tuple[object, ...]:
    """What neighbours of a story must share to be said together."""
    if fact.type not in sentences.GROUPED:
        return (fact.id,)
    return fact.type, fact.accompaniment, fact.on
