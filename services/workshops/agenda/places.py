"""The place of a search: starts at which it is taken or closed fall away before anybody's presence is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.workshops.agenda import bitsets
from services.workshops.agenda.presence import Presence
from services.workshops.agenda.search import Busy, Person, Search, busy_between
from services.workshops.agenda.starts import Pattern, Starts
from services.workshops.agenda.wording import VENUE_CLOSED, VENUE_TAKEN

Hours = tuple[int, int, int]
"""A weekday (0 = Monday), and from which to which minute after local midnight the place is open."""


def closed_between(hours: Iterable[Hours], first: date, last: date, zone: ZoneInfo) -> tuple[Busy, ...]:
    """When a place is closed from the first to the last day (inclusive); a place without hours never is."""
    known = sorted(hours)
    if not known:
        return ()
    closed: list[Busy] = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        free = 0
        for weekday, opens, closes in known:
            if weekday == day.weekday() and closes > opens:
                closed.append(_between(day, free, opens, zone))
                free = max(free, closes)
        closed.append(_between(day, free, 1440, zone))
    return tuple(one for one in closed if one[0] < one[1])


def _between(day: date, start: int, end: int, zone: ZoneInfo) -> Busy:
    midnight = datetime.combine(day, time(), zone)
    instants = [(midnight + timedelta(minutes=minute)).astimezone(UTC) for minute in (start, max(start, end))]
    return busy_between(instants[0], instants[1])


def with_place(search: Search, starts: Starts) -> Starts:
    """The starts at which the place of the search is open and free; the others are counted with their reason."""
    for reason, busy in ((VENUE_CLOSED, search.venue_closed), (VENUE_TAKEN, search.venue_busy)):
        if busy and len(starts):
            (away,) = Presence((Person("place", busy=busy),), starts).absent
            starts = _without(starts, away, reason)
    return starts


def _without(starts: Starts, away: int, reason: str) -> Starts:
    count = away.bit_count()
    if not count:
        return starts
    size = len(starts)
    digits = f"{away:0{size}b}"
    kept = Starts(excluded=starts.excluded)
    kept.excluded[reason] += count
    school = f"{starts.school:0{size}b}"
    runs: list[tuple[int, int]] = []
    for rank, day in enumerate(starts.days):
        first, after = starts.firsts[rank : rank + 2]
        here = [at - first for at in range(first, after) if digits[at] == "0"]
        if not here:
            continue
        if school[first] == "1":
            runs.append((len(kept), len(kept) + len(here)))
        kept.add(day, starts.midnights[rank], _some(starts.patterns[rank], here))
    kept.school = bitsets.from_runs(len(kept), runs)
    return kept


def _some(pattern: Pattern, ranks: list[int]) -> Pattern:
    return Pattern(*([column[at] for at in ranks] for column in (pattern.minutes, pattern.begins, pattern.ends)))
