"""Making plans and putting an end to them: what reactions, commands and ticks share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import delete, select, update

from services.notifications.rules.catalogue import RULES
from services.notifications.rules.timing import Birth, Heard, birth
from services.notifications.tables import MailRow, Plan
from shared.clock import PARIS, paris_day
from shared.envelope import Envelope
from shared.events import Event, NotificationPlanned, NotificationVoided
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork

Ending = Literal["skipped", "missed", "voided", "cancelled", "failed"]


AHEAD = timedelta(days=14)
"""How long before it leaves a message can be read."""


@dataclass(frozen=True)
class Wish:
    """A message that a rule wants: what it speaks of, the date it hangs on, and the facts of its letter.

    `anchor` makes it unique beside rule and `about`; `day` is the latest possible day of the fact, None when undated;
    `days` stands for the rule's own delay where somebody named the day.
    """

    rule: str
    about: str
    anchor: str
    title: str
    day: date | None
    start: datetime | None = None
    facts: dict[str, str | None] = field(default_factory=dict)
    days: int | None = None


def plan(uow: UnitOfWork, wish: Wish, event: Event, envelope: Envelope) -> None:
    """Plan a message once; one that was voided because its date had moved away lives again when the date comes back."""
    rule = RULES[wish.rule]
    if wish.days is not None:
        rule = replace(rule, days=wish.days)
    born = birth(rule, Heard(uow.now, envelope.recorded), day=wish.day, start=wish.start)
    row = uow.session.scalar(
        select(Plan).where(Plan.rule == wish.rule, Plan.about == wish.about, Plan.anchor == wish.anchor)
    )
    if row is None:
        row = Plan(id=new_id(), rule=wish.rule, about=wish.about, anchor=wish.anchor, attempts=0)
        uow.session.add(row)
    elif row.state != "voided" or row.composed_at is not None:
        return
    _fill(row, wish, born, event)
    if row.state == "planned":
        uow.tell(
            NotificationPlanned(**_common(row), due=paris_day(row.due_at).isoformat()), occurred=uow.today.isoformat()
        )


def _fill(row: Plan, wish: Wish, born: Birth, event: Event) -> None:
    row.title, row.facts = wish.title, dict(wish.facts)
    row.territory, row.accompaniment = event.territory, event.accompaniment
    row.state, row.reason = born.state, born.reason
    row.due_at = row.next_at = born.due
    row.draft_at, row.drafted_at, row.held_until = born.due - AHEAD, None, None


def void_about(uow: UnitOfWork, about: str, rules: Collection[str], reason: str, *, keep: str | None = None) -> int:
    """Void what is planned about something, except the anchor to `keep`; returns how many."""
    planned = (
        select(Plan)
        .where(Plan.about == about, Plan.rule.in_(rules), Plan.state == "planned")
        .order_by(Plan.id)
        .with_for_update()
    )
    rows = [row for row in uow.session.scalars(planned) if row.anchor != keep]
    for row in rows:
        end(uow, row, "voided", reason)
    return len(rows)


def end(uow: UnitOfWork, row: Plan, state: Ending, reason: str) -> None:
    """A planned message will not leave, and its mails that wait do not either; told with the reason."""
    row.state, row.reason, row.claim, row.claimed_until = state, reason, None, None
    uow.session.execute(delete(MailRow).where(MailRow.plan == row.id, MailRow.state == "draft"))
    uow.session.execute(
        update(MailRow).where(MailRow.plan == row.id, MailRow.state == "pending").values(state="dropped", error=reason)
    )
    uow.tell(NotificationVoided(**_common(row), reason=reason), occurred=uow.today.isoformat())


def _common(row: Plan) -> dict[str, str | None]:
    return {
        "territory": row.territory,
        "accompaniment": row.accompaniment,
        "plan": row.id,
        "rule": row.rule,
        "about": row.about,
    }


def iso(instant: datetime | None) -> str | None:
    """An instant as facts and cards say it: ISO 8601 with the offset of Paris."""
    return None if instant is None else instant.astimezone(PARIS).isoformat()
