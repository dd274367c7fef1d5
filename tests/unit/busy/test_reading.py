"""Busy times read from calendars of three programs, and from what is no calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shared.busy_calendars import MOST_BYTES, WrongCalendar, read_busy
from shared.busy_calendars.scanning import scan
from shared.clock import PARIS

FILES = Path(__file__).parents[2] / "data" / "busy"
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def said(content: bytes) -> list[str]:
    """The busy times on the clock of Paris."""
    return [
        f"{start.astimezone(PARIS):%d/%m %H:%M} - {end.astimezone(PARIS):%d/%m %H:%M}"
        for start, end in read_busy(content, *YEAR)
    ]


def of(*lines: str) -> bytes:
    """A calendar of one event."""
    event = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR"]
    return "\r\n".join(event).encode()


def wrong(content: bytes) -> tuple[int, str]:
    with pytest.raises(WrongCalendar) as refusal:
        read_busy(content, *YEAR)
    return refusal.value.problems[0]


def test_outlook_a_moved_instance_a_change_of_clock_a_holiday_and_work_from_home() -> None:
    assert said((FILES / "outlook.ics").read_bytes()) == [
        "24/03 09:00 - 24/03 12:00",
        "31/03 14:00 - 31/03 16:00",
        "07/04 09:00 - 07/04 12:00",
        "27/04 00:00 - 02/05 00:00",
    ]


def test_google_an_endless_series_with_a_cancelled_instance_and_a_day_that_is_free() -> None:
    found = said((FILES / "google.ics").read_bytes())
    assert found[:4] == [
        "05/01 18:30 - 05/01 20:30",
        "02/02 18:30 - 02/02 20:30",
        "10/02 09:00 - 10/02 10:30",
        "04/05 18:30 - 04/05 20:30",
    ]
    assert found[-1] == "07/12 18:30 - 07/12 20:30"


def test_thunderbird_another_zone_a_path_before_the_zone_and_a_cancelled_event() -> None:
    assert said((FILES / "thunderbird.ics").read_bytes()) == [
        "16/03 09:00 - 16/03 11:00",
        "16/03 13:00 - 16/03 14:00",
        "17/03 09:00 - 17/03 11:00",
        "18/03 09:00 - 18/03 11:00",
    ]


@pytest.mark.parametrize("file", sorted(FILES.glob("*.ics")), ids=lambda path: path.stem)
def test_nothing_but_times_is_ever_looked_at(file: Path) -> None:
    kept = scan(file.read_text(encoding="utf-8"))
    words = "".join(one.text() for one in (*kept.events, *kept.free_busy))
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "ATTENDEE", "ALARM", "X-ALT-DESC"):
        assert name not in words


def test_times_without_a_zone_are_those_of_the_calendar_else_of_paris() -> None:
    plain = of("DTSTART:20260302T090000", "DTEND:20260302T100000")
    assert said(plain) == ["02/03 09:00 - 02/03 10:00"]
    elsewhere = plain.replace(b"VERSION:2.0", b"X-WR-TIMEZONE:America/Guadeloupe")
    assert said(elsewhere) == ["02/03 14:00 - 02/03 15:00"]


def test_a_zone_that_only_the_file_knows_is_taken_from_it() -> None:
    own = ["BEGIN:VTIMEZONE", "TZID:Heure du bureau", "BEGIN:STANDARD", "DTSTART:19700101T000000"]
    own += ["TZOFFSETFROM:+0300", "TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT"]
    plain = of("DTSTART;TZID=Heure du bureau:20260302T090000", "DURATION:PT1H")
    assert said(plain.replace(b"BEGIN:VEVENT", "\r\n".join(own).encode())) == ["02/03 07:00 - 02/03 08:00"]


def test_free_busy_of_a_server() -> None:
    periods = b"20260302T080000Z/20260302T090000Z,20260303T080000Z/PT1H"
    content = b"BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=BUSY:" + periods
    content += b"\nFREEBUSY;FBTYPE=FREE:20260304T080000Z/PT1H\nEND:VFREEBUSY\nEND:VCALENDAR\n"
    assert said(content) == ["02/03 09:00 - 02/03 10:00", "03/03 09:00 - 03/03 10:00"]


def test_what_happened_once_outside_the_window_is_left_out_and_what_reaches_into_it_stays() -> None:
    assert said(of("DTSTART:20250302T090000", "DTEND:20250302T100000")) == []
    assert said(of("DTSTART:20280302T090000", "DTEND:20280302T100000")) == []
    assert said(of("DTSTART;VALUE=DATE:20251220", "DTEND;VALUE=DATE:20260103")) == ["01/01 00:00 - 03/01 00:00"]
    assert said(of("DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270103")) == ["30/12 00:00 - 01/01 00:00"]


def test_what_overlaps_or_touches_is_one_time() -> None:
    one = of("DTSTART:20260302T090000", "DTEND:20260302T100000", "RRULE:FREQ=DAILY;COUNT=2")
    other = b"BEGIN:VEVENT\nUID:2\nDTSTART:20260302T100000\nDTEND:20260302T110000\nEND:VEVENT\nEND:VCALENDAR"
    assert said(one.replace(b"END:VCALENDAR", other))[0] == "02/03 09:00 - 02/03 11:00"


def test_an_endless_recurrence_ends_with_the_window_even_one_that_nothing_matches() -> None:
    daily = ("DTSTART:20200101T090000", "DTEND:20200101T100000")
    assert len(said(of(*daily, "RRULE:FREQ=DAILY"))) == 365
    assert said(of(*daily, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")) == []
    assert said(of(*daily, "RRULE:FREQ=MONTHLY;COUNT=200;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"))[:2] == [
        "30/01 09:00 - 30/01 10:00",
        "27/02 09:00 - 27/02 10:00",
    ]


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b"", 1, "n’est pas un calendrier"),
        (b"date;structure\n2026-01-01;x\n", 1, "n’est pas un calendrier"),
        (b"PK\x03\x04\x00", 1, "n’est pas un calendrier"),
        (b"x" * (MOST_BYTES * 10), 1, "pèse 50\u00a0Mo"),
        (of("DTSTART:20260302T090000")[:75], 5, "est coupé"),
        (of("SUMMARY:sans date"), 3, "n’a pas de début"),
        (of("DTSTART:20260302T090000", "DTEND:20260302T080000"), 3, "finit avant de commencer"),
        (of("DTSTART:20269902T090000"), 3, "illisible"),
        (of("DTSTART:20260302T090000", "RRULE:FREQ=SOMETIMES"), 3, "illisible"),
        (of("DTSTART;TZID=Lune/Mer de la Tranquillité:20260302T090000"), 5, "Fuseau horaire inconnu"),
        (of("DTSTART:20260302T090000", "RRULE:FREQ=SECONDLY"), 3, "plusieurs fois par jour"),
        (of("DTSTART:20260302T090000").replace(b"END:VEVENT", b"END:VTODO"), 6, "n’est pas fini ici"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_line(content: bytes, line: int, sentence: str) -> None:
    found = wrong(content)
    assert found[0] == line
    assert sentence in found[1]


def test_every_cut_of_a_file_is_refused() -> None:
    whole = (FILES / "google.ics").read_bytes().rstrip()
    for length in range(0, len(whole) - 1, 37):
        with pytest.raises(WrongCalendar):
            read_busy(whole[:length], *YEAR)
