"""What one may ask of notifications: a sign-in link by mail, and not to send what is planned."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from services.notifications import plans
from services.notifications.rendering import Link, render
from services.notifications.rules.letters import Letter, personal_link, sign_in
from services.notifications.tables import MailRow, Plan
from shared.contracts.base import Receipt
from shared.contracts.notifications import CancelPlan, SendPersonalLink, SendSignInLink
from shared.errors import InvalidInput, NotFound, Refused
from shared.french import tidy
from shared.ids import new_id
from shared.room import Commands
from shared.storage.unit_of_work import UnitOfWork

COMMANDS = Commands()

LINK_MAIL_KEPT = timedelta(days=7)
"""How long the mail with a personal link can be read: whoever reads it could open the file."""

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


@COMMANDS.handles(SendSignInLink)
def send_sign_in_link(uow: UnitOfWork, command: SendSignInLink) -> Receipt:
    """Write the mail; a tick gives it to SMTP within seconds, or keeps it. Raises `InvalidInput` for no address."""
    link = Link("Se connecter", command.link)
    return _write(uow, command.email, "sign-in", sign_in(command.minutes), link, timedelta(minutes=command.minutes))


@COMMANDS.handles(SendPersonalLink)
def send_personal_link(uow: UnitOfWork, command: SendPersonalLink) -> Receipt:
    """The same for the personal link of a candidate or of a reader; what the mail says is forgotten after a week."""
    letter, words = personal_link(command.occasion, command.call, command.until)
    return _write(uow, command.email, "personal-link", letter, Link(words, command.link), LINK_MAIL_KEPT)


def _write(uow: UnitOfWork, email: str, rule: str, letter: Letter, link: Link, lasts: timedelta) -> Receipt:
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
        state="pending",
        attempts=0,
        next_at=uow.now,
        created_at=uow.now,
        expires_at=uow.now + lasts,
    )
    uow.session.add(row)
    return Receipt(id=row.id)


@COMMANDS.handles(CancelPlan)
def cancel_plan(uow: UnitOfWork, command: CancelPlan) -> Receipt:
    """Do not send what is planned, for a reason that stays to read. Raises `NotFound`, or `Refused` when it is over."""
    row = uow.session.scalar(select(Plan).where(Plan.id == command.plan).with_for_update())
    if row is None:
        raise NotFound("Cet envoi est inconnu.", code="unknown-plan")
    if row.state != "planned":
        raise Refused("Cet envoi n’est plus à venir.", code="plan-is-over")
    plans.end(uow, row, "cancelled", command.reason)
    return Receipt(id=row.id)
