"""Planning and logging an interview."""

from __future__ import annotations

from sqlalchemy import select

from services.diagnostic.commands.contacts import met
from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.rules.grids import said, unknown_keys
from services.diagnostic.rules.structures import fingerprint, structure_id
from services.diagnostic.tables import KNOWN, Grid, Interview, InterviewPerson
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import LogInterview, PlanInterview
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import InterviewLogged, InterviewPlanned
from shared.ids import new_id
from shared.storage.accompaniments import Accompaniment, require
from shared.storage.unit_of_work import UnitOfWork

ID_LENGTH = 36


@COMMANDS.handles(PlanInterview)
def plan_interview(uow: UnitOfWork, command: PlanInterview) -> Receipt:
    """Set a day for an interview; tells `interview-planned`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    interview = new_id()
    told = uow.tell(
        InterviewPlanned(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            interview=interview,
            on=command.on.isoformat(),
            person=command.person,
        )
    )
    uow.session.add(
        Interview(
            id=interview,
            accompaniment=accompaniment.id,
            state="planned",
            structure=structure_id(accompaniment.id, command.structure, None),
            label=command.structure,
            kind=command.kind,
            ess=command.kind == "ess",
            appetite="not-stated",
            synthesis="",
            planned_on=command.on,
            reconstructed=False,
            told=told,
            recorded_at=uow.now,
        )
    )
    if command.person:
        uow.session.flush()
        uow.session.add(InterviewPerson(interview=interview, person=command.person))
    return Receipt(id=interview)


@COMMANDS.handles(LogInterview)
def log_interview(uow: UnitOfWork, command: LogInterview) -> Receipt:
    """Log an interview, a planned one if it is named; tells `interview-logged`.

    Raises `NotFound` for a planned interview that does not exist in this accompaniment, `Refused` when it was logged
    already or says nothing that another one of that structure and date does not, `InvalidInput` for an id that is none.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    _check_ids(command)
    if command.interview is None:
        row = Interview(id=new_id(), accompaniment=accompaniment.id)
    else:
        row = _planned(uow, accompaniment, command.interview)
    row.organisation = command.organisation
    row.reconstructed = command.reconstructed
    row.interviewer = command.interviewer
    _answer(uow, accompaniment, row, command)
    _check_new(uow, accompaniment, row, command)
    fill(uow, accompaniment, row, command)
    uow.session.add(row)
    uow.session.flush()
    known = set(uow.session.scalars(select(InterviewPerson.person).where(InterviewPerson.interview == row.id)))
    met_now = set(command.people) - known
    uow.session.add_all(InterviewPerson(interview=row.id, person=person) for person in met_now)
    met(uow, accompaniment, row.structure, command.occurred)
    return Receipt(id=row.id)


def _check_ids(command: LogInterview) -> None:
    given = {"organisation": command.organisation or "", "interviewer": command.interviewer or ""} | {
        f"people.{index}": person for index, person in enumerate(command.people)
    }
    problems = [
        (where, f"{where}\u00a0: cette fiche n’existe pas dans l’annuaire.")
        for where, named in given.items()
        if len(named) > ID_LENGTH
    ]
    if problems:
        raise InvalidInput(problems[0][1], problems=problems)


def _answer(uow: UnitOfWork, accompaniment: Accompaniment, row: Interview, command: LogInterview) -> None:
    """Keep the answers under the version of the grid in which the questions were put (DIA-01)."""
    row.answers = said(command.answers) or None
    row.expertises = [one for one in command.expertises if one] or None
    if command.grid is None:
        if row.answers:
            raise InvalidInput("Des réponses sont données sans la grille à laquelle elles répondent.")
        return
    grid = uow.session.scalar(select(Grid).where(Grid.id == command.grid, Grid.accompaniment == accompaniment.id))
    if grid is None:
        raise NotFound("Cette grille d’entretien est inconnue pour ce territoire.", code="unknown-grid")
    if unknown_keys(row.answers or {}, grid.questions):
        raise InvalidInput("Une réponse ne correspond à aucune question de cette version de la grille.")
    row.grid = grid.id


def _check_new(uow: UnitOfWork, accompaniment: Accompaniment, row: Interview, told: LogInterview) -> None:
    """An interview noted twice is one; without a date or a synthesis nobody can tell whether it is."""
    if told.occurred is None or not told.synthesis:
        return
    same = fingerprint(accompaniment.id, told.occurred, told.structure, told.synthesis)
    known = select(Interview.answers).where(
        Interview.accompaniment == accompaniment.id, Interview.fingerprint == same, Interview.state == "logged"
    )
    if row.answers in uow.session.scalars(known).all():
        raise Refused(
            "Cet entretien est déjà noté\u00a0: même structure, même date, même synthèse.", code="interview-known"
        )


def _planned(uow: UnitOfWork, accompaniment: Accompaniment, id: str) -> Interview:
    row = uow.session.scalar(
        select(Interview).where(Interview.id == id, Interview.accompaniment == accompaniment.id).with_for_update()
    )
    if row is None:
        raise NotFound("Cet entretien est inconnu pour ce territoire.", code="unknown-interview")
    if row.state != "planned":
        raise Refused(
            "Cet entretien est déjà saisi\u00a0: pour une nouvelle rencontre, saisissez un nouvel entretien.",
            code="already-logged",
        )
    return row


def fill(uow: UnitOfWork, accompaniment: Accompaniment, row: Interview, told: LogInterview) -> None:
    """Make a row a logged interview as it was `told`, and tell it."""
    row.state = "logged"
    row.structure = structure_id(accompaniment.id, told.structure, row.organisation)
    row.label = told.structure
    row.kind = told.kind
    row.ess = told.kind == "ess" if told.ess is None else told.ess
    row.appetite = told.appetite
    row.synthesis = told.synthesis
    row.insee = told.insee
    row.occurred = told.occurred
    row.fingerprint = fingerprint(accompaniment.id, told.occurred, told.structure, told.synthesis)
    row.recorded_at = uow.now
    row.told = uow.tell(
        InterviewLogged(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            interview=row.id,
            structure=row.structure,
            kind=row.kind,
            ess=row.ess,
            appetite=row.appetite,
            reconstructed=row.reconstructed,
        ),
        occurred=told.occurred,
    )
