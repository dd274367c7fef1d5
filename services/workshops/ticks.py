"""The clock work of workshops: polls whose time is over, or that everybody answered; calendars to be read again."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from services.workshops.commands.busy import keep
from services.workshops.commands.polls import fix
from services.workshops.conflicts import review
from services.workshops.polling import WholePoll, whole
from services.workshops.rules.busy import next_reading
from services.workshops.rules.polls import slot_problems
from services.workshops.season_work import register
from services.workshops.subscribed import SECONDS, Unreadable, fetch
from services.workshops.tables import BusySource, Poll
from shared.aside import aside
from shared.busy_calendars import Interval, WrongCalendar, read_busy, window_around
from shared.contracts.workshops import NewSlot
from shared.events import PollOverdue
from shared.room import Desk, Ticks
from shared.storage.unit_of_work import UnitOfWork

TICKS = Ticks()
register(TICKS)
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


@TICKS.every(60)
def look_for_conflicts(desk: Desk) -> None:
    """Look at every conflict again: what time alone changes, and what two transactions did beside one another."""
    with desk.unit_of_work() as uow:
        review(uow)


AT_ONCE = 20
_HELD = timedelta(seconds=10 * SECONDS)
"""How long whoever reads a calendar has it for themselves; if they die over it, another one reads it then."""


@TICKS.every(30)
def read_calendars(desk: Desk) -> None:
    """Read the calendars that people gave the address of, when their time has come; what failed is said and tried."""
    for source, address in _claim_calendars(desk):
        with desk.unit_of_work() as uow:
            today = uow.today
        times, problem = _read(address, today, private=desk.settings.inner_calendars)
        with desk.unit_of_work() as uow:
            row = uow.session.get(BusySource, source, with_for_update=True)
            if row is None or row.address != address:
                continue  # they took it back, or gave another one, while it was being read
            row.problem = problem
            row.failures = 0 if problem is None else row.failures + 1
            row.due_at = next_reading(uow.now, row.failures)
            if times is not None:
                row.read_at = uow.now
                keep(uow, row, times)


def _claim_calendars(desk: Desk) -> list[tuple[str, str]]:
    """Calendars to be read now, put off so that no other replica reads them too."""
    with desk.unit_of_work() as uow:
        due = (
            select(BusySource)
            .where(BusySource.due_at <= uow.now, BusySource.address.is_not(None))
            .order_by(BusySource.due_at)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        rows = list(uow.session.scalars(due))
        for row in rows:
            row.due_at = uow.now + _HELD
        return [(row.id, row.address) for row in rows if row.address]


def _read(address: str, today: date, *, private: bool) -> tuple[list[Interval] | None, str | None]:
    """The times of a calendar, or the sentence that says why not; the times known before stay then."""
    try:
        return aside(read_busy, fetch(address, private=private), *window_around(today)), None
    except Unreadable as wrong:
        return None, str(wrong)
    except WrongCalendar as wrong:
        return None, wrong.problems[0][1]
