"""Which days of a period no workshop can have, and why: each public holiday and each school holiday by its name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from shared.calendar import SchoolCalendar, public_holidays, school_breaks, school_calendar
from shared.french import NBSP, long_day, short_day

LONGEST = 366
"""Days of a period that is told day by day; a longer one would be a wall."""


def days_out(first: date, last: date, weekdays: Collection[int], school: str) -> list[str]:
    """The days from `first` to `last` (both included) that are out, in French, in the order of the calendar.

    `weekdays` are those on which a workshop may take place (0: Monday); `school` is what the search makes of school
    holidays: `exclude`, `rank-last` (told as the last resort they are) or `allow` (nothing to tell).
    """
    if not 0 <= (last - first).days <= LONGEST:
        return []
    told = [*_public(first, last, weekdays), *(_school(first, last, school) if school != "allow" else [])]
    return [sentence for _, sentence in sorted(told)]


def _public(first: date, last: date, weekdays: Collection[int]) -> list[tuple[date, str]]:
    return [
        (day, f"{long_day(day)}{NBSP}: {name}, jour férié")
        for year in range(first.year, last.year + 1)
        for day, name in public_holidays(year).items()
        if first <= day <= last and day.weekday() in weekdays
    ]


def _school(first: date, last: date, school: str) -> list[tuple[date, str]]:
    if SchoolCalendar.UNKNOWN in (school_calendar(first), school_calendar(last)):
        return []
    told = "" if school == "exclude" else ", en dernier recours"
    return [
        (one.first_day, f"du {short_day(one.first_day)} au {short_day(one.last_day)}{NBSP}: {one.name}{told}")
        for one in school_breaks(first, last, "B")
    ]
