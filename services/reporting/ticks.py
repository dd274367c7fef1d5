"""The clock work of reporting: saying once that a funder's report is due."""

from __future__ import annotations

from sqlalchemy import exists, select

from services.reporting.tables import FunderPeriod, Report
from shared.events import ReportDue
from shared.room import Desk, Ticks
from shared.storage.unit_of_work import UnitOfWork

TICKS = Ticks()


@TICKS.every(60)
def raise_report_due(desk: Desk) -> None:
    """Tell `report-due` for every period whose day has come, each in a transaction of its own.

    A missed tick is caught up; a report made before its day is due no more.
    """
    while True:
        with desk.unit_of_work() as uow:
            if not _raise_one(uow):
                return


def _raise_one(uow: UnitOfWork) -> bool:
    made = exists().where(Report.funder == FunderPeriod.funder, Report.period == FunderPeriod.period)
    row = uow.session.scalar(
        select(FunderPeriod)
        .where(FunderPeriod.due_on <= uow.today, FunderPeriod.raised_at.is_(None), ~made)
        .order_by(FunderPeriod.due_on, FunderPeriod.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return False
    due = row.due_on.isoformat()
    uow.tell(ReportDue(funder=row.funder, period=row.period, due=due), occurred=due)
    row.raised_at = uow.now
    return True
