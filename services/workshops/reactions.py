"""What the workshops room does when it hears others: it learns of accompaniments, closes
periods whose figures were handed over, and forgets people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select, update

from services.workshops.tables import (
    KNOWN,
    AttendanceLine,
    BusyHabit,
    BusyHalf,
    BusyLink,
    BusySource,
    BusyTime,
    CircleMember,
    ClosedPeriod,
    Conflict,
    DoorMark,
    Facilitation,
    Invitation,
    PollGuest,
    SeasonPerson,
    TripTask,
)
from shared.envelope import Envelope
from shared.events import PersonErased, ReportPublished, TerritoryEnrolled
from shared.periods import read_period
from shared.room import Reactions
from shared.storage.accompaniments import remember
from shared.storage.unit_of_work import UnitOfWork

REACTIONS = Reactions()


@REACTIONS.to(TerritoryEnrolled)
def know_accompaniment(uow: UnitOfWork, event: TerritoryEnrolled, _envelope: Envelope) -> None:
    """Add the accompaniment to those about which one may speak here."""
    remember(uow, KNOWN, event)


@REACTIONS.to(ReportPublished)
def close_period(uow: UnitOfWork, event: ReportPublished, _envelope: Envelope) -> None:
    """Presence within the figures handed over is typed as a regularisation from now on; what came after is open."""
    period = read_period(event.period)
    last = min(period.last, date.fromisoformat(event.as_of))
    if last >= period.first:
        row = {"funder": event.funder, "label": period.label, "first": period.first, "last": last}
        uow.session.merge(ClosedPeriod(id=event.report, **row))


@REACTIONS.to(PersonErased)
def forget_person(uow: UnitOfWork, event: PersonErased, _envelope: Envelope) -> None:
    """Take the person off invitations, polls and presence lists; the lines stay, so that counts do."""
    uow.session.execute(delete(Invitation).where(Invitation.person == event.person))
    uow.session.execute(update(AttendanceLine).where(AttendanceLine.person == event.person).values(person=None))
    uow.session.execute(delete(CircleMember).where(CircleMember.person == event.person))
    uow.session.execute(update(TripTask).where(TripTask.owner == event.person).values(owner=None))
    uow.session.execute(delete(DoorMark).where(DoorMark.person == event.person))
    forgotten = {"person": None, "link": None, "comment": ""}
    uow.session.execute(update(PollGuest).where(PollGuest.person == event.person).values(forgotten))
    sources = select(BusySource.id).where(BusySource.subject == event.person).scalar_subquery()
    uow.session.execute(delete(BusyTime).where(BusyTime.source.in_(sources)))
    for table in (BusySource, BusyHabit, BusyHalf):
        uow.session.execute(delete(table).where(table.subject == event.person))
    uow.session.execute(delete(SeasonPerson).where(SeasonPerson.person == event.person))
    uow.session.execute(delete(Facilitation).where(Facilitation.person == event.person))
    uow.session.execute(update(Conflict).where(Conflict.subject == event.person).values(subject=None, ended_at=uow.now))
    uow.session.execute(delete(BusyLink).where(BusyLink.person == event.person))
