"""From a plan that is due to the mails that wait to leave: claimed by one tick, written in one transaction."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import select

from services.notifications import plans
from services.notifications.claiming import claim, count_failure, give_back, is_erased, postpone, still_mine
from services.notifications.drafting import MOST_BATCHES, heed, new_mail, page_of
from services.notifications.gathering import Intent, Ready, can_be_written_to, gather
from services.notifications.inviting import invite
from services.notifications.reaching import ASKS_AGAIN, asks_first, reached, to_confirm
from services.notifications.rules.catalogue import Rule
from services.notifications.rules.timing import NOBODY
from services.notifications.tables import MailRow, Plan
from services.notifications.writing import fill, links
from shared.contracts.territories import Address
from shared.errors import Unavailable
from shared.room import Desk
from shared.storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

TAKEN_OUT = "toutes les personnes ont été retirées de cet envoi"


def compose_due(desk: Desk) -> None:
    """Write the mails of every plan that is due; one that cannot be written now waits, and holds back no other."""
    for _ in range(MOST_BATCHES):
        intents = claim(desk, Plan.next_at, Plan.drafted_at.is_not(None))
        for intent in intents:
            _try(desk, intent)
        if not intents:
            return


def _try(desk: Desk, intent: Intent) -> None:
    try:
        _compose(desk, intent)
    except Unavailable:
        postpone(desk, intent)
    except Exception as error:  # one plan must not hold back the others; it is tried again, then failed
        log.error("notifications.compose_failed", plan=intent.plan, rule=intent.rule.code, exc_info=error)
        count_failure(desk, intent, type(error).__name__)


def _compose(desk: Desk, intent: Intent) -> None:
    found = gather(desk, intent, desk.clock.now())  # outside the transaction: no lock waits for another room
    with desk.unit_of_work() as uow:
        row = still_mine(uow, intent)
        if row is None:
            return
        if isinstance(found, str):
            plans.end(uow, row, "voided", found)
            return
        recipients = [to for to in found.recipients if not is_erased(uow, to.person)]
        if not any(map(can_be_written_to, recipients)):
            plans.end(uow, row, "skipped", NOBODY)
            return
        _let_go(desk, uow, row, found, recipients, intent.rule)


def _let_go(desk: Desk, uow: UnitOfWork, row: Plan, ready: Ready, recipients: list[Address], rule: Rule) -> None:
    """Make mails of the drafts, with what is true now; somebody who stood in no draft is shown first.

    A rule that would reach more people than it ever did waits for somebody to say yes.
    """
    if not row.confirmed and asks_first(uow, row.rule, len(recipients), row.watch):
        row.reason, row.next_at = to_confirm(len(recipients), row.watch), uow.now + ASKS_AGAIN
        give_back(row)
        return
    known = {mail.person: mail for mail in uow.session.scalars(select(MailRow).where(MailRow.plan == row.id))}
    undo = timedelta(minutes=desk.settings.mail_undo_minutes)
    if undo and any(to.person not in known for to in recipients):
        row.draft_at, row.held_until = uow.now, uow.now + undo
        row.next_at = row.held_until
        give_back(row)
        return
    own = links(desk, row, ready, recipients)
    left = 0
    for to in recipients:
        mail = known.pop(to.person, None) or new_mail(uow, row, to.person)
        heed(uow, mail, to, row.watch)
        if mail.state != "draft":
            continue
        fill(mail, row, ready, to, own[to.person], rule, page_of(desk, uow, mail))
        invite(desk, uow, row, ready, mail, to)
        mail.to_address, mail.state = (to.email or "").strip(), "ready" if mail.reminder else "pending"
        mail.next_at = mail.created_at = uow.now
        left += 1
    for mail in known.values():
        if mail.state == "draft":
            uow.session.delete(mail)
    if not left:
        plans.end(uow, row, "cancelled", TAKEN_OUT)
        return
    reached(uow, row.rule, left)
    row.reason, row.composed_at = None, uow.now
    give_back(row)
