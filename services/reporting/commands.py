"""What one may ask of reporting: remember when a funder wants a report, and say that one was made."""

from __future__ import annotations

from sqlalchemy import select

from services.reporting.moments import instant
from services.reporting.tables import FunderPeriod, Report
from shared.contracts.base import Receipt
from shared.contracts.reporting import PublishReport, SetFunderPeriod
from shared.errors import Refused
from shared.events import ReportPublished
from shared.ids import new_id
from shared.periods import read_period
from shared.room import Commands
from shared.storage.unit_of_work import UnitOfWork

COMMANDS = Commands()


@COMMANDS.handles(SetFunderPeriod)
def set_funder_period(uow: UnitOfWork, command: SetFunderPeriod) -> Receipt:
    """Remember the day a funder's report is due; the same funder and period again move that day.

    Raises `WrongPeriod` for a text that names no period.
    """
    period = read_period(command.period).text
    row = uow.session.scalar(
        select(FunderPeriod).where(FunderPeriod.funder == command.funder, FunderPeriod.period == period)
    )
    if row is None:
        row = FunderPeriod(id=new_id(), funder=command.funder, period=period, due_on=command.due, raised_at=None)
        uow.session.add(row)
    elif row.due_on != command.due:
        row.due_on, row.raised_at = command.due, None
    return Receipt(id=row.id)


@COMMANDS.handles(PublishReport)
def publish_report(uow: UnitOfWork, command: PublishReport) -> Receipt:
    """Say that a report was made; its period is no longer due.

    Raises `WrongPeriod`, `InvalidInput` for an instant without zone, `Refused` for one still to come: what will be
    learnt until then is not known yet, and the figures could not be made again.
    """
    period, known_at = read_period(command.period).text, instant(command.known_at)
    if known_at > uow.now:
        raise Refused(
            "L’état des connaissances d’un rapport ne peut pas être à venir\u00a0: choisissez un instant passé.",
            code="known-at-to-come",
        )
    report = Report(
        id=new_id(),
        funder=command.funder,
        period=period,
        as_of=command.as_of,
        known_at=known_at,
        published_at=uow.now,
    )
    uow.session.add(report)
    uow.tell(
        ReportPublished(
            report=report.id,
            funder=report.funder,
            period=period,
            as_of=command.as_of.isoformat(),
            known_at=known_at.isoformat(),
        ),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=report.id)
