"""Dates to keep, and the bilan that answers the most important of them (NOT-11, REP-01 to REP-06)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, select

from services.territories import finding
from services.territories.commands.registry import COMMANDS, invalid, refused
from services.territories.rules import fell_due
from services.territories.tables import Accompaniment, Bilan, Deadline
from shared.contracts.base import Receipt
from shared.contracts.territories import HoldBilan, SetDeadline
from shared.events import BilanDue, BilanHeld, DeadlineFixed
from shared.ids import new_id
from shared.partial_dates import in_french, parse
from shared.storage.unit_of_work import UnitOfWork

BILAN_TITLE = "Bilan de l’accompagnement"


def add_bilan_deadline(uow: UnitOfWork, accompaniment: Accompaniment, due: date) -> None:
    """The deadline that an enrolment brings with it."""
    uow.session.add(Deadline(id=new_id(), accompaniment=accompaniment.id, kind="bilan", title=BILAN_TITLE, due=due))


def raise_bilan(uow: UnitOfWork, deadline: Deadline) -> None:
    """Tell that a bilan is due, on the day it falls due, and mark the deadline (locked by the caller) as raised."""
    accompaniment = finding.accompaniment(uow.session, deadline.accompaniment or "")
    deadline.raised_at = uow.now
    due = deadline.due.isoformat()
    uow.tell(BilanDue(territory=accompaniment.territory, accompaniment=accompaniment.id, due=due), occurred=due)


@COMMANDS.handles(SetDeadline)
def set_deadline(uow: UnitOfWork, command: SetDeadline) -> Receipt:
    """Set a date, or move the one that is there: a bilan per accompaniment, an end of European project, one per title.

    A bilan deadline moved to another day is raised anew on that day. Raises `InvalidInput` for a bilan deadline without
    accompaniment, `Refused` (`bilan-held`) once the bilan took place.
    """
    if command.accompaniment is not None:
        finding.accompaniment(uow.session, command.accompaniment, lock=True)
    if command.kind == "bilan":
        _check_bilan(uow, command)
    deadline = _same(uow, command)
    if deadline is None:
        deadline = Deadline(id=new_id(), **command.model_dump())
        uow.session.add(deadline)
    if deadline.due != command.due:
        deadline.raised_at = None
    deadline.due, deadline.title = command.due, command.title
    if command.kind != "bilan":  # a bilan is told on its day
        _tell_set(uow, deadline)
    return Receipt(id=deadline.id)


def _tell_set(uow: UnitOfWork, deadline: Deadline) -> None:
    theirs = finding.accompaniment(uow.session, deadline.accompaniment) if deadline.accompaniment else None
    uow.tell(
        DeadlineFixed(
            territory=theirs.territory if theirs else None,
            accompaniment=deadline.accompaniment,
            deadline=deadline.id,
            kind=deadline.kind,
            title=deadline.title,
            due=deadline.due.isoformat(),
        ),
        occurred=uow.today.isoformat(),
    )


def _check_bilan(uow: UnitOfWork, command: SetDeadline) -> None:
    if command.accompaniment is None:
        raise invalid("accompaniment", "L’échéance d’un bilan est celle d’un accompagnement : dites lequel.")
    _check_not_held(uow, command.accompaniment)


def _same(uow: UnitOfWork, command: SetDeadline) -> Deadline | None:
    chosen: list[ColumnElement[bool]] = [Deadline.kind == command.kind, Deadline.accompaniment == command.accompaniment]
    if command.kind == "other":
        chosen.append(Deadline.title == command.title)
    return uow.session.scalars(select(Deadline).where(*chosen).with_for_update()).first()


@COMMANDS.handles(HoldBilan)
def hold_bilan(uow: UnitOfWork, command: HoldBilan) -> Receipt:
    """The bilan took place, modest findings included; the accompaniment goes on (REP-03, REP-06).

    Its deadline is done: nothing is raised any more, except that a bilan held on or after its due day first tells
    `bilan-due` if the clock had no time to. Raises `Refused` (`bilan-held`) for a second one.
    """
    accompaniment = finding.accompaniment(uow.session, command.accompaniment, lock=True)
    _check_not_held(uow, accompaniment.id)
    _close_deadline(uow, accompaniment.id, command.occurred)
    bilan = Bilan(id=new_id(), **command.model_dump())
    uow.session.add(bilan)
    uow.tell(
        BilanHeld(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            findings=command.findings,
            open_questions=command.open_questions,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=bilan.id)


def _close_deadline(uow: UnitOfWork, accompaniment: str, held: str | None) -> None:
    statement = select(Deadline).where(Deadline.kind == "bilan", Deadline.accompaniment == accompaniment)
    deadline = uow.session.scalars(statement.with_for_update()).first()
    if deadline is None:
        return
    if deadline.raised_at is None and fell_due(deadline.due, held, uow.today):
        raise_bilan(uow, deadline)
    deadline.done_at = uow.now


def _check_not_held(uow: UnitOfWork, accompaniment: str) -> None:
    held = uow.session.scalars(select(Bilan).where(Bilan.accompaniment == accompaniment)).first()
    if held is not None:
        when = f" {in_french(parse(held.occurred), 'sentence')}" if held.occurred else ""
        raise refused(f"Le bilan de cet accompagnement a déjà eu lieu{when}.", "bilan-held")
