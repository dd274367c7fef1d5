"""From a plan that is due to the mails that wait to leave: claimed by one tick, written in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.notifications import plans
from services.notifications.gathering import Intent, Ready, gather
from services.notifications.rendering import Contact, Link, render
from services.notifications.rules.letters import write
from services.notifications.rules.timing import NOBODY, TOO_LATE, is_missed, retry_at
from services.notifications.tables import KNOWN, MailRow, Plan, Subject
from shared.contracts.territories import Address
from shared.errors import Unavailable
from shared.ids import new_id
from shared.room import Desk
from shared.storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 20
LEASE = timedelta(minutes=5)
AWAY = timedelta(minutes=1)


def compose_due(desk: Desk) -> None:
    """Write the mails of every plan that is due; one that cannot be written now waits, and holds back no other."""
    for intent in _claim(desk):
        try:
            _compose(desk, intent)
        except Unavailable:
            _postpone(desk, intent)
        except Exception as error:  # one plan must not hold back the others; it is tried again, then failed
            log.error("notifications.compose_failed", plan=intent.plan, rule=intent.rule, exc_info=error)
            _count_failure(desk, intent, type(error).__name__)


def _claim(desk: Desk) -> list[Intent]:
    """Take plans that are due, for one tick only; those that are far too late are missed instead."""
    claim = new_id()
    with desk.unit_of_work() as uow:
        intents = []
        for row in _due(uow):
            if is_missed(row.due_at, uow.now):
                plans.end(uow, row, "missed", TOO_LATE)
                continue
            row.claim, row.claimed_until = claim, uow.now + LEASE
            intents.append(_intent(uow.session, row, claim))
    return intents


def _due(uow: UnitOfWork) -> Sequence[Plan]:
    due = (
        select(Plan)
        .where(Plan.state == "planned", Plan.composed_at.is_(None), Plan.next_at <= uow.now)
        .where(or_(Plan.claimed_until.is_(None), Plan.claimed_until <= uow.now))
        .order_by(Plan.next_at, Plan.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return uow.session.scalars(due).all()


def _intent(session: Session, row: Plan, claim: str) -> Intent:
    label = session.scalar(select(KNOWN.c.label).where(KNOWN.c.id == row.accompaniment))
    return Intent(
        plan=row.id,
        claim=claim,
        rule=row.rule,
        about=row.about,
        territory=row.territory,
        accompaniment=row.accompaniment,
        label=label,
        facts=dict(row.facts),
    )


def _compose(desk: Desk, intent: Intent) -> None:
    found = gather(desk, intent, desk.clock.now())  # outside the transaction: no lock waits for another room
    with desk.unit_of_work() as uow:
        row = _still_mine(uow, intent)
        if row is None:
            return
        if isinstance(found, str):
            plans.end(uow, row, "voided", found)
            return
        recipients = [to for to in found.recipients if not _is_erased(uow, to.person)]
        if not recipients:
            plans.end(uow, row, "skipped", NOBODY)
            return
        links = _links(desk, found, recipients)
        uow.session.add_all(_mail(uow, row, found, to, links[to.person]) for to in recipients)
        row.composed_at, row.claim, row.claimed_until = uow.now, None, None


def _links(desk: Desk, ready: Ready, recipients: Sequence[Address]) -> dict[str, Link]:
    """The one link of each mail: the recipient's own page where they have one, else the portal."""
    home = desk.settings.public_url
    found = {to.person: Link("Ouvrir Terreau", home) for to in recipients}
    for person, path in ready.paths.items():
        found[person] = Link("Votre lien personnel", home.rstrip("/") + path)
    return found


def _is_erased(uow: UnitOfWork, person: str) -> bool:
    """Whether somebody was forgotten while their address was on its way here."""
    known = uow.session.get(Subject, ("person", person))
    return known is not None and known.state == "erased"


def _still_mine(uow: UnitOfWork, intent: Intent) -> Plan | None:
    """The plan, unless it was voided, cancelled or claimed by another tick meanwhile."""
    mine = select(Plan).where(Plan.id == intent.plan, Plan.claim == intent.claim, Plan.state == "planned")
    return uow.session.scalar(mine.with_for_update())


def _mail(uow: UnitOfWork, row: Plan, ready: Ready, to: Address, link: Link) -> MailRow:
    contact: Contact | None = ready.contact if ready.contact and ready.contact.person != to.person else None
    letter = write(row.rule, ready.circumstances)
    bodies = render(letter, name=to.name, contact=contact, link=link)
    return MailRow(
        id=new_id(),
        plan=row.id,
        rule=row.rule,
        about=row.about,
        territory=row.territory,
        accompaniment=row.accompaniment,
        person=to.person,
        contact=contact.person if contact else None,
        to_name=to.name,
        to_address=(to.email or "").strip(),
        reply_to=contact.email if contact else None,
        subject=letter.subject,
        text=bodies.text,
        html=bodies.html,
        state="pending",
        attempts=0,
        next_at=uow.now,
        created_at=uow.now,
    )


def _postpone(desk: Desk, intent: Intent) -> None:
    with desk.unit_of_work() as uow:
        row = _still_mine(uow, intent)
        if row is not None:
            row.claim, row.claimed_until, row.next_at = None, None, uow.now + AWAY


def _count_failure(desk: Desk, intent: Intent, kind: str) -> None:
    with desk.unit_of_work() as uow:
        row = _still_mine(uow, intent)
        if row is None:
            return
        row.attempts += 1
        again = retry_at(row.attempts, uow.now)
        if again is None:
            plans.end(uow, row, "failed", f"le message n’a pas pu être écrit ({kind})")
        else:
            row.claim, row.claimed_until, row.next_at = None, None, again
