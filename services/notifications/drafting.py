"""What will leave within a fortnight, written down as it will be, so that the team can read, change or stop it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import structlog
from sqlalchemy import delete, select

from services.notifications.claiming import claim, count_failure, give_back, is_erased, postpone, still_mine
from services.notifications.gathering import Intent, Ready, can_be_written_to, gather
from services.notifications.reaching import asks_first, to_confirm
from services.notifications.rules.catalogue import Rule
from services.notifications.rules.timing import NOBODY
from services.notifications.tables import MailRow, Plan
from services.notifications.wishes import REFUSES, refuses, token_of
from services.notifications.writing import fill, letter_of, links
from shared.contracts.territories import Address
from shared.errors import Unavailable
from shared.ids import new_id
from shared.room import Desk
from shared.storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

UNWRITABLE = "son adresse n’en est pas une : corrigez-la dans l’annuaire"

REFRESH = timedelta(hours=6)
"""How old a draft may be: roles and facts change, and the page shows the text as it will be."""

MOST_BATCHES = 50


def draft_coming(desk: Desk) -> None:
    """Write the drafts of every plan of the next fortnight that has none, or old ones."""
    for _ in range(MOST_BATCHES):
        intents = claim(desk, Plan.draft_at)
        for intent in intents:
            _try(desk, intent)
        if not intents:
            return


def _try(desk: Desk, intent: Intent) -> None:
    try:
        found = gather(desk, intent, desk.clock.now())
        with desk.unit_of_work() as uow:
            row = still_mine(uow, intent)
            if row is not None:
                _draft(desk, uow, row, found, intent.rule)
    except Unavailable:
        postpone(desk, intent)
    except Exception as error:  # one plan must not hold back the others
        log.error("notifications.draft_failed", plan=intent.plan, rule=intent.rule.code, exc_info=error)
        count_failure(desk, intent, type(error).__name__)


def _draft(desk: Desk, uow: UnitOfWork, row: Plan, found: Ready | str, rule: Rule) -> None:
    """Replace the drafts of a plan; what would stop it today is said, and looked at again when it is due."""
    give_back(row)
    if row.drafted_at is None:
        row.held_until = uow.now + timedelta(minutes=desk.settings.mail_undo_minutes)
        row.next_at = max(row.next_at, row.held_until)
    row.drafted_at, row.draft_at = uow.now, uow.now + REFRESH
    if isinstance(found, str):
        row.reason = found
        uow.session.execute(delete(MailRow).where(MailRow.plan == row.id, MailRow.state == "draft"))
        return
    _put(desk, uow, row, found, rule)


def _put(desk: Desk, uow: UnitOfWork, row: Plan, ready: Ready, rule: Rule) -> None:
    letter = letter_of(row, ready, rule)
    row.told = asdict(ready.circumstances)
    row.draft_subject, row.draft_words = letter.subject, "\n\n".join(letter.paragraphs)
    known = {mail.person: mail for mail in uow.session.scalars(select(MailRow).where(MailRow.plan == row.id))}
    recipients = [to for to in ready.recipients if not is_erased(uow, to.person)]
    row.reason = None if any(map(can_be_written_to, recipients)) else NOBODY
    if recipients and not row.confirmed and asks_first(uow, row.rule, len(recipients), row.watch):
        row.reason = to_confirm(len(recipients), row.watch)
    own = links(desk, row, ready, recipients)
    for to in recipients:
        mail = known.pop(to.person, None)
        if mail is None:
            mail = new_mail(uow, row, to.person)
        heed(uow, mail, to, row.watch)
        if mail.state == "draft":
            fill(mail, row, ready, to, own[to.person], rule, page_of(desk, uow, mail))
    for mail in known.values():
        if mail.state == "draft":
            uow.session.delete(mail)


def heed(uow: UnitOfWork, mail: MailRow, to: Address, watch: str) -> None:
    """Who does not want such messages, or cannot be written to, gets none; the page says so, and when that changes."""
    why = _why_not(uow, to, watch)
    if mail.state == "draft" and why is not None:
        mail.state, mail.error, mail.text, mail.html = "cancelled", why, "", ""
    elif mail.state == "cancelled" and mail.error in (REFUSES, UNWRITABLE) and why is None:
        mail.state, mail.error = "draft", None


def _why_not(uow: UnitOfWork, to: Address, watch: str) -> str | None:
    if refuses(uow.session, to.person, watch):
        return REFUSES
    return None if can_be_written_to(to) else UNWRITABLE


def page_of(desk: Desk, uow: UnitOfWork, mail: MailRow) -> str:
    """The address of the page that says why somebody received a mail, and of one-click refusal below it."""
    if mail.person is None:
        return ""
    home = f"{desk.settings.public_url.rstrip('/')}/courrier/{token_of(uow, mail.person)}"
    mail.unsubscribe = f"{home}/desabonner"
    return f"{home}/{mail.id}"


def new_mail(uow: UnitOfWork, row: Plan, person: str) -> MailRow:
    """An empty draft of a plan to a person."""
    mail = MailRow(
        id=new_id(),
        plan=row.id,
        rule=row.rule,
        about=row.about,
        territory=row.territory,
        accompaniment=row.accompaniment,
        person=person,
        to_address="",
        subject="",
        text="",
        html="",
        state="draft",
        attempts=0,
        next_at=uow.now,
        created_at=uow.now,
    )
    uow.session.add(mail)
    return mail
