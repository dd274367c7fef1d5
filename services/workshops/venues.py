"""What the room knows of places: the way between them, when they are open, the days on which nothing takes place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import or_, select

from services.workshops.rules.conflicts import Way
from services.workshops.tables import DeclaredHoliday, VenueWayRow
from shared.calendar import public_holiday
from shared.storage.unit_of_work import Reader


def ways(reader: Reader, venues: Iterable[str | None]) -> Way:
    """Minutes between these places; none where nobody measured the way."""
    ids = {venue for venue in venues if venue}
    known = {}
    if ids:
        chosen = select(VenueWayRow).where(or_(VenueWayRow.venue.in_(ids), VenueWayRow.other.in_(ids)))
        known = {(row.venue, row.other): row.minutes for row in reader.session.scalars(chosen)}
    return lambda one, other: known.get(in_order(one, other), 0)


def in_order(one: str, other: str) -> tuple[str, str]:
    """Two places as a way is kept: the smaller id first."""
    return (one, other) if one < other else (other, one)


def holidays(reader: Reader, first: date, last: date) -> Callable[[date], str | None]:
    """The name of the holiday on a day between two days: of the calendar, or declared since."""
    chosen = select(DeclaredHoliday).where(DeclaredHoliday.day >= first, DeclaredHoliday.day <= last)
    declared = {row.day: row.name for row in reader.session.scalars(chosen)}
    return lambda day: public_holiday(day) or declared.get(day)
