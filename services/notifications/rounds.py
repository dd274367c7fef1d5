"""What comes after a reminder: another one while nothing was done, and after two a task for a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.notifications import rulebook
from services.notifications.plans import AHEAD, tell_planned
from services.notifications.rules.catalogue import MOST_ROUNDS
from services.notifications.rules.timing import on_working_day
from services.notifications.tables import Plan
from services.notifications.tables_rules import Task
from shared.clock import PARIS, paris_day
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork


def go_on(uow: UnitOfWork, row: Plan) -> None:
    """Plan the next round of a reminder that has just left; counted from this sending (peers.md 3.1, rule 11)."""
    rule = rulebook.one(uow.session, row.rule, row.watch)
    if rule.repeat_days is None or not rule.enabled:
        return
    day = on_working_day(paris_day(uow.now) + timedelta(days=rule.repeat_days))
    due = datetime.combine(day, rule.at, PARIS)
    if row.round >= MOST_ROUNDS:
        uow.session.add(
            Task(
                id=new_id(),
                plan=row.id,
                watch=row.watch,
                about=row.about,
                title=f"{rule.title} : {row.title}" if row.title else rule.title,
                territory=row.territory,
                since=due,
            )
        )
        return
    again = Plan(
        id=new_id(),
        rule=row.rule,
        watch=row.watch,
        about=row.about,
        anchor=f"{row.anchor.partition('#')[0]}#{row.round + 1}",
        title=row.title,
        territory=row.territory,
        accompaniment=row.accompaniment,
        facts=dict(row.facts),
        state="planned",
        due_at=due,
        next_at=due,
        attempts=0,
        draft_at=due - AHEAD,
        round=row.round + 1,
        confirmed=False,
    )
    uow.session.add(again)
    tell_planned(uow, again)
