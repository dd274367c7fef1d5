"""Mails that hold a link: to sign in, or to a candidature; and those that wait, so that somebody may stop them.

What a person asked for a moment ago leaves at once. What the team or the clock sends them is held as other messages
are, then looked at once more. Whoever reads the mails of the house sees the words, never the link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update

from services.notifications.claiming import anything
from services.notifications.commands import COMMANDS
from services.notifications.plans import iso
from services.notifications.queries import QUERIES
from services.notifications.rendering import Link, as_part, render
from services.notifications.rules.letters import Letter, personal_link, sign_in
from services.notifications.rules.timing import NOBODY, news_at
from services.notifications.tables import MailRow
from shared.clock import PARIS
from shared.contracts.base import Receipt
from shared.contracts.notifications import (
    LinkLetter,
    LinkLetters,
    LinkWords,
    ListLinkLetters,
    OnItsWay,
    PreviewLink,
    SendPersonalLink,
    SendSignInLink,
    StopLastCalls,
    StopLink,
)
from shared.contracts.territories import CheckLink
from shared.errors import InvalidInput, NotFound, Refused, TerreauError
from shared.french import tidy
from shared.ids import new_id
from shared.room import Desk
from shared.storage.unit_of_work import Reader, UnitOfWork

log = structlog.get_logger()

LINK_MAIL_KEPT = timedelta(days=7)
"""How long the mail with a personal link can be read: whoever reads it could open the file."""
BOUNCES_WITHIN = timedelta(days=7)
"""How long the address of a mail that left is kept: whoever reads that it came back must know whose it is."""
SHOWN = timedelta(days=14)
"""How long the page says what was stopped."""
BATCH = 50
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_STATES = {"held": "waiting", "cancelled": "stopped", "dropped": "needless", "failed": "failed", "pending": "leaving"}


@COMMANDS.handles(SendSignInLink)
def send_sign_in_link(uow: UnitOfWork, command: SendSignInLink) -> Receipt:
    """Write the mail; a tick gives it to SMTP within seconds, or keeps it. Raises `InvalidInput` for no address."""
    link, lasts = Link("Se connecter", command.link), timedelta(minutes=command.minutes)
    return Receipt(id=_write(uow, command.email, "sign-in", sign_in(command.minutes), link, lasts).id)


@COMMANDS.handles(SendPersonalLink)
def send_personal_link(uow: UnitOfWork, command: SendPersonalLink) -> Receipt:
    """The same for the personal link of a candidate or of a reader, which may have to wait.

    What the mail says is forgotten a week after it left.
    """
    letter, words = personal_link(command.occasion, command.call, command.until, command.contact)
    row = _write(uow, command.email, "personal-link", letter, Link(words, command.link), LINK_MAIL_KEPT)
    if command.on_its_way is not None:
        _hold(uow, row, command.on_its_way, command.occasion)
    return Receipt(id=row.id)


def _write(uow: UnitOfWork, email: str, rule: str, letter: Letter, link: Link, lasts: timedelta) -> MailRow:
    if _ADDRESS.fullmatch(email) is None:
        sentence = tidy("Cette adresse n’est pas une adresse électronique : écrivez par exemple nom@exemple.fr.")
        raise InvalidInput(sentence, problems=[("email", sentence)])
    bodies = render(letter, name=None, link=link)
    row = MailRow(
        id=new_id(),
        rule=rule,
        to_address=email,
        subject=letter.subject,
        text=bodies.text,
        html=bodies.html,
        content=as_part(letter, None, Link(link.label, "")),
        state="pending",
        attempts=0,
        next_at=uow.now,
        created_at=uow.now,
        expires_at=uow.now + lasts,
    )
    uow.session.add(row)
    return row


# --- on its way


def _hold(uow: UnitOfWork, row: MailRow, way: OnItsWay, occasion: str) -> None:
    row.about, row.person, row.call = way.about, way.person, way.call
    last_day = way.last_day.isoformat() if way.last_day else None
    row.content = {**(row.content or {}), "key": way.key, "occasion": occasion, "last_day": last_day}
    row.state, row.next_at = "held", _opening(last_day, uow.now + timedelta(minutes=way.minutes))
    row.expires_at = row.next_at + LINK_MAIL_KEPT


def _opening(last_day: str | None, wanted: datetime) -> datetime:
    """When people are written to: at night or on a day off only where the call ends before the next opening."""
    if last_day is None:
        return news_at(wanted)
    end = datetime.combine(date.fromisoformat(last_day), time.max, PARIS)
    return news_at(wanted, end if end > wanted else None)


def let_links_go(desk: Desk) -> None:
    """Let the links leave that waited long enough, if they still open something and are still needed."""
    due = select(MailRow.id, MailRow.about, MailRow.content)
    due = due.where(MailRow.state == "held", MailRow.next_at <= desk.clock.now())
    with desk.reading() as session:
        waiting = session.execute(due.order_by(MailRow.next_at, MailRow.id).limit(BATCH)).all()
    for id_, about, content in waiting:
        try:
            _look_again(desk, id_, about, content)
        except TerreauError as error:  # its room is away: it waits for the next tick
            log.warning("notifications.link_waits", mail=id_, code=error.stable_code)


def _look_again(desk: Desk, id_: str, about: str, content: dict[str, Any]) -> None:
    asked = {"file": about, "link": content["key"], "occasion": content["occasion"]}
    found = desk.ask(CheckLink.model_validate(asked))
    with desk.unit_of_work() as uow:
        row = uow.session.get(MailRow, id_, with_for_update=True)
        if row is None or row.state != "held":
            return
        leaves = _opening(content["last_day"], uow.now)
        if found.why_not is not None or not found.email:
            _drop(row, "dropped", found.why_not or NOBODY)
        elif leaves > uow.now:  # the service was at rest when it ought to have left
            row.next_at = leaves
        else:
            row.to_address, row.state, row.next_at = found.email.strip(), "pending", uow.now


def _drop(row: MailRow, state: str, why: str) -> None:
    row.state, row.error, row.text, row.html = state, why, "", ""


@COMMANDS.handles(StopLink)
def stop_link(uow: UnitOfWork, command: StopLink) -> Receipt:
    """Do not send one personal link. Raises `NotFound`, or `Refused` (`plan-is-leaving`) once it is on the line."""
    row = uow.session.get(MailRow, command.mail, with_for_update=True)
    if row is None or row.call is None:
        raise NotFound("Ce message est inconnu.", code="unknown-mail")
    if row.state not in ("held", "cancelled"):
        raise Refused("Ce message est déjà parti, ou n’a plus d’objet.", code="plan-is-leaving")
    _stop(uow, [row], command.reason)
    return Receipt(id=row.id)


@COMMANDS.handles(StopLastCalls)
def stop_last_calls(uow: UnitOfWork, command: StopLastCalls) -> Receipt:
    """Do not send the last calls of a call that wait. Raises `Refused` (`plan-is-leaving`) when none does."""
    waiting = select(MailRow).where(MailRow.call == command.call, MailRow.state == "held").order_by(MailRow.id)
    rows = [row for row in uow.session.scalars(waiting.with_for_update()) if _occasion(row) == "last-call"]
    if not rows:
        raise Refused("Aucun dernier appel n’attend plus.", code="plan-is-leaving")
    _stop(uow, rows, command.reason)
    return Receipt(id=command.call)


def _stop(uow: UnitOfWork, rows: Sequence[MailRow], reason: str) -> None:
    for row in rows:
        if row.state == "held":
            _drop(row, "cancelled", reason)
            row.stopped_by, row.settled_at = uow.actor, uow.now


def _occasion(row: MailRow) -> str:
    return str((row.content or {}).get("occasion", ""))


@QUERIES.answers(ListLinkLetters)
def list_link_letters(reader: Reader, query: ListLinkLetters) -> LinkLetters:
    """The letters of a call, the next to leave first; without one those that wait, or were stopped lately."""
    chosen = select(MailRow).where(MailRow.call.is_not(None))
    if query.call is not None:
        chosen = chosen.where(MailRow.call == query.call)
    else:
        recent = and_(MailRow.state == "cancelled", MailRow.settled_at > reader.now - SHOWN)
        chosen = chosen.where(or_(MailRow.state == "held", recent))
    rows = reader.session.scalars(chosen.order_by(MailRow.next_at, MailRow.id)).all()
    return LinkLetters(letters=[_letter(row) for row in rows if _occasion(row)])


@QUERIES.answers(PreviewLink)
def preview_link(_reader: Reader, query: PreviewLink) -> LinkWords:
    """The words of a message that is still to be made."""
    letter, words = personal_link(query.occasion, query.call, query.until, query.contact)
    return LinkWords(subject=letter.subject, text=render(letter, name=None, link=Link(words, "")).text)


def _letter(row: MailRow) -> LinkLetter:
    return LinkLetter.model_validate(
        {
            "mail": row.id,
            "occasion": _occasion(row),
            "about": row.about,
            "call": row.call,
            "person": row.person,
            "subject": row.subject,
            "leaves": iso(row.next_at),
            "state": _STATES.get(row.state, "gone"),
            "reason": row.error if row.state in ("cancelled", "dropped") else None,
            "stopped_by": row.stopped_by,
        }
    )


# --- forgetting


def forget_links(desk: Desk) -> None:
    """Blank links that are no longer valid, and a little later the addresses they went to: nothing can be misused."""
    now = desk.clock.now()
    if not anything(desk, select(MailRow.id).where(MailRow.expires_at <= now, or_(_readable(), _known(now)))):
        return
    with desk.unit_of_work() as uow:
        expired = update(MailRow).where(MailRow.expires_at <= uow.now)
        waiting = expired.where(MailRow.state.in_(("pending", "held")))
        uow.session.execute(waiting.values(state="dropped", error="lien périmé"))
        uow.session.execute(expired.where(_readable()).values(text="", html=""))
        uow.session.execute(expired.where(_known(uow.now)).values(to_address="", to_name=None))


def _readable() -> ColumnElement[bool]:
    return MailRow.text != ""


def _known(now: datetime) -> ColumnElement[bool]:
    just_left = and_(MailRow.state == "sent", MailRow.settled_at > now - BOUNCES_WITHIN)
    return and_(MailRow.to_address != "", ~just_left)
