"""From a mail that waits to one that left by SMTP, or is kept because there is none; never inside a transaction."""

from __future__ import annotations

import hashlib
import re
import smtplib
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta

import structlog
from sqlalchemy import func, or_, select

from services.notifications.claiming import anything
from services.notifications.hosts import ALL_REFUSED, OURS, SUSPENDED, host_of, put_off, resting, suspend, took
from services.notifications.post import Outgoing, WrongSmtpUrl, connected, give, is_final, message, read_url
from services.notifications.rounds import go_on
from services.notifications.rules.timing import retry_at
from services.notifications.tables import MailRow, Plan
from shared.events import NotificationSent
from shared.ids import new_id
from shared.room import Desk
from shared.storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 10
DIGEST = "digest"
LEASE = timedelta(minutes=15)  # longer than a batch on the slowest server, or another tick would send it again

Outcome = Exception | str
"""What the server answered, or what went wrong."""


def deliver_pending(desk: Desk) -> None:
    """Send every mail that waits and is due, or keep it when no SMTP is set.

    A mail is claimed, given to the server outside any transaction, then settled: two ticks at once send it once.
    """
    due = select(MailRow.id).where(MailRow.state == "pending", MailRow.next_at <= desk.clock.now())
    if not anything(desk, due):
        return
    with ExitStack() as line:
        sender = _Line(desk, line)
        while True:
            claim = new_id()
            mails = _claim(desk, claim)
            if mails and desk.settings.smtp_url is None:
                _settle(desk, claim, dict.fromkeys([mail.id for mail in mails], ""), left_as="kept")
            elif mails:
                sender.send(mails, claim)
            if len(mails) < BATCH:
                return


def _pending(uow: UnitOfWork) -> Sequence[MailRow]:
    waiting = (
        select(MailRow)
        .where(MailRow.state == "pending", MailRow.next_at <= uow.now)
        .where(or_(MailRow.claimed_until.is_(None), MailRow.claimed_until <= uow.now))
        .where(or_(MailRow.expires_at.is_(None), MailRow.expires_at > uow.now))
        .where(or_(MailRow.host.is_(None), MailRow.host.not_in(resting(uow))))
        .order_by(MailRow.next_at, MailRow.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return uow.session.scalars(waiting).all()


def _may_send(desk: Desk, uow: UnitOfWork) -> bool:
    """Whether our server takes mails, and this minute has room for more."""
    if OURS in resting(uow):
        return False
    left = select(func.count()).where(MailRow.settled_at > uow.now - timedelta(minutes=1), MailRow.state == "sent")
    return (uow.session.scalar(left) or 0) < desk.settings.mail_per_minute


def _claim(desk: Desk, claim: str) -> list[Outgoing]:
    with desk.unit_of_work() as uow:
        if desk.settings.smtp_url is not None and not _may_send(desk, uow):
            return []
        rows = _pending(uow)
        for row in rows:
            row.claim, row.claimed_until, row.host = claim, uow.now + LEASE, host_of(row.to_address)
        return [
            Outgoing(
                id=row.id,
                to_name=row.to_name,
                to_address=row.to_address,
                reply_to=row.reply_to,
                reply_name=row.reply_name,
                subject=row.subject,
                text=row.text,
                html=row.html,
                written=row.created_at,
                unsubscribe=row.unsubscribe,
                ics=row.ics,
                method=row.method,
            )
            for row in rows
        ]


class _Away(Exception):
    """The server could not be used at all: each mail waits for the next try."""

    def __init__(self, cause: Exception):
        super().__init__(type(cause).__name__)


class _Line:
    """One connection for all the mails of a tick; a line that broke is opened again for the next ones."""

    def __init__(self, desk: Desk, stack: ExitStack):
        self._desk = desk
        self._stack = stack
        self._connection: smtplib.SMTP | None = None

    def send(self, mails: list[Outgoing], claim: str) -> None:
        """Give each mail to the server; what went wrong is an outcome, not an exception.

        One that was taken is settled before the next is given: dying in between repeats one mail, not the batch.
        """
        outcomes: dict[str, Outcome] = {}
        settled: set[str] = set()
        try:
            connection = self._connection or self._open()
            for mail in mails:
                outcome = self._give(connection, mail)
                if isinstance(outcome, str):
                    settled.add(mail.id)
                    _settle(self._desk, claim, {mail.id: outcome}, left_as="sent")
                else:
                    outcomes[mail.id] = outcome
        except (OSError, WrongSmtpUrl) as error:
            self._connection = None
            log.warning("notifications.smtp_failed", error=type(error).__name__, detail=str(error)[:200])
            left = {mail.id for mail in mails} - settled
            for id_ in left:
                outcomes.setdefault(id_, _Away(error))
        _settle(self._desk, claim, outcomes, left_as="sent", all_refused=not settled)

    def _open(self) -> smtplib.SMTP:
        url = self._desk.settings.smtp_url
        server = read_url(url.get_secret_value() if url else "")
        self._connection = self._stack.enter_context(connected(server))
        return self._connection

    def _give(self, connection: smtplib.SMTP, mail: Outgoing) -> Outcome:
        try:
            return give(connection, message(mail, self._desk.settings.mail_from))
        except smtplib.SMTPServerDisconnected:
            raise
        except (smtplib.SMTPException, ValueError) as error:
            return error


def _settle(desk: Desk, claim: str, outcomes: dict[str, Outcome], *, left_as: str, all_refused: bool = False) -> None:
    with desk.unit_of_work() as uow:
        _lock_plans(uow, list(outcomes))
        refused = _all_refused(outcomes) if all_refused else None
        if refused is not None:
            suspend(uow, refused)
        mine = select(MailRow).where(MailRow.id.in_(outcomes), MailRow.claim == claim).with_for_update()
        for row in uow.session.scalars(mine.order_by(MailRow.id)):
            outcome = outcomes[row.id]
            row.claim = row.claimed_until = None
            if isinstance(outcome, str):
                row.answer, row.body_hash = outcome or None, hashlib.sha256(row.text.encode()).hexdigest()
                if left_as == "sent":
                    took(uow, row.host or "")
                _left(uow, row, left_as)
            elif refused is not None:
                row.next_at, row.error = uow.now + SUSPENDED, type(outcome).__name__
            else:
                _missed(uow, row, outcome)


def _all_refused(outcomes: dict[str, Outcome]) -> str | None:
    """Why our own server refuses everything, when it does: it is about us then, not about addresses."""
    errors = [one for one in outcomes.values() if isinstance(one, Exception)]
    if len(errors) < ALL_REFUSED or not all(is_final(one) for one in errors):
        return None
    return f"le serveur refuse tout ({answer_of(errors[0]) or type(errors[0]).__name__})"


def answer_of(error: Exception) -> str:
    """What the server said when it refused, without any address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, given = next(iter(error.recipients.values()))
        text = given.decode("utf-8", "replace")
    elif isinstance(error, smtplib.SMTPResponseException):
        code, raw = error.smtp_code, error.smtp_error
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    else:
        return ""
    return re.sub(r"\S+@\S+", "…", f"{code} {text}")[:300]


def _lock_plans(uow: UnitOfWork, mails: list[str]) -> None:
    """Plans before their mails, as everywhere else in this room, so that nobody waits for each other."""
    theirs = select(MailRow.plan).where(or_(MailRow.id.in_(mails), MailRow.digest.in_(mails)))
    uow.session.execute(select(Plan.id).where(Plan.id.in_(theirs)).order_by(Plan.id).with_for_update())


def _left(uow: UnitOfWork, row: MailRow, state: str) -> None:
    row.state, row.settled_at, row.error = state, uow.now, None
    if row.expires_at is not None and state == "sent":
        row.text = row.html = ""  # whoever may read the mails of the house must not sign in as somebody else
    if row.rule == DIGEST:
        for part in _parts(uow, row):
            _left(uow, part, state)
    if row.plan is None:
        return
    told = NotificationSent(
        territory=row.territory,
        accompaniment=row.accompaniment,
        plan=row.plan,
        rule=row.rule,
        about=row.about or "",
        person=row.person,
    )
    uow.tell(told, occurred=uow.today.isoformat())
    _close_plan(uow, row.plan)


def _missed(uow: UnitOfWork, row: MailRow, error: Exception) -> None:
    if row.state != "pending":
        return  # dropped meanwhile
    row.attempts += 1
    row.error, row.answer = type(error).__name__, answer_of(error) or None  # its text may hold an address
    if row.answer and not is_final(error):
        put_off(uow, row.host or "", row.answer)
    again = None if is_final(error) else retry_at(row.attempts, uow.now)
    if again is not None:
        row.next_at = again
        return
    for failed in (row, *(_parts(uow, row) if row.rule == DIGEST else ())):
        failed.state, failed.settled_at, failed.error = "failed", uow.now, row.error
        if failed.plan is not None:
            _close_plan(uow, failed.plan)


def _parts(uow: UnitOfWork, whole: MailRow) -> Sequence[MailRow]:
    """The mails that one is made of."""
    mine = select(MailRow).where(MailRow.digest == whole.id, MailRow.state == "grouped").order_by(MailRow.id)
    return uow.session.scalars(mine.with_for_update()).all()


def _close_plan(uow: UnitOfWork, plan: str) -> None:
    """Once no mail of a plan waits any more, it is sent, or failed when none of them left."""
    uow.session.flush()
    counted = select(MailRow.state, func.count()).where(MailRow.plan == plan).group_by(MailRow.state)
    states = {state for state, _ in uow.session.execute(counted)}
    if states & {"pending", "ready", "grouped"}:  # others of the plan wait: the last one closes it
        return
    row = uow.session.get(Plan, plan, with_for_update=True)
    if row is None or row.state != "planned":
        return
    if states & {"sent", "kept"}:
        row.state = "sent"
        go_on(uow, row)
    else:
        row.state, row.reason = "failed", "aucun courriel n’a pu partir"
