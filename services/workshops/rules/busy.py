"""The pure rules of busy times: half-days on the clock of Paris, addresses of calendars, what is kept of both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from shared.clock import PARIS
from shared.contracts.workshops.busy import Half

Interval = tuple[datetime, datetime]
"""Half-open, in UTC."""

LINK_LIVES = timedelta(days=60)
"""How long a personal link is worth something: two months of looking for a date (S0 tells of four)."""
READ_EVERY = timedelta(hours=4)
"""How often a subscription is read: a day's changes are known by the next half-day."""
READ_AGAIN = timedelta(minutes=15)
"""When one that failed is tried next; each failure doubles it, up to a day."""
GRID_LONGEST = timedelta(days=200)

_NOON = time(13, 0)
"""What ends before is a morning; the lunch of a workshop that goes on belongs to it."""


def half_day(day: date, half: Half) -> Interval:
    """The instants of half a day in Paris: midnight to 13 h, or 13 h to midnight."""
    middle = datetime.combine(day, _NOON, PARIS).astimezone(UTC)
    if half == "morning":
        return datetime.combine(day, time(), PARIS).astimezone(UTC), middle
    return middle, datetime.combine(day + timedelta(days=1), time(), PARIS).astimezone(UTC)


def of_habits(habits: Collection[tuple[int, Half]], first: date, last: date) -> Iterator[Interval]:
    """The half-days of every week from `first` to `last` (inclusive, Paris) that never suit (0 = Monday)."""
    if not habits:
        return
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        yield from (half_day(day, half) for weekday, half in habits if weekday == day.weekday())


def address_of(text: str) -> str | None:
    """The address of a calendar as it is read, `webcal` being `https` in disguise; None for what is none."""
    plain = text.strip()
    scheme, _, rest = plain.partition("://")
    if scheme.lower() in ("webcal", "webcals"):
        plain = f"https://{rest}"
    try:
        parts = urlsplit(plain)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return None
    if parts.scheme.lower() not in ("https", "http") or not parts.hostname or not port_fits:
        return None
    return None if any(ord(one) <= 32 for one in plain) else plain


def next_reading(now: datetime, failures: int) -> datetime:
    """When a subscription is read next: after so many failures in a row rather less often."""
    if not failures:
        return now + READ_EVERY
    return now + min(READ_AGAIN * (1 << min(failures - 1, 10)), timedelta(days=1))


def within(intervals: Iterable[Interval], start: datetime, end: datetime) -> list[Interval]:
    """Those that overlap [start, end)."""
    return [one for one in intervals if one[0] < end and one[1] > start]
