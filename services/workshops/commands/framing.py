"""Preparing a session: its programme, who is invited, the circle of an accompaniment, several sessions in a series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, delete, select

from services.workshops import rules
from services.workshops.commands.registry import COMMANDS, date_of, still_scheduled, workshop
from services.workshops.commands.scheduling import schedule_workshop
from services.workshops.framing import as_seen, circle_of, steps_of
from services.workshops.rules.framing import programme_notes
from services.workshops.tables import KNOWN, CircleMember, Invitation, ProgrammeRow, Workshop
from shared.contracts.base import Receipt
from shared.contracts.workshops import (
    College,
    PlanSeries,
    ProgrammeStep,
    ScheduleWorkshop,
    SetCircle,
    SetInvited,
    SetProgramme,
)
from shared.errors import Refused
from shared.events import InvitationsChanged
from shared.french import plural, tidy
from shared.ids import is_id
from shared.stamps import check_unchanged
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(SetProgramme)
def set_programme(uow: UnitOfWork, command: SetProgramme) -> Receipt:
    """Write the steps of a session that is to come. Raises `NotFound`, `Refused` (held, cancelled, changed)."""
    row = still_scheduled(uow, command.workshop)
    if command.seen:
        check_unchanged(command.seen, as_seen(steps_of(uow, row.id)))
    uow.session.execute(delete(ProgrammeRow).where(ProgrammeRow.workshop == row.id))
    write_steps(uow, row, command.steps)
    return Receipt(id=row.id, notes=programme_notes(command.steps, date_of(row)))


def write_steps(uow: UnitOfWork, row: Workshop, steps: Sequence[ProgrammeStep]) -> None:
    """Keep the steps of a session that has none."""
    uow.session.add_all(
        ProgrammeRow(workshop=row.id, position=position, **one.model_dump()) for position, one in enumerate(steps, 1)
    )


@COMMANDS.handles(SetInvited)
def set_invited(uow: UnitOfWork, command: SetInvited) -> Receipt:
    """Say who is invited to a session to come; polls and presence that exist stay as they are.

    Raises `NotFound`, `Refused` when it was held or cancelled, `InvalidInput` for what is no id.
    """
    row = still_scheduled(uow, command.workshop)
    problems = rules.invitation_problems(command.people)
    if problems:
        raise rules.wrong(problems)
    wanted = set(command.people)
    known = set(uow.session.scalars(select(Invitation.person).where(Invitation.workshop == row.id)))
    gone = Invitation.person.in_(known - wanted)
    uow.session.execute(delete(Invitation).where(Invitation.workshop == row.id, gone))
    uow.session.add_all(Invitation(workshop=row.id, person=one) for one in sorted(wanted - known))
    if wanted != known:
        uow.tell(
            InvitationsChanged(
                territory=row.territory,
                accompaniment=row.accompaniment,
                workshop=row.id,
                added=sorted(wanted - known),
                removed=sorted(known - wanted),
            ),
            occurred=rules.decided_on(row.occurred, uow.today),
        )
    return Receipt(id=row.id)


@COMMANDS.handles(SetCircle)
def set_circle(uow: UnitOfWork, command: SetCircle) -> Receipt:
    """Keep whom every action invites and from which college people come. Raises `NotFound`, `InvalidInput`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    people = dict.fromkeys([*command.regulars, *command.colleges])
    if any(not is_id(one) for one in people):
        raise rules.wrong([("regulars", rules.NOT_AN_ID)])
    uow.session.execute(delete(CircleMember).where(CircleMember.accompaniment == accompaniment.id))
    regular = set(command.regulars)
    uow.session.add_all(
        CircleMember(
            accompaniment=accompaniment.id, person=one, college=command.colleges.get(one), regular=one in regular
        )
        for one in people
    )
    return Receipt(id=accompaniment.id)


def remember_colleges(uow: UnitOfWork, accompaniment: str, colleges: Mapping[str, College]) -> None:
    """Keep the colleges of these people in the one list of an accompaniment; nobody else's changes."""
    known = {one.person: one for one in uow.session.scalars(_members(accompaniment))}
    for person, college in colleges.items():
        if person in known:
            known[person].college = college
        else:
            row = CircleMember(accompaniment=accompaniment, person=person, college=college, regular=False)
            uow.session.add(row)


def _members(accompaniment: str) -> Select[CircleMember]:
    return select(CircleMember).where(CircleMember.accompaniment == accompaniment).with_for_update()


@COMMANDS.handles(PlanSeries)
def plan_series(uow: UnitOfWork, command: PlanSeries) -> Receipt:
    """Plan several sessions under one name, their dates still open; those invited always are on each.

    Raises `NotFound`, `Refused` when the series exists already.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    same = select(Workshop.id).where(Workshop.accompaniment == accompaniment.id, Workshop.series == command.series)
    if uow.session.scalars(same).first() is not None:
        raise Refused("Une série porte déjà ce nom : donnez-lui-en un autre.", code="same-series")
    regulars = circle_of(uow, accompaniment.id).regulars
    for one in command.sessions:
        receipt = schedule_workshop(
            uow,
            ScheduleWorkshop(
                accompaniment=accompaniment.id,
                title=one.title,
                format=one.format,
                series=command.series,
                invited=regulars,
            ),
        )
        row = workshop(uow, receipt.id)
        write_steps(uow, row, one.steps)
    said = plural(len(command.sessions), "séance est prévue", "séances sont prévues")
    return Receipt(id=accompaniment.id, notes=[tidy(f"{said}, sans date : donnez-leur une date l’une après l’autre.")])
