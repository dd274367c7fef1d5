"""The clock work of workshops: polls whose time is over, or that everybody answered."""

from __future__ import annotations

from sqlalchemy import select

from services.workshops.commands.polls import fix
from services.workshops.polling import WholePoll, whole
from services.workshops.rules.polls import slot_problems
from services.workshops.tables import Poll
from shared.contracts.workshops import NewSlot
from shared.events import PollOverdue
from shared.room import Desk, Ticks
from shared.storage.unit_of_work import UnitOfWork

TICKS = Ticks()
BATCH = 50


@TICKS.every(30)
def conclude_polls(desk: Desk) -> None:
    """Fix the date of polls that may do it alone, and tell those whose deadline passed without a date, once each."""
    after = ""
    while True:
        with desk.unit_of_work() as uow:
            ids = _claim(uow, after)
            for one in ids:
                _conclude(uow, whole(uow, one))
        if len(ids) < BATCH:
            return
        after = ids[-1]


def _claim(uow: UnitOfWork, after: str) -> list[str]:
    waiting = (
        select(Poll.id)
        .where(Poll.state == "open", Poll.id > after, Poll.decide_alone | (Poll.deadline <= uow.now))
        .where(Poll.overdue.is_(None))
        .order_by(Poll.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return list(uow.session.scalars(waiting))


def _conclude(uow: UnitOfWork, poll: WholePoll) -> None:
    passed = uow.now >= poll.row.deadline
    if poll.row.decide_alone and (passed or not poll.missing) and poll.best is not None:
        slot = poll.slot(poll.best)
        if not slot_problems(NewSlot(start=slot.start_at, end=slot.end_at), uow.now, "slot"):
            fix(uow, poll, slot, alone=True)
            return
    if passed:
        poll.row.overdue = uow.tell(
            PollOverdue(
                territory=poll.row.territory,
                accompaniment=poll.row.accompaniment,
                poll=poll.row.id,
                missing=len(poll.missing),
            ),
            occurred=uow.today.isoformat(),
        )
