"""What concerns one person: the sessions they are invited to or lead, the polls and tasks they owe something."""

from __future__ import annotations

from sqlalchemy import or_, select

from services.workshops.cards import cards_of
from services.workshops.polling import whole
from services.workshops.queries.registry import QUERIES
from services.workshops.rules import iso
from services.workshops.sittings import invited_to
from services.workshops.tables import Facilitation, Invitation, Poll, PollGuest, Trip, TripTask, Workshop
from shared.contracts.workshops import (
    GetPersonalAgenda,
    Invited,
    ListInvited,
    OwedAnswer,
    OwedTask,
    PersonalAgenda,
)
from shared.errors import NotFound
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListInvited)
def list_invited(reader: Reader, query: ListInvited) -> Invited:
    """Who is invited to a workshop. Raises `NotFound`."""
    row = reader.session.get(Workshop, query.workshop)
    if row is None:
        raise NotFound("Cet atelier est inconnu.", code="unknown-workshop")
    asked = select(PollGuest.person).join(Poll, Poll.id == PollGuest.poll)
    asked = asked.where(Poll.workshop == row.id, PollGuest.person.is_not(None), PollGuest.link.is_not(None))
    return Invited.model_validate(
        {
            "workshop": row.id,
            "circle": row.circle,
            "invited": invited_to(reader, row.id),
            "leading": sorted(
                reader.session.scalars(select(Facilitation.person).where(Facilitation.workshop == row.id))
            ),
            "asked": sorted(reader.session.scalars(asked)),
        }
    )


@QUERIES.answers(GetPersonalAgenda)
def get_personal_agenda(reader: Reader, query: GetPersonalAgenda) -> PersonalAgenda:
    """The workshops of a person by start, and what they owe by date; nothing of anybody else."""
    return PersonalAgenda(
        sessions=cards_of(reader, _sessions(reader, query.person)),
        polls=_polls(reader, query.person),
        tasks=_tasks(reader, query.person),
    )


def _sessions(reader: Reader, person: str) -> list[Workshop]:
    invited = select(Invitation.workshop).where(Invitation.person == person)
    leading = select(Facilitation.workshop).where(Facilitation.person == person)
    theirs = or_(Workshop.id.in_(invited), Workshop.id.in_(leading))
    return list(reader.session.scalars(select(Workshop).where(theirs).order_by(Workshop.start_at, Workshop.id)))


def _polls(reader: Reader, person: str) -> list[OwedAnswer]:
    asked = select(PollGuest.id, PollGuest.poll).join(Poll, Poll.id == PollGuest.poll)
    asked = asked.where(PollGuest.person == person, Poll.state == "open").order_by(Poll.deadline, Poll.id)
    found = []
    for guest, id_ in reader.session.execute(asked):
        poll = whole(reader, id_)
        if guest in {one.id for one in poll.missing}:
            row = poll.row
            found.append(
                OwedAnswer(poll=row.id, title=row.title, territory=row.territory, deadline=str(iso(row.deadline)))
            )
    return found


def _tasks(reader: Reader, person: str) -> list[OwedTask]:
    open_ = select(TripTask, Trip.title).join(Trip, Trip.id == TripTask.trip)
    open_ = open_.where(TripTask.owner == person, TripTask.done_at.is_(None), Trip.state == "planned")
    return [
        OwedTask(id=task.id, trip=task.trip, title=task.title, about=title, due=task.due.isoformat())
        for task, title in reader.session.execute(open_.order_by(TripTask.due, TripTask.id))
    ]
