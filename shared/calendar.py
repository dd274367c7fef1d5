"""The French calendar: public holidays, bridges (ponts), school holidays by zone, working days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from holidays.countries.france import France

Zone = Literal["A", "B", "C"]
ZONES: Final[tuple[Zone, ...]] = ("A", "B", "C")

# The orders (arrêtés) behind the library cover the school years 2017-2018 to 2027-2028; the last is of
# 21 July 2026. Raise the second bound together with the library when the next order is published.
FIRST_PUBLISHED_SCHOOL_DAY: Final = date(2017, 9, 4)
LAST_PUBLISHED_SCHOOL_DAY: Final = date(2028, 9, 3)
# As far as the library is willing to carry the usual pattern on.
LAST_FORECAST_SCHOOL_DAY: Final = date(2100, 12, 31)

_ONE_DAY: Final = timedelta(days=1)
_MONDAY, _FRIDAY = 0, 4


class SchoolCalendar(StrEnum):
    """How far the school calendar of a day can be trusted."""

    PUBLISHED = "published"
    """The order of the minister for that school year is known."""
    FORECAST = "forecast"
    """No order yet: the days follow the usual pattern and may still change."""
    UNKNOWN = "unknown"
    """Before the zones as they are now, or beyond any forecast: nothing can be said."""


class UnknownSchoolCalendar(LookupError):
    """School holidays were asked for a day of which no school calendar is known."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day

    def __str__(self) -> str:
        return (
            f"Le calendrier scolaire du {self.day:%d/%m/%Y} n’est pas connu\u00a0: "
            f"il l’est du {FIRST_PUBLISHED_SCHOOL_DAY:%d/%m/%Y} au {LAST_FORECAST_SCHOOL_DAY:%d/%m/%Y}."
        )


@dataclass(frozen=True, slots=True)
class SchoolBreak:
    """One holiday of one zone: both days included, the last being the eve of the return."""

    name: str
    first_day: date
    last_day: date


def public_holiday(day: date) -> str | None:
    """Give the French name of the public holiday of metropolitan France on that day, or None.

    Source: Code du travail, art. L3133-1 (Alsace and Moselle have two more, which are not counted).
    """
    return _public_holidays(day.year).get(day)


def public_holidays(year: int) -> Mapping[date, str]:
    """Give the public holidays of metropolitan France of a year with their French names, by day."""
    return _public_holidays(year)


def bridge(day: date) -> str | None:
    """Give the name of the public holiday that this day bridges to the weekend, or None.

    A bridge is the working Monday before a Tuesday holiday or the working Friday after a Thursday one.
    It is a habit, not a right: Code du travail, art. L3121-50 only names it.
    """
    if public_holiday(day):
        return None
    if day.weekday() == _MONDAY and day < date.max:
        return public_holiday(day + _ONE_DAY)
    if day.weekday() == _FRIDAY:
        return public_holiday(day - _ONE_DAY)
    return None


def school_calendar(day: date) -> SchoolCalendar:
    """Say whether the school calendar of that day is published, only forecast or unknown."""
    if not FIRST_PUBLISHED_SCHOOL_DAY <= day <= LAST_FORECAST_SCHOOL_DAY:
        return SchoolCalendar.UNKNOWN
    if day > LAST_PUBLISHED_SCHOOL_DAY:
        return SchoolCalendar.FORECAST
    return SchoolCalendar.PUBLISHED


def school_holiday(day: date, zone: Zone) -> str | None:
    """Give the French name of the school holiday of that day in that zone, or None for a school day.

    Holidays run from the Saturday on which they begin (a weekday where the order says so) to the eve of the
    return, and include the Ascension bridge from the Thursday on; ordinary weekends are not holidays. Ask
    `school_calendar` whether the answer is published or a forecast.

    Raises UnknownSchoolCalendar for a day of which nothing is known, since None would read as a school day.
    """
    if school_calendar(day) is SchoolCalendar.UNKNOWN:
        raise UnknownSchoolCalendar(day)
    return _school_holidays(zone, day.year).get(day)


def school_breaks(first: date, last: date, zone: Zone) -> tuple[SchoolBreak, ...]:
    """List the school holidays of a zone that touch the days from first to last (both included), in full.

    Raises UnknownSchoolCalendar when no school calendar is known for one of the two days.
    """
    for bound in (first, last):
        if school_calendar(bound) is SchoolCalendar.UNKNOWN:
            raise UnknownSchoolCalendar(bound)
    years = range(first.year - 1, last.year + 2)
    days = sorted(item for year in years for item in _school_holidays(zone, year).items())
    # Days that follow each other under one name share the difference between ordinal and rank.
    runs = groupby(enumerate(days), key=lambda ranked: (ranked[1][1], ranked[1][0].toordinal() - ranked[0]))
    breaks = (_school_break([day for _, day in run]) for _, run in runs)
    return tuple(found for found in breaks if found.first_day <= last and found.last_day >= first)


def is_working_day(day: date) -> bool:
    """Say whether the day is a jour ouvré: Monday to Friday and no public holiday."""
    return day.weekday() <= _FRIDAY and public_holiday(day) is None


def next_working_day(day: date) -> date:
    """Give the first working day strictly after that day."""
    following = day + _ONE_DAY
    while not is_working_day(following):
        following += _ONE_DAY
    return following


def previous_working_day(day: date) -> date:
    """Give the last working day strictly before that day."""
    previous = day - _ONE_DAY
    while not is_working_day(previous):
        previous -= _ONE_DAY
    return previous


def _school_break(days: list[tuple[date, str]]) -> SchoolBreak:
    return SchoolBreak(days[0][1], days[0][0], days[-1][0])


@cache
def _france() -> "type[France]":
    # Imported late and narrowly: rooms that never ask for a holiday do not pay for the library.
    from holidays.countries.france import France

    class MetropolitanFrance(France):
        # The library stops at 2100 and would then answer that no day is a holiday.
        end_year = date.max.year

    return MetropolitanFrance


@cache
def _public_holidays(year: int) -> Mapping[date, str]:
    found = _france()(years=year, expand=False, language="fr")
    return _named(found)


@cache
def _school_holidays(zone: Zone, year: int) -> Mapping[date, str]:
    found = _france()(years=year, expand=False, language="fr", categories="school", subdiv=f"Zone {zone}")
    return _named(found)


def _named(found: Mapping[date, str]) -> Mapping[date, str]:
    """Keep plain days and names; two holidays on one day (1 May 2008) read as one sentence."""
    return MappingProxyType({day: _french(name) for day, name in sorted(found.items())})


def _french(name: str) -> str:
    return name.replace("; ", " et ").replace("'", "’")
