"""What the workshops room does when it hears others: it learns of accompaniments and forgets people."""

from __future__ import annotations

from sqlalchemy import delete, update

from services.workshops.tables import KNOWN, AttendanceLine, Invitation, PollGuest
from shared.envelope import Envelope
from shared.events import PersonErased, TerritoryEnrolled
from shared.room import Reactions
from shared.storage.accompaniments import remember
from shared.storage.unit_of_work import UnitOfWork

REACTIONS = Reactions()


@REACTIONS.to(TerritoryEnrolled)
def know_accompaniment(uow: UnitOfWork, event: TerritoryEnrolled, _envelope: Envelope) -> None:
    """Add the accompaniment to those about which one may speak here."""
    remember(uow, KNOWN, event)


@REACTIONS.to(PersonErased)
def forget_person(uow: UnitOfWork, event: PersonErased, _envelope: Envelope) -> None:
    """Take the person off invitations, polls and presence lists; the lines stay, so that counts do."""
    uow.session.execute(delete(Invitation).where(Invitation.person == event.person))
    uow.session.execute(update(AttendanceLine).where(AttendanceLine.person == event.person).values(person=None))
    forgotten = {"person": None, "link": None, "comment": ""}
    uow.session.execute(update(PollGuest).where(PollGuest.person == event.person).values(forgotten))
