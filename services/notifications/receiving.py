"""What came into the mailbox: answers of calendars and messages that came back, each handled once."""

from __future__ import annotations

import hashlib
import imaplib
from email import message_from_bytes
from email.message import Message
from email.policy import default

import structlog
from sqlalchemy import func, select

from services.notifications.mailbox import WrongImapUrl, opened, read_url, seen, unseen
from services.notifications.rules.bounces import is_report, read_bounce
from services.notifications.rules.invitations import Answer, read_answer
from services.notifications.tables import MailRow
from services.notifications.tables_post import CalendarEntry, Incoming, Invitation
from shared.clock import PARIS
from shared.french import slot
from shared.room import Desk
from shared.storage.unit_of_work import UnitOfWork

log = structlog.get_logger()


def read_mailbox(desk: Desk) -> None:
    """Read what is new; a message is marked as read once what it says is committed, so none is lost or told twice."""
    if desk.settings.imap_url is None:
        return
    try:
        with opened(read_url(desk.settings.imap_url.get_secret_value())) as box:
            for uid, raw in unseen(box):
                receive(desk, raw)
                seen(box, uid)
    except (OSError, imaplib.IMAP4.error, WrongImapUrl) as error:
        log.warning("notifications.imap_failed", error=type(error).__name__, detail=str(error)[:200])


def receive(desk: Desk, raw: bytes) -> str:
    """Handle one message and return what became of it; the same message again changes nothing."""
    message = message_from_bytes(raw, policy=default)
    mark = hashlib.sha256(str(message.get("Message-ID") or raw).encode()).hexdigest()
    with desk.unit_of_work() as uow:
        known = uow.session.get(Incoming, mark)
        if known is not None:
            return "twice"
        row = Incoming(id=mark, kind="other", outcome="other", received_at=uow.now)
        _understand(uow, message, row)
        uow.session.add(row)
        return row.outcome


def _understand(uow: UnitOfWork, message: Message, row: Incoming) -> None:
    answer = _answer_in(message)
    if answer is not None:
        row.kind, row.about = "reply", answer.workshop[:200]
        row.outcome = _apply(uow, answer, row)
    elif is_report(message):
        row.kind = "bounce"
        row.outcome = _bounced(uow, message, row)
    elif _comes_from_a_server(message):
        row.kind, row.outcome = "bounce", "not-understood"


def _answer_in(message: Message) -> Answer | None:
    for part in message.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            content = part.get_payload(decode=True)
            text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
            found = read_answer(text)
            if found is not None:
                return found
    return None


def _apply(uow: UnitOfWork, answer: Answer, row: Incoming) -> str:
    """Note an answer where it belongs; one of a stranger, of an earlier version or overtaken is only remembered."""
    entry = uow.session.get(CalendarEntry, answer.workshop)
    if entry is None:
        return "unknown-meeting"
    invited = select(Invitation.person).where(Invitation.workshop == answer.workshop)
    theirs = select(MailRow.person, MailRow.id).where(
        MailRow.method.is_not(None), func.lower(MailRow.to_address) == answer.attendee, MailRow.person.in_(invited)
    )
    found = uow.session.execute(theirs.order_by(MailRow.id.desc()).limit(1)).first()
    if found is None:
        return "stranger"
    row.person, row.mail = found
    invitation = uow.session.get(Invitation, (answer.workshop, found.person), with_for_update=True)
    if invitation is None or invitation.state != "invited":
        return "withdrawn"
    if answer.sequence < invitation.sequence:
        return "past-sequence"
    if answer.stamp is not None and invitation.stamped_at is not None and answer.stamp < invitation.stamped_at:
        return "overtaken"
    invitation.reply, invitation.comment = answer.reply, answer.comment or None
    invitation.wanted = None
    if answer.wanted is not None:
        start, end = answer.wanted
        invitation.wanted = slot(start.astimezone(PARIS), end.astimezone(PARIS))
    invitation.channel, invitation.replied_at = "mail", uow.now
    invitation.stamped_at, invitation.reply_sequence = answer.stamp or uow.now, answer.sequence
    return "applied"


def _bounced(uow: UnitOfWork, message: Message, row: Incoming) -> str:
    bounce = read_bounce(message)
    if bounce is None:
        return "not-understood"
    mail = uow.session.get(MailRow, bounce.mail, with_for_update=True)
    if mail is None:
        return "unknown-mail"
    row.mail, row.person, row.about = mail.id, mail.person, mail.about
    if not bounce.failed:
        return "delayed"
    mail.bounce = bounce.said or "sans explication"
    return "applied"


def _comes_from_a_server(message: Message) -> bool:
    """Whether this looks like a bounce that is no notification: somebody must read it in the mailbox."""
    sender = str(message.get("From", "")).lower()
    return str(message.get("Return-Path", "")).strip() == "<>" or "mailer-daemon" in sender or "postmaster@" in sender
