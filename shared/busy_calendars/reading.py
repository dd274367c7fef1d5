"""Busy intervals of an iCalendar text: recurrences unrolled in a window, what is free or cancelled left out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, vPeriod
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from shared.busy_calendars.scanning import Component, Problem, Scanned, WrongCalendar, scan
from shared.clock import PARIS
from shared.french import NBSP

Interval = tuple[datetime, datetime]
"""Half-open, in UTC."""

MOST_BYTES = 5 * 1024 * 1024
"""A busy year with all its descriptions stays well below; what is longer holds attachments."""
MOST_EVENTS = 20_000
BEFORE, AFTER = timedelta(days=366), timedelta(days=731)
_MOST_STEPS = 400_000
"""Days that all recurrences together are walked through at most: some seconds of work."""
_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_MARGIN = timedelta(days=2)
"""More than any zone shifts a day."""
_DAY = re.compile(r"[^:]*:(\d{8})")
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
_RARE = 20_000
"""What a rule costs, in days walked through, of which the next day may be far or never come."""
_LEAP = 2024
_FREE = ("FREE", "WORKINGELSEWHERE")


def window_around(today: date) -> tuple[date, date]:
    """The first and the last day of which busy times are kept (inclusive): a year back, two years ahead."""
    return today - BEFORE, today + AFTER


def read_busy(content: bytes, first: date, last: date) -> list[Interval]:
    """The times at which the owner of a calendar is busy between two days (inclusive, Europe/Paris), joined, in order.

    Times without a zone are in that of the calendar (X-WR-TIMEZONE), else in Europe/Paris; whole days last from
    midnight to midnight there. Free (TRANSP, FBTYPE) and cancelled events keep nobody busy, tentative ones do.
    Raises `WrongCalendar` with every problem.
    """
    if len(content) > MOST_BYTES:
        size = f"{len(content) / 1024 / 1024:.0f}{NBSP}Mo"
        raise WrongCalendar(
            [(1, f"Ce fichier pèse {size}, et un calendrier en pèse 5 au plus : exportez-le sans pièces jointes.")]
        )
    if b"\x00" in content:
        raise WrongCalendar([(1, "Ce fichier n’est pas un calendrier : il contient autre chose que du texte.")])
    scanned = scan(content.decode("utf-8-sig", errors="replace"))
    if len(scanned.events) > MOST_EVENTS:
        raise WrongCalendar([(1, "Ce calendrier a plus de 20 000 événements : exportez une période plus courte.")])
    zone = _zone(scanned.zone)
    begin = datetime.combine(first, time(), PARIS).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time(), PARIS).astimezone(UTC)
    calendar = _calendar(scanned, begin, end, zone)
    found = [*_of_events(calendar, begin, end, zone, scanned), *_of_free_busy(scanned, zone)]
    return joined((max(a, begin), min(b, end)) for a, b in found if a < end and b > begin)


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The same times with those that touch or overlap made one; empty ones are left out."""
    merged: list[Interval] = []
    for start, end in sorted(one for one in intervals if one[0] < one[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _zone(name: str | None) -> ZoneInfo:
    return PARIS if name is None else ZoneInfo(WINDOWS_TO_OLSON.get(name, name))


def _calendar(scanned: Scanned, begin: datetime, end: datetime, zone: ZoneInfo) -> Calendar:
    """The events of the file that can keep somebody busy, each checked. Raises `WrongCalendar`."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Terreau//FR")
    problems: list[Problem] = []
    steps = 0
    near = [one for one in scanned.events if not _is_far(one, begin, end)]
    for component, event in _parsed(near, "".join(one.text() for one in scanned.zones)):
        try:
            if event is None or event.errors:
                raise ValueError
            steps += _check(component, event, end, zone, problems)
        except _UNREADABLE:
            problems.append((component.line, "Cet événement a une date, une durée ou une répétition illisible."))
            continue
        calendar.add_component(event)
    if steps > _MOST_STEPS:
        problems.append((1, "Ce calendrier se répète trop souvent pour être lu : exportez une période plus courte."))
    if problems:
        raise WrongCalendar(problems)
    return calendar


def _is_far(component: Component, begin: datetime, end: datetime) -> bool:
    """Whether an event that happens once surely lies outside: years of the past need not be understood."""
    days: dict[str, str] = {}
    for _, line in component.lines:
        name = line.partition(":")[0].partition(";")[0].upper()
        if name in ("RRULE", "RDATE", "RECURRENCE-ID", "DURATION"):
            return False
        if name in ("DTSTART", "DTEND") and (found := _DAY.match(line)):
            days[name] = found[1]
    if days.get("DTSTART", "") > f"{end + _MARGIN:%Y%m%d}":
        return True
    return "DTSTART" in days and days.get("DTEND", "9") < f"{begin - _MARGIN:%Y%m%d}"


def _parsed(components: Sequence[Component], zones: str) -> Iterator[tuple[Component, Any]]:
    """Each event as the library reads it; None for one that it cannot read, which keeps no other from being read."""
    try:
        events = _events("".join(one.text() for one in components), zones)
    except _UNREADABLE:
        events = [_alone(one, zones) for one in components]
    yield from zip(components, events, strict=True)


def _events(text: str, zones: str) -> list[Any]:
    return Calendar.from_ical(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{zones}{text}END:VCALENDAR\r\n").walk("VEVENT")


def _alone(component: Component, zones: str) -> Any:
    try:
        (event,) = _events(component.text(), zones)
    except _UNREADABLE:
        return None
    return event


def _check(component: Component, event: Any, end: datetime, zone: ZoneInfo, problems: list[Problem]) -> int:
    """Note what is wrong with an event and bound its recurrence; returns the days it is walked through."""
    if "DTSTART" not in event:
        problems.append((component.line, "Cet événement n’a pas de début (DTSTART)."))
        return 0
    start = event.decoded("DTSTART")
    if "DTEND" in event and _instant(event.decoded("DTEND"), zone) < _instant(start, zone):
        problems.append((component.line, "Cet événement finit avant de commencer."))
    rule = event.get("RRULE")
    if rule is None:
        return 0
    if isinstance(rule, list):
        problems.append((component.line, "Cet événement a plusieurs règles de répétition : une seule peut être lue."))
        return 0
    if str(rule["FREQ"][0]).upper() in _OFTEN or any(part in rule for part in ("BYSECOND", "BYMINUTE", "BYHOUR")):
        problems.append(
            (component.line, "Cet événement se répète plusieurs fois par jour : ce n’est pas un rendez-vous.")
        )
        return 0
    if not _has_days(rule):
        # The library would walk through every day until the year 9999 for it.
        del event["RRULE"]
        return 0
    days = max((end - _instant(start, zone)).days, 1)
    return days + (0 if _surely_comes(rule) else _RARE)


def _has_days(rule: Any) -> bool:
    """Whether a month of a rule has a day of it: 30 February never comes."""
    months = rule.get("BYMONTH", range(1, 13))
    days = rule.get("BYMONTHDAY", [1])
    return any(abs(int(day)) <= monthrange(_LEAP, int(month))[1] for month in months for day in days)


def _surely_comes(rule: Any) -> bool:
    """Whether the next day of a rule is never far; a weekday comes at least four times a month."""
    if any(part in rule for part in ("BYYEARDAY", "BYWEEKNO")):
        return False
    return all(abs(int(place)) <= 4 * len(rule.get("BYDAY", [])) for place in rule.get("BYSETPOS", []))


def _of_events(
    calendar: Calendar, begin: datetime, end: datetime, zone: ZoneInfo, scanned: Scanned
) -> Iterator[Interval]:
    try:
        occurrences = recurring_ical_events.of(calendar, components=["VEVENT"]).between(begin, end)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        line = scanned.events[0].line if scanned.events else 1
        raise WrongCalendar([(line, "Une répétition de ce calendrier est illisible.")]) from error
    for one in occurrences:
        if _is_free(one):
            continue
        yield _instant(one.start, zone), _instant(one.end, zone)


def _is_free(event: Any) -> bool:
    said = {name: str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")}
    return (
        said["STATUS"] == "CANCELLED" or said["TRANSP"] == "TRANSPARENT" or said["X-MICROSOFT-CDO-BUSYSTATUS"] in _FREE
    )


def _of_free_busy(scanned: Scanned, zone: ZoneInfo) -> Iterator[Interval]:
    """The intervals of VFREEBUSY components (RFC 5545, 3.6.4), which no library unrolls: they have no recurrence."""
    for component in scanned.free_busy:
        for number, line in component.lines:
            head, _, value = line.partition(":")
            if not head.upper().startswith("FREEBUSY") or "FBTYPE=FREE" in head.upper():
                continue
            for period in value.split(","):
                try:
                    yield _period(period, zone)
                except (ValueError, TypeError, AttributeError):
                    raise WrongCalendar([(number, "Cette plage occupée est illisible.")]) from None


def _period(text: str, zone: ZoneInfo) -> Interval:

    start, end = vPeriod.from_ical(text)  # type: ignore[no-untyped-call]  # icalendar left it without types
    begin = _instant(start, zone)
    return begin, begin + end if isinstance(end, timedelta) else _instant(end, zone)


def _instant(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone).astimezone(UTC)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
