"""Preparing a visit or a journey, holding it, keeping what was learnt."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete

from services.workshops import rules
from services.workshops.commands.presence import hold_visit
from services.workshops.commands.registry import COMMANDS
from services.workshops.rules.trips import checklist, day_problems, stop_problems
from services.workshops.tables import KNOWN, Trip, TripMember, TripStop, TripTask
from services.workshops.trips import as_seen, members_of, stops_of, tasks_of, trip_of
from shared.contracts.base import Receipt
from shared.contracts.workshops import (
    CancelTrip,
    FinishTask,
    HoldTrip,
    HoldVisit,
    PlanTrip,
    RemoveStop,
    ReviseTrip,
    SetStop,
    SetTask,
)
from shared.errors import NotFound, Refused
from shared.events import TaskAssigned, TaskFinished, TripPlanned
from shared.french import plural, tidy
from shared.ids import is_id, new_id
from shared.stamps import check_unchanged
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork

_OVER = {
    "held": ("Ce voyage a déjà eu lieu.", "trip-held"),
    "cancelled": ("Ce voyage a été annulé.", "trip-cancelled"),
}


@COMMANDS.handles(PlanTrip)
def plan_trip(uow: UnitOfWork, command: PlanTrip) -> Receipt:
    """Plan a trip and its checklist. Raises `NotFound` for an unknown accompaniment, `InvalidInput` for wrong days."""
    require(uow, KNOWN, command.accompaniment)
    _check_days(command)
    words = command.model_dump(exclude={"along"})
    row = Trip(id=new_id(), state="planned", lessons="", cancelled=None, **words)
    uow.session.add(row)
    uow.session.flush()
    _set_members(uow, row, command.along)
    travellers = _travellers(uow, row)
    _tell_planned(uow, row, travellers)
    for one, due in checklist(row.first, row.last, uow.today):
        task = TripTask(id=new_id(), trip=row.id, kind=one.kind, title=one.title, owner=None, due=due, done_at=None)
        uow.session.add(task)
        _assign(uow, row, task, travellers)
    return Receipt(id=row.id)


def _travellers(uow: UnitOfWork, row: Trip) -> list[str]:
    """All accompaniments to which a trip belongs, the one that planned it first."""
    return [row.accompaniment, *members_of(uow, row.id)]


def _tell_planned(uow: UnitOfWork, row: Trip, travellers: Iterable[str]) -> None:
    for place in (require(uow, KNOWN, one) for one in travellers):
        uow.tell(
            TripPlanned(
                territory=place.territory,
                accompaniment=place.id,
                trip=row.id,
                title=row.title,
                destination=row.destination,
                first=row.first.isoformat(),
                last=row.last.isoformat(),
            ),
            occurred=uow.today.isoformat(),
        )


def _check_days(command: PlanTrip | ReviseTrip) -> None:
    problems = day_problems(command.first, command.last)
    if problems:
        raise rules.wrong(problems)


def _set_members(uow: UnitOfWork, row: Trip, along: list[str]) -> None:
    uow.session.execute(delete(TripMember).where(TripMember.trip == row.id))
    for other in dict.fromkeys(along):
        if other != row.accompaniment:
            uow.session.add(TripMember(trip=row.id, accompaniment=require(uow, KNOWN, other).id))
    uow.session.flush()


def _assign(uow: UnitOfWork, row: Trip, task: TripTask, travellers: Iterable[str] | None = None) -> None:
    """Tell each accompaniment of a trip, or only some, what is to be seen to."""
    for place in (require(uow, KNOWN, one) for one in travellers or _travellers(uow, row)):
        uow.tell(
            TaskAssigned(
                territory=place.territory,
                accompaniment=place.id,
                trip=row.id,
                task=task.id,
                title=task.title,
                due=task.due.isoformat(),
            ),
            occurred=uow.today.isoformat(),
        )


def _planned(uow: UnitOfWork, id: str) -> Trip:
    row = trip_of(uow, id, lock=True)
    if row.state in _OVER:
        sentence, code = _OVER[row.state]
        raise Refused(sentence, code=code)
    return row


@COMMANDS.handles(ReviseTrip)
def revise_trip(uow: UnitOfWork, command: ReviseTrip) -> Receipt:
    """Rewrite a trip; what is not done yet moves with its first day. Raises `NotFound`, `Refused`, `InvalidInput`."""
    row = _planned(uow, command.trip)
    check_unchanged(command.seen, as_seen(row, members_of(uow, row.id)))
    _check_days(command)
    shift = command.first - row.first
    for name in ("title", "destination", "intention", "need", "first", "last"):
        setattr(row, name, getattr(command, name))
    before = _travellers(uow, row)
    _travel(uow, row, command)
    moved = [task for task in tasks_of(uow, row.id) if task.done_at is None] if shift else []
    for task in moved:
        task.due += shift
    _tell_travellers(uow, row, before, {task.id for task in moved})
    outside = [one for one in stops_of(uow, row.id) if stop_problems(one.start_at, one.end_at, row.first, row.last)]
    notes = [f"{plural(len(moved), 'ligne suit', 'lignes suivent')} la nouvelle date."] if moved else []
    if outside:
        said = plural(len(outside), "rencontre est", "rencontres sont")
        notes.append(f"{said} en dehors des nouveaux jours : revoyez-les avec leurs hôtes.")
        for one in outside:
            one.validated = False
    return Receipt(id=row.id, notes=[tidy(one) for one in notes])


def _travel(uow: UnitOfWork, row: Trip, command: ReviseTrip) -> None:
    """Who travels from now on: whoever planned the trip may stay at home, and it belongs to the others."""
    wanted = [require(uow, KNOWN, one).id for one in command.accompaniments] or [row.accompaniment, *command.along]
    if row.accompaniment not in wanted:
        row.accompaniment = wanted[0]
    _set_members(uow, row, wanted)


def _tell_travellers(uow: UnitOfWork, row: Trip, before: list[str], moved: set[str]) -> None:
    """Those who join hear of the trip and of what is still to be done, those who leave have nothing more to do."""
    uow.session.flush()
    now = _travellers(uow, row)
    joined, gone = [one for one in now if one not in before], [one for one in before if one not in now]
    _tell_planned(uow, row, joined)
    for task in tasks_of(uow, row.id):
        if task.done_at is None:
            _finish(uow, row, task, gone)
            told = now if task.id in moved else joined
            if told:
                _assign(uow, row, task, told)


@COMMANDS.handles(SetStop)
def set_stop(uow: UnitOfWork, command: SetStop) -> Receipt:
    """Add or rewrite a meeting. Raises `NotFound`, `Refused`, `InvalidInput`."""
    row = _planned(uow, command.trip)
    problems = stop_problems(command.start, command.end, row.first, row.last)
    if command.validated and command.start is None:
        problems.append(("start", "Un créneau validé a un jour et une heure."))
    if problems:
        raise rules.wrong(problems)
    stop = _stop(uow, row, command.stop) if command.stop else TripStop(id=new_id(), trip=row.id)
    stop.host, stop.place, stop.note, stop.validated = command.host, command.place, command.note, command.validated
    stop.start_at, stop.end_at = command.start, command.end
    uow.session.add(stop)
    return Receipt(id=stop.id)


@COMMANDS.handles(RemoveStop)
def remove_stop(uow: UnitOfWork, command: RemoveStop) -> Receipt:
    """Take a meeting out. Raises `NotFound`, `Refused`."""
    row = _planned(uow, command.trip)
    uow.session.delete(_stop(uow, row, command.stop))
    return Receipt(id=command.stop)


def _stop(uow: UnitOfWork, row: Trip, id: str) -> TripStop:
    found = uow.session.get(TripStop, id)
    if found is None or found.trip != row.id:
        raise NotFound("Cette rencontre est inconnue.", code="unknown-stop")
    return found


@COMMANDS.handles(SetTask)
def set_task(uow: UnitOfWork, command: SetTask) -> Receipt:
    """Add or rewrite a line of the checklist. Raises `NotFound`, `Refused`, `InvalidInput`."""
    row = _planned(uow, command.trip)
    if command.owner is not None and not is_id(command.owner):
        raise rules.wrong([("owner", rules.NOT_AN_ID)])
    task = _task(uow, row, command.task) if command.task else TripTask(id=new_id(), trip=row.id, done_at=None)
    task.kind, task.title, task.owner, task.due = command.kind, command.title, command.owner, command.due
    uow.session.add(task)
    if task.done_at is None:
        _assign(uow, row, task)
    return Receipt(id=task.id)


@COMMANDS.handles(FinishTask)
def finish_task(uow: UnitOfWork, command: FinishTask) -> Receipt:
    """Tick a line, or take the tick back. Raises `NotFound`, `Refused`."""
    row = _planned(uow, command.trip)
    task = _task(uow, row, command.task)
    if (task.done_at is not None) == command.done:
        return Receipt(id=task.id)
    task.done_at = uow.now if command.done else None
    if command.done:
        _finish(uow, row, task)
    else:
        _assign(uow, row, task)
    return Receipt(id=task.id)


def _task(uow: UnitOfWork, row: Trip, id: str) -> TripTask:
    found = uow.session.get(TripTask, id)
    if found is None or found.trip != row.id:
        raise NotFound("Cette ligne est inconnue.", code="unknown-task")
    return found


def _finish(uow: UnitOfWork, row: Trip, task: TripTask, travellers: Iterable[str] | None = None) -> None:
    for place in (require(uow, KNOWN, one) for one in (_travellers(uow, row) if travellers is None else travellers)):
        uow.tell(
            TaskFinished(territory=place.territory, accompaniment=place.id, trip=row.id, task=task.id),
            occurred=uow.today.isoformat(),
        )


@COMMANDS.handles(HoldTrip)
def hold_trip(uow: UnitOfWork, command: HoldTrip) -> Receipt:
    """The trip took place: a visit for each territory along, with what was learnt (WKS-35). Raises as the others."""
    row = _planned(uow, command.trip)
    if row.first > uow.today and command.occurred is None:
        raise Refused("Ce voyage n’a pas encore commencé.", code="trip-to-come")
    row.state, row.lessons = "held", command.lessons
    _end_tasks(uow, row)
    said = row.first.isoformat() if row.first == row.last else f"{row.first.isoformat()}/{row.last.isoformat()}"
    for accompaniment in _travellers(uow, row):
        hold_visit(
            uow,
            HoldVisit(
                accompaniment=accompaniment,
                title=row.title,
                destination=row.destination,
                intention=row.intention,
                lessons=command.lessons,
                days=(row.last - row.first).days + 1,
                meetings=len(stops_of(uow, row.id)),
                occurred=command.occurred or said,
            ),
        )
    return Receipt(id=row.id)


@COMMANDS.handles(CancelTrip)
def cancel_trip(uow: UnitOfWork, command: CancelTrip) -> Receipt:
    """The trip does not take place; it stays visible (U50). Raises `NotFound`, `Refused`."""
    row = _planned(uow, command.trip)
    row.state, row.cancelled = "cancelled", command.reason
    _end_tasks(uow, row)
    return Receipt(id=row.id)


def _end_tasks(uow: UnitOfWork, row: Trip) -> None:
    """What nobody did is no longer due."""
    for task in tasks_of(uow, row.id):
        if task.done_at is None:
            _finish(uow, row, task)
