"""Accompaniments become known, people are forgotten."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from services.notifications import subjects
from services.notifications.reactions.registry import REACTIONS
from services.notifications.tables import KNOWN, MailRow
from shared.envelope import Envelope
from shared.events import PersonErased, TerritoryEnrolled
from shared.storage.accompaniments import remember
from shared.storage.unit_of_work import UnitOfWork


@REACTIONS.to(TerritoryEnrolled)
def know_accompaniment(uow: UnitOfWork, event: TerritoryEnrolled, _envelope: Envelope) -> None:
    """Learn the name of the territory, for the mails about it."""
    remember(uow, KNOWN, event)


@REACTIONS.to(PersonErased)
def forget_person(uow: UnitOfWork, event: PersonErased, envelope: Envelope) -> None:
    """Blank every mail to the person, to the same address, or naming the person as the one to answer.

    Those that still wait do not leave; that there was a mail, and when, stays.
    """
    subjects.hear(uow, "person", event.person, envelope)[0].state = "erased"
    of_person = select(MailRow.to_address).where(MailRow.person == event.person, MailRow.to_address != "")
    addresses = uow.session.scalars(of_person).all()
    theirs = or_(MailRow.person == event.person, MailRow.contact == event.person, MailRow.to_address.in_(addresses))
    waiting = update(MailRow).where(theirs, MailRow.state == "pending")
    uow.session.execute(waiting.values(state="dropped", error="personne effacée"))
    blank = {"to_name": None, "to_address": "", "reply_to": None, "text": "", "html": ""}
    uow.session.execute(update(MailRow).where(theirs).values(**blank))
