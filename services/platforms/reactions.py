"""What platforms does when it hears of a new accompaniment, a cooperation, a need, or of a person to forget."""

from __future__ import annotations

from sqlalchemy import update

from services.platforms.tables import KNOWN, AnswerRow, Need, Project
from shared.envelope import Envelope
from shared.events import CooperationNoted, NeedEmerged, PersonErased, TerritoryEnrolled
from shared.room import Reactions
from shared.storage.accompaniments import remember
from shared.storage.unit_of_work import UnitOfWork

REACTIONS = Reactions()


@REACTIONS.to(TerritoryEnrolled)
def know_accompaniment(uow: UnitOfWork, event: TerritoryEnrolled, _envelope: Envelope) -> None:
    """From here on platforms may be put side by side for this accompaniment."""
    remember(uow, KNOWN, event)


@REACTIONS.to(NeedEmerged)
def note_need(uow: UnitOfWork, event: NeedEmerged, _envelope: Envelope) -> None:
    """Keep the need under its own words; no platform is proposed for it (U10)."""
    uow.session.merge(Need(id=event.need, accompaniment=event.accompaniment, title=event.title))


@REACTIONS.to(CooperationNoted)
def note_project(uow: UnitOfWork, event: CooperationNoted, _envelope: Envelope) -> None:
    """Keep the cooperation as a project that needs may belong to; no platform is proposed for it (PLT-10)."""
    uow.session.merge(Project(id=event.cooperation, territory=event.territory, title=event.title))


@REACTIONS.to(PersonErased)
def blank_words(uow: UnitOfWork, event: PersonErased, _envelope: Envelope) -> None:
    """Blank what this person answered; that somebody answered still shows."""
    uow.session.execute(update(AnswerRow).where(AnswerRow.person == event.person).values(text=""))
