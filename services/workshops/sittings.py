"""What commands and queries of presence both look up: who was invited, which periods are closed, the last recording."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from services.workshops.rules.attendance_table import Session
from services.workshops.rules.presence import Closed, closed_sentence, closing
from services.workshops.tables import Attendance, AttendanceLine, ClosedPeriod, Invitation, Workshop
from shared.french import tidy
from shared.storage.unit_of_work import Reader


def invited_to(reader: Reader, workshop: str) -> list[str]:
    """The people invited, in the order of their ids."""
    chosen = select(Invitation.person).where(Invitation.workshop == workshop).order_by(Invitation.person)
    return list(reader.session.scalars(chosen))


def closed_periods(reader: Reader) -> list[Closed]:
    """The periods whose figures were handed over, the first closed first."""
    rows = reader.session.scalars(select(ClosedPeriod).order_by(ClosedPeriod.id))
    return [Closed(row.funder, row.label, row.first, row.last) for row in rows]


def why_closed(reader: Reader, occurred: str | None) -> str | None:
    """The French sentence when presence on this date is closed."""
    found = closing(closed_periods(reader), occurred)
    return tidy(closed_sentence(found)) if found else None


def recordings_of(reader: Reader, workshop: str) -> Sequence[Attendance]:
    """Every recording of a session, the first one first."""
    chosen = select(Attendance).where(Attendance.workshop == workshop).order_by(Attendance.id)
    return reader.session.scalars(chosen).all()


def lines_of(reader: Reader, attendance: str) -> Sequence[AttendanceLine]:
    """The lines of a recording, in their order."""
    chosen = select(AttendanceLine).where(AttendanceLine.attendance == attendance).order_by(AttendanceLine.line)
    return reader.session.scalars(chosen).all()


def sessions_of(reader: Reader, accompaniment: str, *, regularised: bool) -> list[Session]:
    """The sessions of an accompaniment as a table of presence may mean them."""
    rows = reader.session.scalars(select(Workshop).where(Workshop.accompaniment == accompaniment)).all()
    invitations = reader.session.execute(
        select(Invitation.workshop, Invitation.person).where(Invitation.workshop.in_([row.id for row in rows]))
    ).all()
    invited: dict[str, set[str]] = {}
    for workshop, person in invitations:
        invited.setdefault(workshop, set()).add(person)
    closed = [] if regularised else closed_periods(reader)
    return [_session(row, frozenset(invited.get(row.id, ())), closing(closed, row.occurred)) for row in rows]


def _session(row: Workshop, invited: frozenset[str], closed: Closed | None) -> Session:
    sentence = closed_sentence(closed) if closed else None
    return Session(row.id, row.title, row.occurred, row.state == "cancelled", invited, sentence)
