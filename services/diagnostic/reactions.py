"""What the diagnostic does when it hears of a new accompaniment or of a person to forget."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from services.diagnostic.tables import (
    KNOWN,
    Contact,
    Interview,
    InterviewPerson,
    Observation,
    ObservationPerson,
    Picture,
    VerbatimRow,
)
from shared.envelope import Envelope
from shared.events import PersonErased, TerritoryEnrolled
from shared.room import Reactions
from shared.storage.accompaniments import remember
from shared.storage.unit_of_work import UnitOfWork

REACTIONS = Reactions()


@REACTIONS.to(TerritoryEnrolled)
def know_accompaniment(uow: UnitOfWork, event: TerritoryEnrolled, _envelope: Envelope) -> None:
    """From here on this accompaniment may have a diagnostic."""
    remember(uow, KNOWN, event)


@REACTIONS.to(PersonErased)
def blank_words(uow: UnitOfWork, event: PersonErased, _envelope: Envelope) -> None:
    """Blank what is kept in words and pictures of this person; interviews, observations and contacts still count.

    The fingerprint stays: the same row imported again must not bring the words back.
    """
    met = select(InterviewPerson.interview).where(InterviewPerson.person == event.person)
    seen = select(ObservationPerson.observation).where(ObservationPerson.person == event.person)
    for statement in (
        update(Interview).where(Interview.id.in_(met)).values(synthesis="", answers=None),
        update(VerbatimRow).where(VerbatimRow.interview.in_(met)).values(text="", withdrawn=True),
        update(Observation).where(Observation.id.in_(seen)).values(text=""),
        update(Picture).where(Picture.observation.in_(seen)).values(content=None, thumbnail=None, caption=""),
        update(Contact)
        .where(or_(Contact.referent == event.person, Contact.doer == event.person))
        .values(next_step="", note=""),
    ):
        uow.session.execute(statement)
