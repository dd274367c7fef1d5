"""The clock work of the diagnostic: telling which contacts wait for their next step, forgetting imports left open."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from services.diagnostic.tables import KNOWN, Contact, InterviewImport
from shared.events import ContactStalled
from shared.room import Desk, Ticks
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork

TICKS = Ticks()
BATCH = 50
LEFT_OPEN = timedelta(days=1)
"""A workbook looked at and left holds what people said: it is not kept longer than a day."""


@TICKS.every(60)
def tell_stalled_contacts(desk: Desk) -> None:
    """Tell each contact whose next step is overdue, once until it is changed, also days after a stop."""
    while True:
        with desk.unit_of_work() as uow:
            claimed = claim_stalled(uow)
        if claimed < BATCH:
            return


def claim_stalled(uow: UnitOfWork) -> int:
    """Tell up to `BATCH` contacts that no other replica holds, the oldest first; returns how many."""
    owed = (
        select(Contact)
        .where(Contact.due < uow.today, Contact.stalled.is_(None), Contact.state.not_in(("declined", "paused")))
        .order_by(Contact.due, Contact.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    rows = uow.session.scalars(owed).all()
    for row in rows:
        assert row.due is not None  # noqa: S101 - the statement says so
        accompaniment = require(uow, KNOWN, row.accompaniment)
        row.stalled = uow.tell(
            ContactStalled(
                territory=accompaniment.territory,
                accompaniment=accompaniment.id,
                contact=row.id,
                due=row.due.isoformat(),
            ),
            occurred=uow.today.isoformat(),
        )
    return len(rows)


@TICKS.every(3600)
def forget_imports_left_open(desk: Desk) -> None:
    """Forget the rows of workbooks that were looked at and neither taken over nor dropped."""
    with desk.unit_of_work() as uow:
        left = select(InterviewImport).where(
            InterviewImport.state == "prepared", InterviewImport.recorded_at < uow.now - LEFT_OPEN
        )
        for row in uow.session.scalars(left.with_for_update(skip_locked=True)):
            row.state, row.rows = "dropped", None
