"""The rules in force: those delivered with the program, as the team changed them, and the team's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.rules.catalogue import RULES, Rule, Timing
from services.notifications.tables_rules import RuleRow


def rulebook(session: Session) -> dict[str, Rule]:
    """Every rule by its code, switched on or off."""
    book = dict(RULES)
    for row in session.scalars(select(RuleRow).order_by(RuleRow.made_at, RuleRow.code)):
        book[row.code] = _rule(row)
    return book


def watching(session: Session, watch: str) -> list[Rule]:
    """The rules switched on that this makes speak."""
    return [rule for rule in rulebook(session).values() if rule.enabled and rule.watched == watch]


def one(session: Session, code: str, watch: str) -> Rule:
    """The rule of a plan; one that is gone since is a rule that writes to nobody."""
    row = session.get(RuleRow, code)
    if row is not None:
        return _rule(row)
    return RULES.get(code) or Rule(code, "Règle retirée", "at-once", watch=watch, enabled=False)


def _rule(row: RuleRow) -> Rule:
    known = RULES.get(row.code) or Rule(row.code, row.title, cast(Timing, row.timing))
    hour, minute = row.at.split(":")
    return replace(
        known,
        title=row.title,
        timing=cast(Timing, row.timing),
        roles=tuple(row.roles),
        days=row.days,
        watch=row.watch,
        at=time(int(hour), int(minute)),
        repeat_days=row.repeat_days,
        enabled=row.enabled,
        subject=row.subject,
        words=row.words,
        made=row.made_at,
    )
