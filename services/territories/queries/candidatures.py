"""Candidatures as the team, their applicants and outside readers see them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.places import code_of, place_of, places_named
from services.territories.queries.calls import call_card
from services.territories.queries.registry import QUERIES
from services.territories.rules import DECISIONS
from services.territories.rules.candidatures import missing, next_step
from services.territories.standing import standing_of
from services.territories.tables import (
    Call,
    Candidature,
    CandidatureFile,
    CandidaturePartner,
    Correction,
    Opinion,
    Person,
    Submission,
    Territory,
)
from shared.clock import paris_day
from shared.contracts.territories import (
    Answers,
    CandidaturePage,
    Contact,
    CorrectionCard,
    FilePage,
    GetCandidature,
    GetFile,
    GetReading,
    OnCriterion,
    OpinionCard,
    ReadingPage,
    SubmissionCard,
    Suggestion,
)
from shared.storage.unit_of_work import Reader

STEPS = {"pre-file": "Pré-dossier", "full": "Dossier complet", "correction": "Correction"}


@QUERIES.answers(GetFile)
def get_file(reader: Reader, query: GetFile) -> FilePage:
    """The file behind a personal link; raises `NotFound` (`unknown-link`)."""
    session = reader.session
    file = finding.file_behind(session, query.link, reader.now)
    call = session.get_one(Call, file.call)
    person = session.get_one(Person, file.person)
    standing = standing_of(session, file)
    step, why = next_step(standing, reader.today)
    answers = Answers.model_validate(file.answers)
    return FilePage.model_validate(
        {
            "id": file.id,
            "call": call_card(session, call, reader.today),
            "version": file.version,
            "name": person.name,
            "email": person.email,
            "function": person.function,
            "state": standing.state or "unsent",
            "next": step,
            "why": why,
            "answers": answers,
            "place_label": _place_label(answers),
            "places": _places(answers),
            "missing": missing(answers, step) if step != "none" else [],
            "corrections": _corrections(session, file.candidature),
            "sent": [(STEPS[row.step], paris_day(row.sent_at)) for row in _sent(session, file.candidature)],
            "decided": standing.decided,
            "expires": paris_day(file.expires_at),
        }
    )


def _place_label(answers: Answers) -> str:
    place = place_of(answers.place)
    return place.label if place else answers.label


def _places(answers: Answers) -> list[Suggestion]:
    if answers.place or not answers.label:
        return []
    return [Suggestion(code=code_of(place), label=place.label) for place in places_named(answers.label)[:8]]


def _sent(session: Session, candidature: str | None) -> list[Submission]:
    chosen = select(Submission).where(Submission.candidature == candidature).order_by(Submission.id)
    return list(session.scalars(chosen)) if candidature else []


def _corrections(session: Session, candidature: str | None) -> list[CorrectionCard]:
    chosen = select(Correction).where(Correction.candidature == candidature).order_by(Correction.id)
    rows = list(session.scalars(chosen)) if candidature else []
    return [
        CorrectionCard(
            id=row.id,
            asked=row.asked,
            asked_on=paris_day(row.asked_at),
            until=row.until,
            answer=row.answer,
            answered_on=paris_day(row.answered_at) if row.answered_at else None,
        )
        for row in rows
    ]


@QUERIES.answers(GetCandidature)
def get_candidature(reader: Reader, query: GetCandidature) -> CandidaturePage:
    """One candidature with all that was said about it; raises `NotFound` (`unknown-candidature`)."""
    session = reader.session
    row = finding.candidature(session, query.id)
    return CandidaturePage.model_validate(
        {
            "id": row.id,
            "call": call_card(session, session.get_one(Call, row.call), reader.today),
            "territory": row.territory,
            "territory_label": session.get_one(Territory, row.territory).label,
            "partners": _partners(session, row.id),
            "state": row.state,
            "answers": _last_sent(session, row),
            "contact": _contact(session, row.id),
            "pre_filed": row.pre_filed,
            "completed": row.completed,
            "decided": row.decided if row.state in DECISIONS else None,
            "reason": row.reason,
            "submissions": [_submission(one) for one in _sent(session, row.id)],
            "corrections": _corrections(session, row.id),
            "opinions": _opinions(session, row.id),
        }
    )


def _last_sent(session: Session, row: Candidature) -> Answers:
    """What was sent last; of a candidature noted by the team, what they noted."""
    sent = _sent(session, row.id)
    if sent:
        return Answers.model_validate(sent[-1].answers)
    return Answers(
        label=session.get_one(Territory, row.territory).label[:300],
        motives=row.motives[:10_000],
        wished_perimeter=row.wished_perimeter[:10_000],
        existing_actions=[one[:300] for one in row.existing_actions[:50]],
        existing_knowledge=row.existing_knowledge[:10_000],
    )


def _partners(session: Session, candidature: str) -> list[tuple[str, str]]:
    chosen = (
        select(Territory.id, Territory.label)
        .join(CandidaturePartner, CandidaturePartner.territory == Territory.id)
        .where(CandidaturePartner.candidature == candidature)
        .order_by(CandidaturePartner.id)
    )
    return [(id_, label) for id_, label in session.execute(chosen)]


def _contact(session: Session, candidature: str) -> Contact | None:
    file = session.scalars(select(CandidatureFile).where(CandidatureFile.candidature == candidature)).first()
    if file is None:
        return None
    person = session.get_one(Person, file.person)
    return Contact(
        person=person.id,
        name=person.name,
        function=person.function,
        file=file.id,
        revoked=file.revoked_at is not None,
    )


def _submission(row: Submission) -> SubmissionCard:
    return SubmissionCard.model_validate(
        {"id": row.id, "step": row.step, "sent_on": paris_day(row.sent_at), "answers": row.answers}
    )


def _opinions(session: Session, candidature: str) -> list[OpinionCard]:
    chosen = (
        select(Opinion, Person)
        .join(Person, Person.id == Opinion.person)
        .where(Opinion.candidature == candidature)
        .order_by(Opinion.id)
    )
    return [
        OpinionCard(
            id=row.id,
            person=person.id,
            name=person.name,
            function=person.function,
            asked_on=paris_day(row.asked_at),
            revoked=row.revoked_at is not None,
            given_on=paris_day(row.given_at) if row.given_at else None,
            text=row.text,
            on_criteria=[OnCriterion.model_validate(one) for one in row.on_criteria],
        )
        for row, person in session.execute(chosen)
    ]


@QUERIES.answers(GetReading)
def get_reading(reader: Reader, query: GetReading) -> ReadingPage:
    """What an outside reader may see: what was sent and their own opinion; raises `NotFound` (`unknown-link`)."""
    session = reader.session
    opinion = finding.opinion_behind(session, query.link, reader.now)
    row = finding.candidature(session, opinion.candidature)
    sent = _sent(session, row.id)
    return ReadingPage(
        call=call_card(session, session.get_one(Call, row.call), reader.today),
        territory_label=session.get_one(Territory, row.territory).label,
        partners=[label for _, label in _partners(session, row.id)],
        answers=_last_sent(session, row),
        sent_on=paris_day(sent[-1].sent_at) if sent else None,
        name=session.get_one(Person, opinion.person).name,
        version=opinion.version,
        text=opinion.text,
        on_criteria=[OnCriterion.model_validate(one) for one in opinion.on_criteria],
        given_on=paris_day(opinion.given_at) if opinion.given_at else None,
        open=row.state not in DECISIONS,
    )
