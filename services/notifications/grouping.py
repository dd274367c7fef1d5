"""Reminders to one person: several that fall together are one mail, and they do not follow each other day after day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select

from services.notifications.claiming import anything
from services.notifications.rendering import render_digest
from services.notifications.rules.timing import postponed
from services.notifications.tables import KNOWN, MailRow, Plan
from shared.clock import paris_day
from shared.french import listing, plural, tidy
from shared.ids import new_id
from shared.room import Desk
from shared.storage.unit_of_work import UnitOfWork

QUIET = timedelta(days=2)
"""No reminder to somebody who had one so recently, whatever the rule and the territory (peers.md 3.1, rule 10)."""

BATCH = 500


def group_ready(desk: Desk) -> None:
    """Let reminders leave: alone, together with others to the same person, or later when one has just left."""
    if not anything(desk, select(MailRow.id).where(MailRow.state == "ready", MailRow.next_at <= desk.clock.now())):
        return
    while True:
        with desk.unit_of_work() as uow:
            rows = _ready(uow)
            for _, mine in groupby(rows, key=lambda row: row.person):
                _let_go(uow, list(mine))
        if len(rows) < BATCH:
            return


def _ready(uow: UnitOfWork) -> Sequence[MailRow]:
    ready = (
        select(MailRow)
        .where(MailRow.state == "ready", MailRow.next_at <= uow.now)
        .order_by(MailRow.person, MailRow.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return uow.session.scalars(ready).all()


def _let_go(uow: UnitOfWork, rows: list[MailRow]) -> None:
    quiet = _quiet_until(uow, rows[0].person)
    if quiet is not None and not any(_presses(uow, row, quiet) for row in rows):
        for row in rows:
            row.next_at = quiet
        return
    alone = [row for row in rows if row.ics or len(rows) == 1]
    for row in alone:  # a calendar reads one invitation in a mail
        row.state, row.next_at = "pending", uow.now
    rows = [row for row in rows if row not in alone]
    if len(rows) == 1:
        rows[0].state, rows[0].next_at = "pending", uow.now
    if len(rows) < 2:
        return
    whole = _together(uow, rows)
    for row in rows:
        row.state, row.digest = "grouped", whole.id


def _quiet_until(uow: UnitOfWork, person: str | None) -> datetime | None:
    last = (
        select(MailRow.settled_at)
        .where(MailRow.person == person, MailRow.reminder, MailRow.state.in_(("sent", "kept")))
        .order_by(MailRow.settled_at.desc())
        .limit(1)
    )
    sent = uow.session.scalar(last)
    if sent is None or sent + QUIET <= uow.now:
        return None
    return postponed(paris_day(sent + QUIET))


def _presses(uow: UnitOfWork, row: MailRow, quiet: datetime) -> bool:
    """Whether waiting would make the reminder useless: what it speaks of begins within a day of it."""
    plan = uow.session.get(Plan, row.plan)
    start = plan.facts.get("start") if plan is not None else None
    return start is not None and datetime.fromisoformat(start) - quiet < timedelta(days=1)


def _together(uow: UnitOfWork, rows: list[MailRow]) -> MailRow:
    first = rows[0]
    contents = [row.content for row in rows if row.content]
    names = select(KNOWN.c.label).where(KNOWN.c.id.in_([row.accompaniment for row in rows if row.accompaniment]))
    places = listing(sorted(set(uow.session.scalars(names))))
    subject = tidy(f"[{places}] {plural(len(rows), 'rappel')}" if places else plural(len(rows), "rappel"))
    id_ = new_id()
    page = f"{first.unsubscribe.removesuffix('/desabonner')}/{id_}" if first.unsubscribe else ""
    bodies = render_digest(contents, subject=subject, name=first.to_name, about_you=page)
    whole = MailRow(
        id=id_,
        rule="digest",
        person=first.person,
        contact=first.contact,
        to_name=first.to_name,
        to_address=first.to_address,
        reply_to=first.reply_to,
        reply_name=first.reply_name,
        unsubscribe=first.unsubscribe,
        subject=subject,
        text=bodies.text,
        html=bodies.html,
        state="pending",
        attempts=0,
        next_at=uow.now,
        created_at=uow.now,
        reminder=True,
    )
    uow.session.add(whole)
    uow.session.flush()
    return whole
