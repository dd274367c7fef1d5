"""Workshops as an iCalendar document (RFC 5545) that calendar programs subscribe to."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Timezone
from icalendar.prop import vDuration, vText

from shared.clock import PARIS
from shared.contracts.workshops import WorkshopCard

REFRESH = timedelta(hours=1)

# What Europe/Paris has kept to since 1996. The one the library draws up lists every change of the clock since 1911.
VTIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
_BEFORE_THE_RULE = datetime(1996, 3, 31, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Day:
    """A day until which something is owed: a stable id, and the name of the territory where there is one."""

    id: str
    on: date
    title: str
    territory: str


def calendar_of(
    name: str, workshops: Iterable[tuple[WorkshopCard, str]], base_url: str, days: Iterable[Day] = ()
) -> bytes:
    """The document `name` of workshops, each with the name of its territory; those without exact date are left out.

    The same workshops give the same bytes. Nothing in it names a person: neither who is invited nor why it moved.
    `base_url` is where the portal is reached, without a slash at the end.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Terreau//Agenda//FR")
    calendar.add("calscale", "GREGORIAN")
    # RFC 7986, and the older names that most programs read.
    for property_ in ("name", "x-wr-calname"):
        calendar.add(property_, vText(_line(name)))
    calendar.add("x-wr-timezone", vText("Europe/Paris"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(Timezone.from_ical(VTIMEZONE))
    for card, territory in workshops:
        if card.start and card.end:
            calendar.add_component(_event(card, territory, base_url))
    for one in days:
        calendar.add_component(_whole_day(one))
    written: bytes = calendar.to_ical()
    return written


def _event(card: WorkshopCard, territory: str, base_url: str) -> Event:
    event = Event()
    event.add("uid", card.id)
    event.add("dtstamp", _entered(card.id))
    event.add("sequence", card.revision)
    start, end = _written(card)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", vText(_line(f"[{territory}] {card.title}" if territory else card.title)))
    if card.venue_label.strip():
        event.add("location", vText(_line(card.venue_label)))
    event.add("status", "CANCELLED" if card.state == "cancelled" else "CONFIRMED")
    # Following an agenda is not being invited: nobody becomes busy by it.
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{base_url}/ateliers/{card.id}")
    return event


def _whole_day(one: Day) -> Event:
    event = Event()
    event.add("uid", f"{one.id}-{one.on:%Y%m%d}")
    event.add("dtstamp", _entered(one.id[:36]))
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", vText(_line(f"[{one.territory}] {one.title}" if one.territory else one.title)))
    event.add("transp", "TRANSPARENT")
    return event


def _written(card: WorkshopCard) -> tuple[datetime, datetime]:
    """Start and end as wall-clock time of Paris; in UTC where that would not say which instant is meant.

    An hour that comes twice when the clock goes back is read as its first coming (RFC 5545, 3.3.5).
    """
    start, end = (datetime.fromisoformat(str(text)).astimezone(PARIS) for text in (card.start, card.end))
    if start.fold or end.fold or start < _BEFORE_THE_RULE:
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _entered(id: str) -> datetime:
    """The instant in which a workshop was entered, which its UUIDv7 bears (RFC 9562): the same in every document.

    `SEQUENCE` says how often its date, hours or place changed since.
    """
    known = uuid.UUID(id)
    if known.version != 7:
        return _BEFORE_THE_RULE
    milliseconds = known.int >> 80
    return datetime.fromtimestamp(milliseconds // 1000, UTC)


def _line(text: str) -> str:
    """`text` on one line, without the control characters that RFC 5545 forbids."""
    plain = "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
    return " ".join(plain.split())
