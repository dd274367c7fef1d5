"""Invitations to calendars (RFC 5545, 5546, 6047), and the answers that calendars send."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from icalendar import Calendar, Event, Timezone, vCalAddress
from icalendar.prop import vText

from shared.clock import PARIS

Method = Literal["REQUEST", "CANCEL"]
Reply = Literal["accepted", "declined", "tentative", "counter"]

DOMAIN = "terreau"

# What Europe/Paris has kept to since 1996 (RRULE form; the library would list every change of the clock since 1911).
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


@dataclass(frozen=True)
class Meeting:
    """A workshop as a calendar shows it; `start` and `end` are aware instants."""

    workshop: str
    title: str
    territory: str
    place: str
    start: datetime
    end: datetime

    @property
    def fingerprint(self) -> str:
        """What a calendar must be told anew: date, hours and place, not a word in the title (peers.md 3.4)."""
        place = " ".join(self.place.split()).casefold()
        return f"{self.start.astimezone(UTC):%Y%m%dT%H%M%SZ}/{self.end.astimezone(UTC):%Y%m%dT%H%M%SZ}/{place}"


def next_sequence(known: tuple[int, str] | None, fingerprint: str) -> int:
    """The SEQUENCE of a meeting, given the last one with its fingerprint: it rises with date, hours and place only."""
    if known is None:
        return 0
    sequence, before = known
    return sequence if before == fingerprint else sequence + 1


def uid_of(workshop: str) -> str:
    """The UID of a workshop, the same for ever; that of the subscription feeds."""
    return workshop


def invitation(
    meeting: Meeting,
    method: Method,
    sequence: int,
    *,
    organizer: tuple[str, str],
    attendee: tuple[str, str],
    url: str,
    stamp: datetime,
) -> str:
    """The iCalendar text for one person; `organizer` and `attendee` are (name, address), `stamp` is DTSTAMP (UTC).

    Only the recipient is an attendee: nobody learns from it who else is invited (peers.md 3.4).
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Terreau//Invitations//FR")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(VTIMEZONE))
    event = Event()
    event.add("uid", uid_of(meeting.workshop))
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", sequence)
    first, last = meeting.start.astimezone(PARIS), meeting.end.astimezone(PARIS)
    if first.fold or last.fold:  # an hour that comes twice is said in UTC (RFC 5545, 3.3.5)
        first, last = meeting.start.astimezone(UTC), meeting.end.astimezone(UTC)
    event.add("dtstart", first)
    event.add("dtend", last)
    event.add("summary", vText(_line(f"[{meeting.territory}] {meeting.title}" if meeting.territory else meeting.title)))
    if meeting.place.strip():
        event.add("location", vText(_line(meeting.place)))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if method == "CANCEL" else "OPAQUE")
    event.add("url", url)
    event.add("organizer", _address(*organizer))
    guest = _address(*attendee)
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    guest.params["PARTSTAT"] = "NEEDS-ACTION"
    guest.params["RSVP"] = "FALSE" if method == "CANCEL" else "TRUE"
    event.add("attendee", guest, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def _address(name: str, address: str) -> vCalAddress:
    said = vCalAddress(f"mailto:{address}")
    if name:
        said.params["CN"] = _line(name).replace('"', "’")
    return said


def _line(text: str) -> str:
    plain = "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
    return " ".join(plain.split())


@dataclass(frozen=True)
class Answer:
    """What a calendar answered; `attendee` is an address in lower case, `stamp` its DTSTAMP (UTC) when it says one."""

    workshop: str
    attendee: str
    reply: Reply
    sequence: int
    stamp: datetime | None
    comment: str
    wanted: tuple[datetime, datetime] | None


_REPLIES: dict[str, Reply] = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}


def read_answer(text: str) -> Answer | None:
    """Read a REPLY or a COUNTER (RFC 5546); None when it is none, or says nothing one could act on.

    ORGANIZER is not asked for: Outlook.com leaves it out. Raises nothing: what is broken is None.
    """
    try:
        calendar = Calendar.from_ical(text)
        events = list(calendar.walk("VEVENT"))
        method = str(calendar.get("method", "")).upper()
        if method not in ("REPLY", "COUNTER") or len(events) != 1:
            return None
        return _answer(events[0], method)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def _answer(event: Any, method: str) -> Answer | None:
    guests = event.get("attendee")
    guests = guests if isinstance(guests, list) else [guests] if guests is not None else []
    uid = str(event.get("uid", "")).strip()
    if len(guests) != 1 or not uid:
        return None
    (guest,) = guests
    said = _REPLIES.get(str(guest.params.get("PARTSTAT", "")).upper())
    reply: Reply | None = "counter" if method == "COUNTER" else said
    if reply is None:
        return None
    address = str(guest).partition(":")[2] if str(guest).lower().startswith("mailto:") else str(guest)
    stamp = event.get("dtstamp")
    comment = event.get("comment")
    return Answer(
        workshop=uid,
        attendee=address.strip().lower(),
        reply=reply,
        sequence=int(event.get("sequence", 0)),
        stamp=stamp.dt.astimezone(UTC) if stamp is not None else None,
        comment=_line(str(comment[0] if isinstance(comment, list) else comment or ""))[:500],
        wanted=_wanted(event) if reply == "counter" else None,
    )


def _wanted(event: Any) -> tuple[datetime, datetime] | None:
    start, end = event.get("dtstart"), event.get("dtend")
    if start is None or end is None or not isinstance(start.dt, datetime) or not isinstance(end.dt, datetime):
        return None
    if start.dt.tzinfo is None or end.dt.tzinfo is None:
        return None
    return start.dt, end.dt
