"""When the bilan of an accompaniment falls due."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from services.reporting.rules.accompaniment import Accompaniment
from services.reporting.rules.programme import Call
from shared.partial_dates import latest_day


def next_deadline(one: Accompaniment, call: Call) -> date | None:
    """The day of the nearest deadline not yet met: the bilan's, until it is held (NOT-11, contract.md).

    It is counted in the call's months from the latest day that the enrolment's date can mean; None when the
    enrolment is undated or the call has no bilan. A `bilan-due` that was told says the day itself.
    """
    if one.bilan is not None:
        return None
    if one.bilan_due is not None:
        return latest_day(one.bilan_due.data["due"])
    if one.enrolled is None or one.enrolled.latest is None or call.bilan_after_months is None:
        return None
    return months_later(one.enrolled.latest, call.bilan_after_months)


def deadline_unknown(one: Accompaniment, call: Call) -> bool:
    """Whether a bilan is due some day and nobody can say which: the enrolment has no date."""
    return one.bilan is None and call.bilan_after_months is not None and next_deadline(one, call) is None


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(first: date, last: date) -> int:
    """How many whole months lie between two days, `first` not after `last`."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
