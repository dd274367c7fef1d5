"""Where a slot could start if everybody were free: opening hours, the clock of the zone, holidays."""

from bisect import bisect_right
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.workshops.agenda import bitsets, wording
from services.workshops.agenda.search import Opening, Search, Treatment
from shared.calendar import SchoolCalendar, Zone, public_holiday, school_calendar, school_holiday

_MINUTES_A_DAY = 1440
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Pattern:
    """The starts of a day: minutes on the clock, and seconds from its midnight at which slots begin and end.

    All days on which nothing is special share one pattern.
    """

    minutes: Sequence[int]
    begins: Sequence[int]
    ends: Sequence[int]


class Start(NamedTuple):
    """One candidate start: its local day, minutes on the clock, and the two instants in seconds since 1970 UTC."""

    day: date
    minute: int
    begin: int
    end: int


@dataclass(slots=True)
class Starts:
    """The candidate starts in order of time, kept day by day, and what fell away.

    `midnights` are in seconds since 1970 UTC; `firsts` gives for each day in `days` its first candidate, and ends with
    the number of all.
    """

    days: list[date] = field(default_factory=list)
    midnights: list[int] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    firsts: list[int] = field(default_factory=lambda: [0])
    school: int = 0
    excluded: Tally[str] = field(default_factory=Tally)

    def __len__(self) -> int:
        return self.firsts[-1]

    def day(self, candidate: int) -> date:
        """Give the local day on which that candidate starts."""
        return self.days[self._rank(candidate)]

    def __getitem__(self, candidate: int) -> Start:
        rank = self._rank(candidate)
        return self._start(rank, candidate - self.firsts[rank])

    def __iter__(self) -> Iterator[Start]:
        for rank, pattern in enumerate(self.patterns):
            for at in range(len(pattern.minutes)):
                yield self._start(rank, at)

    def _rank(self, candidate: int) -> int:
        return bisect_right(self.firsts, candidate) - 1

    def _start(self, rank: int, at: int) -> Start:
        midnight, pattern = self.midnights[rank], self.patterns[rank]
        return Start(self.days[rank], pattern.minutes[at], midnight + pattern.begins[at], midnight + pattern.ends[at])

    def add(self, day: date, midnight: int, pattern: Pattern) -> None:
        """Append the candidates of one more day, which has some."""
        self.days.append(day)
        self.midnights.append(midnight)
        self.patterns.append(pattern)
        self.firsts.append(self.firsts[-1] + len(pattern.minutes))


def possible_starts(search: Search) -> Starts:
    """List the starts that calendar and opening hours allow, and count those they exclude by reason.

    A start is a multiple of the step from local midnight; the first reason that applies counts, in this order:
    weekday, opening hours (or a duration longer than each of them), clock change, public holiday, school holiday.
    """
    starts = Starts()
    misfit = _misfit(search)
    starts.excluded.update(dict.fromkeys((wording.CLOSED_WEEKDAY, misfit, wording.CLOCK_CHANGE), 0))
    fitting = fitting_minutes(search.opening, search.duration, search.step)
    usual = Pattern(fitting, *([(minute + more) * 60 for minute in fitting] for more in (0, search.duration)))
    open_days = 0
    in_school_holidays: list[tuple[int, int]] = []
    for day, midnight, steady in _open_days(search):
        open_days += 1
        pattern = usual if steady else _special(day, midnight, fitting, search)
        minutes = pattern.minutes
        school = _is_school_holiday(day, search)
        reason = _holiday_reason(day, search, school=school)
        if reason:
            starts.excluded[reason] += len(minutes)
        elif minutes:
            first = len(starts)
            starts.add(day, midnight, pattern)
            if school:
                in_school_holidays.append((first, len(starts)))
        if len(minutes) < len(fitting):
            starts.excluded[wording.CLOCK_CHANGE] += len(fitting) - len(minutes)
    starts.school = bitsets.from_runs(len(starts), in_school_holidays)
    starts_a_day = -(-_MINUTES_A_DAY // search.step)
    days = search.last_day.toordinal() - search.first_day.toordinal() + 1
    starts.excluded[wording.CLOSED_WEEKDAY] = (days - open_days) * starts_a_day
    starts.excluded[misfit] = open_days * (starts_a_day - len(fitting))
    return starts


def _misfit(search: Search) -> str:
    hours = search.opening.hours
    too_long = hours and all(closes - opens < search.duration for opens, closes in hours)
    return wording.TOO_LONG if too_long else wording.OUTSIDE_OPENING


def fitting_minutes(opening: Opening, duration: int, step: int) -> list[int]:
    """Give the multiples of the step from which the duration lies wholly inside one opening interval."""
    return sorted(
        {
            minute
            for opens, closes in opening.hours
            for minute in range(-(-opens // step) * step, closes - duration + 1, step)
        }
    )


def _open_days(search: Search) -> Iterator[tuple[date, int, bool]]:
    """Walk through the days of permitted weekdays: (day, its midnight in seconds since 1970, clock steady or not).

    No zone changes twice within a day, so equal offsets at both midnights mean a steady day.
    """
    zone, weekdays = search.zone, search.opening.weekdays
    following, offset_following = 0, 0
    for ordinal in range(search.first_day.toordinal(), search.last_day.toordinal() + 1):
        if (ordinal + 6) % 7 not in weekdays:
            continue
        offset = offset_following if ordinal == following else _offset(ordinal, zone)
        following = ordinal + 1
        last = ordinal == _LAST_DAY
        offset_following = offset if last else _offset(following, zone)
        midnight = (ordinal - _EPOCH_DAY) * 86_400 - offset
        yield date.fromordinal(ordinal), midnight, offset == offset_following and not last


def _offset(ordinal: int, zone: ZoneInfo) -> int:
    return _seconds(zone.utcoffset(datetime.fromordinal(ordinal)))


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else offset.days * 86_400 + offset.seconds


def _special(day: date, midnight: int, fitting: Sequence[int], search: Search) -> Pattern:
    """The starts of a day on which the clock changes."""
    minutes = _on_the_clock(day, fitting, search)
    begins, ends = (
        [_instant(day, minute + more, search.zone) - midnight for minute in minutes] for more in (0, search.duration)
    )
    return Pattern(minutes, begins, ends)


def _instant(day: date, minute: int, zone: ZoneInfo) -> int:
    """Read a wall-clock time that exists; one that comes twice is meant the first time (PEP 495, fold 0)."""
    wall = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
    since = wall.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return since.days * 86_400 + since.seconds - _seconds(wall.utcoffset())


def _on_the_clock(day: date, minutes: Sequence[int], search: Search) -> list[int]:
    """Keep the starts whose two ends are read on the clock of a day on which it changes."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=search.zone)
    length = timedelta(minutes=search.duration)
    walls = ((minute, midnight + timedelta(minutes=minute)) for minute in minutes)
    return [minute for minute, start in walls if _is_read(start) and _is_reached(start, length)]


def _is_reached(start: datetime, length: timedelta) -> bool:
    """Say whether the clock comes to that end: it may be the very moment of the jump, which is not read."""
    try:
        end = start + length
    except OverflowError:  # midnight after the last day of the calendar
        return False
    return _is_read(end) or _is_read(end - timedelta(seconds=1))


def _is_read(wall: datetime) -> bool:
    """Say whether the clock reads that time: where it jumps, the offset before is the smaller (PEP 495)."""
    return _seconds(wall.utcoffset()) >= _seconds(wall.replace(fold=1).utcoffset())


def _holiday_reason(day: date, search: Search, *, school: bool) -> str | None:
    if search.public_holidays is Treatment.EXCLUDE and (public_holiday(day) or day in search.declared):
        return wording.PUBLIC_HOLIDAY
    if school and search.school_holidays and search.school_holidays.treatment is Treatment.EXCLUDE:
        return wording.school_holiday_reason(search.school_holidays.zone)
    return None


def _is_school_holiday(day: date, search: Search) -> bool:
    if search.school_holidays is None or search.school_holidays.treatment is Treatment.ALLOW:
        return False
    return known_school_holiday(day, search.school_holidays.zone) is not None


def known_school_holiday(day: date, zone: Zone) -> str | None:
    """Give the school holiday of that day, None also where no calendar is known (the answer then says so)."""
    return None if school_calendar(day) is SchoolCalendar.UNKNOWN else school_holiday(day, zone)
