"""The clock work of the register: telling that a bilan is due, once, whoever and however many run it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update

from services.territories.commands.contours import forget_contours
from services.territories.commands.deadlines import raise_bilan
from services.territories.commands.files import throw_away
from services.territories.rules import Reception
from services.territories.rules.candidatures import SENDER_KEPT, drafts_end
from services.territories.tables import Call, CandidatureFile, ContourSet, Deadline
from shared.room import Desk, Ticks
from shared.storage.unit_of_work import UnitOfWork

TICKS = Ticks()
BATCH = 50
LEFT_OPEN = timedelta(days=1)


@TICKS.every(60)
def raise_deadlines(desk: Desk) -> None:
    """Raise every bilan deadline whose day has come (Europe/Paris), also days after a stop, in small transactions."""
    while True:
        with desk.unit_of_work() as uow:
            raised = claim_and_raise(uow)
        if raised < BATCH:
            return


@TICKS.every(3600)
def forget_contours_left_open(desk: Desk) -> None:
    """Forget the files of contours that were looked at and neither taken into use nor dropped, after a day."""
    with desk.unit_of_work() as uow:
        left = select(ContourSet.id).where(ContourSet.state == "prepared", ContourSet.recorded_at < uow.now - LEFT_OPEN)
        for id_ in uow.session.scalars(left.with_for_update(skip_locked=True)).all():
            forget_contours(uow, id_)


@TICKS.every(3600)
def forget_old_drafts(desk: Desk) -> None:
    """Throw away what was never sent, three months after its call, and what it took against abuse, after a day."""
    while True:
        with desk.unit_of_work() as uow:
            thrown = _throw_some_away(uow)
        if thrown < BATCH:
            break
    with desk.unit_of_work() as uow:
        old = CandidatureFile.created_at < uow.now - SENDER_KEPT
        uow.session.execute(update(CandidatureFile).where(old, CandidatureFile.sender.is_not(None)).values(sender=None))


def _throw_some_away(uow: UnitOfWork) -> int:
    """Up to `BATCH` unsent drafts whose time is over; returns how many."""
    ended = [call.id for call in uow.session.scalars(select(Call)) if _is_over(call, uow.today)]
    chosen = (
        select(CandidatureFile)
        .where(CandidatureFile.call.in_(ended), CandidatureFile.candidature.is_(None))
        .order_by(CandidatureFile.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    files = uow.session.scalars(chosen).all()
    for file in files:
        throw_away(uow, file)
    return len(files)


def _is_over(call: Call, today: date) -> bool:
    end = drafts_end(Reception(call.opens, call.closes, call.closed_on))
    return end is not None and end < today


def claim_and_raise(uow: UnitOfWork) -> int:
    """Raise up to `BATCH` due deadlines that no other replica holds, the oldest first; returns how many."""
    owed = (
        select(Deadline)
        .where(
            Deadline.kind == "bilan",
            Deadline.due <= uow.today,
            Deadline.raised_at.is_(None),
            Deadline.done_at.is_(None),
        )
        .order_by(Deadline.due, Deadline.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    deadlines = uow.session.scalars(owed).all()
    for deadline in deadlines:
        raise_bilan(uow, deadline)
    return len(deadlines)
