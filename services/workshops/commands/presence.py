"""A workshop was held, and who came; a visit was held."""

from __future__ import annotations

from sqlalchemy import update

from services.workshops import rules
from services.workshops.commands.registry import COMMANDS, date_of, refuse_when, still_scheduled, workshop
from services.workshops.rules.presence import as_walk_ins, uninvited
from services.workshops.sittings import invited_to, why_closed
from services.workshops.tables import KNOWN, Attendance, AttendanceLine, DoorMark, Visit, Workshop
from shared.contracts.base import Receipt
from shared.contracts.workshops import AttendanceEntry, HoldVisit, HoldWorkshop, RecordAttendance
from shared.errors import Refused
from shared.events import AttendanceRecorded, VisitHeld, WorkshopHeld
from shared.french import plural, tidy
from shared.ids import new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(HoldWorkshop)
def hold_workshop(uow: UnitOfWork, command: HoldWorkshop) -> Receipt:
    """Say that a workshop took place, on its scheduled date unless another is said; undated stays undated (U19).

    Raises `NotFound`; `Refused` when it was held already or cancelled; `InvalidInput` when the date said is not the
    day it was scheduled for.
    """
    row = still_scheduled(uow, command.workshop)
    known = date_of(row)
    occurred = rules.held_on(known, command.occurred)
    row.state, row.occurred, row.summary = "held", occurred, command.summary
    uow.tell(
        WorkshopHeld(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            title=row.title,
            format=row.format,
        ),
        occurred=occurred,
    )
    notes = ["La date de cet atelier est encore à venir : vérifiez qu’il s’est bien tenu."]
    return Receipt(id=row.id, notes=[tidy(n) for n in notes if rules.is_to_come(date_of(row), uow.today)])


@COMMANDS.handles(RecordAttendance)
def record_attendance(uow: UnitOfWork, command: RecordAttendance) -> Receipt:
    """Record who was expected and who came (WKS-11); the last recording counts, the earlier ones are kept.

    Raises `NotFound`, `InvalidInput` for lines that name nobody or a name, `Refused` for a cancelled workshop, in a
    closed period (`closed-period`), and for people who were not invited (`not-invited`) until somebody accepts them.
    """
    row = workshop(uow, command.workshop)
    refuse_when(row, "cancelled")
    entries = _entries(uow, row, command)
    occurred = command.occurred or row.occurred
    closed = why_closed(uow, occurred)
    if closed and not command.regularisation:
        raise Refused(closed, code="closed-period")
    presence = rules.count(entries, expected=command.expected, present=command.present, planned=row.planned)
    recording = Attendance(
        id=new_id(),
        workshop=row.id,
        expected=presence.expected,
        present=presence.present,
        occurred=occurred,
        recorded_at=uow.now,
        by=uow.actor,
        regularisation=command.regularisation or None if closed else None,
    )
    uow.session.add(recording)
    uow.session.flush()
    lines = [entry.model_dump() for entry in entries]
    uow.session.add_all(
        AttendanceLine(attendance=recording.id, line=number, **line) for number, line in enumerate(lines, 1)
    )
    _take_over_door_marks(uow, row, recording)
    uow.tell(
        AttendanceRecorded(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            expected=presence.expected,
            present=presence.present,
            entries=lines,
            regularisation=recording.regularisation,
        ),
        occurred=recording.occurred,
    )
    note = rules.disagreement(entries, command.present)
    return Receipt(id=recording.id, notes=[note] if note else [])


def _entries(uow: UnitOfWork, row: Workshop, command: RecordAttendance) -> list[AttendanceEntry]:
    problems = rules.entry_problems(command.entries)
    if problems:
        raise rules.wrong(problems)
    invited = invited_to(uow, row.id)
    accepted = as_walk_ins(command.entries, invited) if command.walk_ins == "accept" else command.entries
    strangers = uninvited(accepted, invited)
    if strangers:
        said = plural(len(strangers), "personne n’était pas invitée", "personnes n’étaient pas invitées")
        raise Refused(tidy(f"{said} : est-ce bien un imprévu ?"), code="not-invited", problems=strangers)
    return list(accepted)


def _take_over_door_marks(uow: UnitOfWork, row: Workshop, recording: Attendance) -> None:
    waiting = update(DoorMark).where(DoorMark.workshop == row.id, DoorMark.attendance.is_(None))
    uow.session.execute(waiting.values(attendance=recording.id))


@COMMANDS.handles(HoldVisit)
def hold_visit(uow: UnitOfWork, command: HoldVisit) -> Receipt:
    """Keep an inspiring visit with its intention and what was learnt (WKS-30 to WKS-35). Raises `NotFound`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = Visit(id=new_id(), **command.model_dump())
    uow.session.add(row)
    uow.tell(
        VisitHeld(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            visit=row.id,
            title=row.title,
            destination=row.destination,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)
