"""Taking plans for one tick only, and giving them back: drafting and composing share it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.notifications import plans, rulebook
from services.notifications.gathering import Intent
from services.notifications.rules.timing import TOO_LATE, is_missed, retry_at
from services.notifications.tables import KNOWN, Plan, Subject
from shared.ids import new_id
from shared.room import Desk
from shared.storage.unit_of_work import UnitOfWork

BATCH = 20
LEASE = timedelta(minutes=5)
AWAY = timedelta(minutes=1)


def claim(
    desk: Desk,
    moment: InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime],
    *more: ColumnElement[bool],
) -> list[Intent]:
    """Take plans whose `moment` has come, for one tick only; those that are far too late are missed instead."""
    if not anything(desk, _due(Plan.id, desk.clock.now(), moment, *more)):
        return []
    token = new_id()
    with desk.unit_of_work() as uow:
        intents = []
        for row in _ready(uow, moment, *more):
            if is_missed(row.due_at, uow.now):
                plans.end(uow, row, "missed", TOO_LATE)
                continue
            row.claim, row.claimed_until = token, uow.now + LEASE
            intents.append(_intent(uow.session, row, token))
    return intents


def anything(desk: Desk, due: Select[Any]) -> bool:
    """Whether a duty has anything to do: a glance, before a transaction that locks others out."""
    with desk.reading() as session:
        return session.execute(due.limit(1)).first() is not None


def _ready(
    uow: UnitOfWork,
    moment: InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime],
    *more: ColumnElement[bool],
) -> Sequence[Plan]:
    ready = _due(Plan, uow.now, moment, *more).order_by(moment, Plan.id).limit(BATCH)
    return uow.session.scalars(ready.with_for_update(skip_locked=True)).all()


def _due(
    wanted: Any,
    now: datetime,
    moment: InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime],
    *more: ColumnElement[bool],
) -> Select[Any]:
    return (
        select(wanted)
        .where(Plan.state == "planned", Plan.composed_at.is_(None), moment <= now, *more)
        .where(or_(Plan.claimed_until.is_(None), Plan.claimed_until <= now))
    )


def _intent(session: Session, row: Plan, token: str) -> Intent:
    label = session.scalar(select(KNOWN.c.label).where(KNOWN.c.id == row.accompaniment))
    return Intent(
        plan=row.id,
        claim=token,
        rule=rulebook.one(session, row.rule, row.watch),
        about=row.about,
        territory=row.territory,
        accompaniment=row.accompaniment,
        label=label,
        facts=dict(row.facts),
    )


def still_mine(uow: UnitOfWork, intent: Intent) -> Plan | None:
    """The plan, unless it was voided, cancelled or claimed by another tick meanwhile."""
    mine = select(Plan).where(Plan.id == intent.plan, Plan.claim == intent.claim, Plan.state == "planned")
    return uow.session.scalar(mine.with_for_update())


def give_back(row: Plan) -> None:
    """Whoever claimed it is done with it."""
    row.claim, row.claimed_until = None, None


def postpone(desk: Desk, intent: Intent) -> None:
    """A room is away: try again in a minute."""
    with desk.unit_of_work() as uow:
        row = still_mine(uow, intent)
        if row is not None:
            give_back(row)
            _later(row, uow.now + AWAY)


def count_failure(desk: Desk, intent: Intent, kind: str) -> None:
    """A message that cannot be written is tried again; once it is due it fails after the last try."""
    with desk.unit_of_work() as uow:
        row = still_mine(uow, intent)
        if row is None:
            return
        row.attempts += 1
        again = retry_at(row.attempts, uow.now)
        if again is None and row.due_at <= uow.now:
            plans.end(uow, row, "failed", f"le message n’a pas pu être écrit ({kind})")
            return
        give_back(row)
        _later(row, again or row.due_at)


def _later(row: Plan, moment: datetime) -> None:
    if row.drafted_at is None:
        row.draft_at = moment
    else:
        row.next_at = max(row.next_at, moment)


def is_erased(uow: UnitOfWork, person: str) -> bool:
    """Whether somebody was forgotten while their address was on its way here."""
    known = uow.session.get(Subject, ("person", person))
    return known is not None and known.state == "erased"
