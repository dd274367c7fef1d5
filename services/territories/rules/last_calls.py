"""Pure rules of the last call to unsent drafts (AMI-09): from which day, at which instant, and when not any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from services.territories.rules import Reception
from shared.calendar import is_working_day, next_working_day, previous_working_day
from shared.clock import PARIS
from shared.partial_dates import latest_day, parse

OPENS: Final = time(9, 0)
CLOSES: Final = time(18, 0)
"""Paris time between which the clock calls, on working days: nobody is written to at night or on a day off."""

_ONE_DAY: Final = timedelta(days=1)


def last_call_from(reception: Reception, days: int) -> date | None:
    """The day from which whoever has not sent their draft is called a last time, None for a call without end.

    A day off goes backward: a last call must come before the end. It is a range and not one day: a last call that was
    missed on its day goes out on the next one.
    """
    if reception.closed_on is not None or reception.closes is None:
        return None
    first = latest_day(reception.closes) - timedelta(days=days)
    return first if is_working_day(first) else previous_working_day(first)


def last_call_due(reception: Reception, days: int, today: date, *, called: date | None) -> bool:
    """Whether a draft is to be called a last time today: once, while its pre-file can still be sent."""
    first = last_call_from(reception, days)
    if first is None or today < first or reception.takes(today, today) != "yes":
        return False
    return called is None or called < first


def called_at(
    reception: Reception, days: int, now: datetime, *, begun: date, called: date | None = None
) -> datetime | None:
    """The instant (UTC) at which the clock calls a draft that was `begun` that day; None: never, or it has.

    Not on the day it was begun: whoever writes needs no reminder, and the team sees a day before whom it will reach.
    It is `now` itself when the call is due and now is a time to write.
    """
    first, last = last_call_from(reception, days), reception.last_day()
    if first is None or last is None or (called is not None and called >= first):
        return None
    local = now.astimezone(PARIS)
    day = max(first, begun + _ONE_DAY, local.date() if local.time() < CLOSES else local.date() + _ONE_DAY)
    if reception.opens is not None:
        day = max(day, parse(reception.opens).earliest)
    if not is_working_day(day):
        day = next_working_day(day)
    if day > last:
        return None
    return max(datetime.combine(day, OPENS, PARIS).astimezone(UTC), now.astimezone(UTC))


@dataclass(frozen=True)
class Stopped:
    """That somebody stopped a last call: that of the range which began on `since`, and no later one."""

    since: date
    why: str
    by: str | None

    def kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {"since": self.since.isoformat(), "why": self.why, "by": self.by}


def stopped(kept: dict[str, Any] | None, reception: Reception, days: int) -> Stopped | None:
    """What stops the last call of a call, or of one draft; a call that was given more time calls again."""
    first = last_call_from(reception, days)
    if not kept or first is None or kept["since"] != first.isoformat():
        return None
    return Stopped(first, kept["why"], kept["by"])
