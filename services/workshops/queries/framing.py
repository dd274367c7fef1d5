"""A session as it is prepared, the circle of an accompaniment, and what moving a session would shift."""

from __future__ import annotations

from sqlalchemy import select

from services.workshops import rules
from services.workshops.framing import as_seen, circle_of, steps_of
from services.workshops.queries.registry import QUERIES
from services.workshops.rules import When
from services.workshops.rules.framing import mix, mix_notes, programme_notes, shift, timed
from services.workshops.sittings import invited_to, lines_of, recordings_of
from services.workshops.tables import KNOWN, Poll, Scan, Workshop
from shared.contracts.workshops import (
    Circle,
    Consequence,
    Consequences,
    GetCircle,
    GetSessionFrame,
    InvitedPerson,
    ListConsequences,
    SeriesSession,
    SessionFrame,
)
from shared.errors import NotFound
from shared.french import plural, quoted, tidy
from shared.stamps import stamp
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


def _workshop(reader: Reader, id: str) -> Workshop:
    row = reader.session.get(Workshop, id)
    if row is None:
        raise NotFound("Cet atelier est inconnu.", code="unknown-workshop")
    return row


@QUERIES.answers(GetSessionFrame)
def get_session_frame(reader: Reader, query: GetSessionFrame) -> SessionFrame:
    """The programme, those invited, their colleges, the series of a session. Raises `NotFound`."""
    row = _workshop(reader, query.workshop)
    known, steps = When(row.start_at, row.end_at, row.occurred), steps_of(reader, row.id)
    circle, invited = circle_of(reader, row.accompaniment), invited_to(reader, row.id)
    colleges = mix(invited, _present(reader, row.id), circle.colleges)
    # Nobody is missing from a college as long as nobody said who is of which.
    told = any(one in circle.colleges for one in invited)
    return SessionFrame(
        workshop=row.id,
        series=row.series,
        sessions=_series(reader, row),
        venue=row.venue,
        steps=timed(steps, known),
        minutes=sum(one.minutes for one in steps),
        invited=[
            InvitedPerson(person=one, college=circle.colleges.get(one), regular=one in circle.regulars)
            for one in invited
        ],
        colleges=colleges,
        unset=sum(one not in circle.colleges for one in invited),
        missing_regulars=[one for one in circle.regulars if row.circle == "full" and one not in invited],
        notes=[*programme_notes(steps, known), *(mix_notes(colleges, circle=row.circle) if told else [])],
        stamp=stamp(as_seen(steps)),
    )


def _present(reader: Reader, workshop: str) -> list[str] | None:
    recordings = recordings_of(reader, workshop)
    if not recordings:
        return None
    lines = lines_of(reader, recordings[-1].id)
    came = [one.person for one in lines if one.person and one.status in ("present", "walk-in")]
    return came if lines else None


def _series(reader: Reader, row: Workshop) -> list[SeriesSession]:
    if row.series is None:
        return []
    chosen = select(Workshop).where(Workshop.accompaniment == row.accompaniment, Workshop.series == row.series)
    return [
        SeriesSession(
            id=one.id,
            title=one.title,
            state=one.state,
            start=rules.iso(one.start_at),
            end=rules.iso(one.end_at),
            occurred=one.occurred,
        )
        for one in reader.session.scalars(chosen.order_by(Workshop.id))
    ]


@QUERIES.answers(GetCircle)
def get_circle(reader: Reader, query: GetCircle) -> Circle:
    """The circle of an accompaniment. Raises `NotFound`."""
    return circle_of(reader, require(reader, KNOWN, query.accompaniment).id)


@QUERIES.answers(ListConsequences)
def list_consequences(reader: Reader, query: ListConsequences) -> Consequences:
    """What hangs on the date of a session: what follows by itself is said, the rest is asked. Raises `NotFound`."""
    row = _workshop(reader, query.workshop)
    found = [*_by_itself(reader, row), *_later_sessions(reader, row, query)]
    return Consequences(consequences=found)


def _by_itself(reader: Reader, row: Workshop) -> list[Consequence]:
    found = []
    invited = len(invited_to(reader, row.id))
    if row.start_at is not None:
        found.append(_said("reminder", "Les rappels de l’ancienne date sont annulés, ceux de la nouvelle la suivent."))
    if invited:
        found.append(
            _said("invitation", f"{plural(invited, 'personne invitée le reste', 'personnes invitées le restent')}.")
        )
    if reader.session.scalars(select(Poll.id).where(Poll.workshop == row.id)).first():
        sentence = "La date venait d’un sondage : ses réponses restent telles quelles, rien n’est redemandé."
        found.append(_said("poll", sentence))
    found.append(_said("sheet", "La feuille d’émargement est à réimprimer : son numéro ne change pas."))
    if reader.session.scalars(select(Scan.id).where(Scan.workshop == row.id)).first():
        found.append(_said("sheet", "Une feuille signée est déjà jointe : vérifiez que la séance n’a pas eu lieu."))
    return found


def _said(kind: str, sentence: str) -> Consequence:
    return Consequence.model_validate({"kind": kind, "text": tidy(sentence)})


def _later_sessions(reader: Reader, row: Workshop, query: ListConsequences) -> list[Consequence]:
    if row.series is None or row.start_at is None:
        return []
    later = (
        select(Workshop)
        .where(Workshop.accompaniment == row.accompaniment, Workshop.series == row.series, Workshop.id != row.id)
        .where(Workshop.state == "scheduled", Workshop.start_at > row.start_at)
        .order_by(Workshop.start_at)
    )
    return [_shifted(one, row, query) for one in reader.session.scalars(later)]


def _shifted(one: Workshop, row: Workshop, query: ListConsequences) -> Consequence:
    if row.start_at is None or one.start_at is None or one.end_at is None:
        raise TypeError(one.id)
    start, end = (shift(instant, row.start_at, query.start) for instant in (one.start_at, one.end_at))
    text = f"{quoted(one.title)} suit dans la série : la déplacer aussi, {rules.as_text(When(start, end))}"
    return Consequence(kind="session", text=tidy(text), choice=one.id)
