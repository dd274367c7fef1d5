"""Making plans and putting an end to them: what reactions, commands and ticks share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, delete, select, update

from services.notifications.rulebook import watching
from services.notifications.rules.catalogue import Rule
from services.notifications.rules.timing import Birth, Heard, birth, due_at
from services.notifications.rules.watches import WATCHES
from services.notifications.tables import MailRow, Plan
from services.notifications.tables_rules import Anchor, Task
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
    """Something that rules watch: what it speaks of, the date it hangs on, and the facts of its letter.

    `anchor` makes a plan unique beside its rule and `about`; `day` is the latest possible day of the fact, None when
    undated; `days` stands for the rules' own delay where somebody named the day.
    """

    watch: str
    about: str
    anchor: str
    title: str
    day: date | None
    start: datetime | None = None
    facts: dict[str, str | None] = field(default_factory=dict)
    days: int | None = None


@dataclass(frozen=True)
class Place:
    """Whose message it is."""

    territory: str | None
    accompaniment: str | None


def plan(uow: UnitOfWork, wish: Wish, event: Event, envelope: Envelope) -> None:
    """Plan a message once for each rule that watches this, and keep the day for rules to come.

    One that was voided because its date had moved away lives again when the date comes back.
    """
    place = Place(event.territory, event.accompaniment)
    for rule in watching(uow.session, wish.watch):
        if not _older(rule, wish, envelope.recorded):
            plan_for(uow, rule, wish, place, envelope.recorded)
    if WATCHES[wish.watch].kind == "day" and wish.day is not None and wish.day >= uow.today:
        _keep(uow, wish, place)


def _older(rule: Rule, wish: Wish, recorded: datetime) -> bool:
    """Whether this happened before the rule was made: it never speaks of that (peers.md 3.1, rule 6)."""
    if rule.made is None:
        return False
    return recorded < rule.made or (wish.day is not None and wish.day < paris_day(rule.made))


def plan_for(
    uow: UnitOfWork,
    rule: Rule,
    wish: Wish,
    place: Place,
    recorded: datetime,
    *,
    known: Mapping[tuple[str, str], Plan] | None = None,
) -> Plan | None:
    """The plan of one rule. None: there was nothing to do.

    `known` are the plans that this rule has already, by what they speak of and their anchor: they are counted again
    where they have not left yet.
    """
    if wish.days is not None and rule.timing == "after":
        rule = replace(rule, days=wish.days)
    born = birth(rule, Heard(uow.now, recorded), day=wish.day, start=wish.start)
    if known is None:
        row = uow.session.scalar(
            select(Plan).where(Plan.rule == rule.code, Plan.about == wish.about, Plan.anchor == wish.anchor)
        )
    else:
        row = known.get((wish.about, wish.anchor))
    if row is None:
        row = Plan(id=new_id(), rule=rule.code, watch=rule.watched, about=wish.about, anchor=wish.anchor, attempts=0)
        row.round, row.confirmed = 1, False
        uow.session.add(row)
    elif row.composed_at is not None or not (
        row.state == "voided" or (known is not None and row.state in ("planned", "skipped"))
    ):
        return None
    _fill(row, wish, born, place)
    if row.state == "planned":
        tell_planned(uow, row)
    return row


def due_of(rule: Rule, wish: Wish) -> datetime:
    """When a rule would speak of a day."""
    if wish.day is None:
        raise ValueError("only a day is counted from")
    return due_at(replace(rule, days=wish.days) if wish.days is not None and rule.timing == "after" else rule, wish.day)


def tell_planned(uow: UnitOfWork, row: Plan) -> None:
    """Tell that a message is to come."""
    told = NotificationPlanned(**_common(row), due=paris_day(row.due_at).isoformat())
    uow.tell(told, occurred=uow.today.isoformat())


def _fill(row: Plan, wish: Wish, born: Birth, place: Place) -> None:
    row.title, row.facts = wish.title, dict(wish.facts)
    row.territory, row.accompaniment = place.territory, place.accompaniment
    row.state, row.reason = born.state, born.reason
    row.due_at = row.next_at = born.due
    row.draft_at, row.drafted_at, row.held_until = born.due - AHEAD, None, None


def _keep(uow: UnitOfWork, wish: Wish, place: Place) -> None:
    row = uow.session.get(Anchor, (wish.watch, wish.about, wish.anchor))
    if row is None:
        row = Anchor(watch=wish.watch, about=wish.about, anchor=wish.anchor)
        uow.session.add(row)
    row.title, row.day, row.start_at, row.days = wish.title, wish.day or uow.today, wish.start, wish.days
    row.territory, row.accompaniment, row.facts = place.territory, place.accompaniment, dict(wish.facts)


def void_about(uow: UnitOfWork, about: str, watches: Collection[str], reason: str, *, keep: str | None = None) -> int:
    """Void what is planned about something, except the anchor to `keep`; returns how many."""
    planned = (
        select(Plan)
        .where(Plan.about == about, Plan.watch.in_(watches), Plan.state == "planned")
        .order_by(Plan.id)
        .with_for_update()
    )
    rows = [row for row in uow.session.scalars(planned) if keep is None or row.anchor.partition("#")[0] != keep]
    for row in rows:
        end(uow, row, "voided", reason)
    gone = delete(Anchor).where(Anchor.about == about, Anchor.watch.in_(watches))
    uow.session.execute(gone if keep is None else gone.where(Anchor.anchor != keep))
    done = update(Task).where(Task.about == about, Task.watch.in_(watches), Task.done_at.is_(None))
    uow.session.execute(done.values(done_at=uow.now))
    return len(rows)


def draft_again(uow: UnitOfWork, about: ColumnElement[bool]) -> None:
    """What is to come of this is written anew: its people or its facts changed."""
    drafted = update(Plan).where(about, Plan.drafted_at.is_not(None))
    uow.session.execute(drafted.where(Plan.state == "planned", Plan.composed_at.is_(None)).values(draft_at=uow.now))


def end(uow: UnitOfWork, row: Plan, state: Ending, reason: str) -> None:
    """A planned message will not leave, and its mails that wait do not either; told with the reason."""
    row.state, row.reason, row.claim, row.claimed_until = state, reason, None, None
    uow.session.execute(delete(MailRow).where(MailRow.plan == row.id, MailRow.state == "draft"))
    _take_apart(uow, row)
    waiting = update(MailRow).where(MailRow.plan == row.id, MailRow.state.in_(("pending", "ready", "grouped")))
    uow.session.execute(waiting.values(state="dropped", error=reason))
    uow.tell(NotificationVoided(**_common(row), reason=reason), occurred=uow.today.isoformat())


def _take_apart(uow: UnitOfWork, row: Plan) -> None:
    """A mail put together with one of this plan does not leave as it is: the others wait on their own again."""
    together = select(MailRow.digest).where(MailRow.plan == row.id, MailRow.state == "grouped")
    digests = [one for one in uow.session.scalars(together) if one]
    if not digests:
        return
    whole = update(MailRow).where(MailRow.id.in_(digests), MailRow.state == "pending")
    uow.session.execute(whole.values(state="dropped", error="un des messages n’a plus d’objet"))
    parts = update(MailRow).where(MailRow.digest.in_(digests), MailRow.state == "grouped")
    uow.session.execute(parts.values(state="ready", digest=None))


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
