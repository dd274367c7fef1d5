"""The document that calendar programs subscribe to, read by the library and by a plain reader of lines."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from services.portal.calendar_feed import calendar_of
from shared.clock import PARIS
from shared.contracts.workshops import WorkshopCard
from shared.ids import new_id

BASE = "https://terreau.exemple.fr"


def card(**said: Any) -> WorkshopCard:
    """A workshop on a morning of July."""
    known: dict[str, Any] = {
        "id": new_id(),
        "accompaniment": new_id(),
        "territory": new_id(),
        "title": "Idéation",
        "format": "idéation",
        "circle": "full",
        "state": "scheduled",
        "start": "2025-07-03T09:00:00+02:00",
        "end": "2025-07-03T12:00:00+02:00",
        "occurred": "2025-07-03",
        "venue_label": "Salle des fêtes",
        "expected": None,
        "present": None,
        "withdrawals": None,
        "maintained": None,
        "cancelled": None,
        "moves": [],
        "summary": "",
    }
    return WorkshopCard.model_validate(known | said)


def written(*cards: WorkshopCard, territory: str = "Arras") -> bytes:
    return calendar_of("Ateliers", [(one, territory) for one in cards], BASE)


def event(one: WorkshopCard, territory: str = "Arras") -> Any:
    """The one event of a document, as the library reads it."""
    (found,) = Calendar.from_ical(written(one, territory=territory)).walk("VEVENT")
    return found


def lines(document: bytes) -> list[str]:
    """The content lines, unfolded (RFC 5545, 3.1); what breaks the rules of lines fails here."""
    assert document.endswith(b"\r\n")
    folded = document.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in folded)
    return document.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def value(document: bytes, name: str) -> str:
    """The value of the only line of this name inside the event, as it is written."""
    inside = lines(document)
    inside = inside[inside.index("BEGIN:VEVENT") : inside.index("END:VEVENT")]
    (found,) = [line for line in inside if re.match(rf"{name}[;:]", line)]
    return found.removeprefix(name)


def test_an_event_says_what_where_when_and_leads_back_to_its_page() -> None:
    one = card()
    found = event(one)
    assert found["uid"] == one.id
    assert found["summary"] == "[Arras] Idéation"
    assert found["location"] == "Salle des fêtes"
    assert found["url"] == f"{BASE}/ateliers/{one.id}"
    assert (found["status"], found["sequence"], found["transp"]) == ("CONFIRMED", 0, "TRANSPARENT")
    assert found["dtstart"].dt == datetime(2025, 7, 3, 9, tzinfo=PARIS)
    assert found["dtend"].dt == datetime(2025, 7, 3, 12, tzinfo=PARIS)
    assert value(written(one), "DTSTART") == ";TZID=Europe/Paris:20250703T090000"


def test_it_was_entered_when_its_id_was_made() -> None:
    entered = datetime(2025, 6, 2, 8, 30, 15, tzinfo=UTC)
    bits = f"{int(entered.timestamp()) * 1000 + 250:012x}"
    one = card(id=f"{bits[:8]}-{bits[8:]}-7000-8000-000000000000")
    assert event(one)["dtstamp"].dt == entered


def test_each_move_and_the_cancellation_raise_the_sequence_and_keep_the_uid() -> None:
    one = card()
    moved = one.model_copy(update={"moves": ["Une fois."], "revision": 1})
    again = one.model_copy(update={"moves": ["Une fois.", "Deux fois."], "revision": 2})
    cancelled = again.model_copy(update={"state": "cancelled", "cancelled": "Budget", "revision": 3})
    found = [event(state) for state in (one, moved, again, cancelled)]
    assert [state["sequence"] for state in found] == [0, 1, 2, 3]
    assert {state["uid"] for state in found} == {one.id}
    assert [state["status"] for state in found] == ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_nothing_is_told_of_people_reasons_or_what_came_out() -> None:
    document = written(
        card(
            state="cancelled",
            cancelled="Camille est souffrante",
            moves=["À la demande de Dominique"],
            maintained="Alix insiste",
            summary="Sacha a parlé",
        )
    ).decode()
    for word in ("Camille", "Dominique", "Alix", "Sacha", "ATTENDEE", "ORGANIZER", "DESCRIPTION"):
        assert word not in document


def test_a_workshop_without_exact_date_is_not_in_it() -> None:
    document = written(card(start=None, end=None, occurred="2025-11"), card())
    assert len(Calendar.from_ical(document).walk("VEVENT")) == 1


def test_the_zone_is_one_short_component_before_the_events() -> None:
    told = lines(written(card(), card()))
    assert told.count("BEGIN:VTIMEZONE") == 1
    assert told.index("END:VTIMEZONE") < told.index("BEGIN:VEVENT")
    assert sum(line.startswith("RRULE:") for line in told) == 2


def test_without_workshops_it_is_a_calendar_all_the_same() -> None:
    told = Calendar.from_ical(written())
    assert told["x-published-ttl"] == "PT1H"
    assert (told["version"], told["calscale"], str(told["x-wr-calname"])) == ("2.0", "GREGORIAN", "Ateliers")
    assert "METHOD" not in told


def test_the_same_workshops_give_the_same_bytes() -> None:
    some = [card() for _ in range(3)]
    assert written(*some) == written(*some)


@given(st.text(max_size=300), st.text(max_size=300), st.text(min_size=1, max_size=80))
@example("a\r\nATTENDEE:mailto:x@y.fr", "b\x0bc\x00", "d;e,f\\g")
@example("😀" * 60, "é" * 100, "\u2028")
def test_whatever_people_type_stays_inside_its_line(title: str, venue: str, territory: str) -> None:
    document = written(card(title="x").model_copy(update={"title": title, "venue_label": venue}), territory=territory)
    told = lines(document)
    assert told.count("BEGIN:VEVENT") == 1
    assert not [line for line in told if re.match("ATTENDEE|ORGANIZER", line)]
    read = Calendar.from_ical(document).walk("VEVENT")[0]
    words = "".join(" " if ord(one) < 32 or 127 <= ord(one) < 160 else one for one in f"[{territory}] {title}").split()
    assert str(read["summary"]) == " ".join(words)


# --- Instants, also when the clock changes

_INSTANTS = st.integers(0, 94 * 365 * 24 * 60).map(
    lambda minutes: datetime(1996, 4, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def instant(said: str) -> datetime:
    """An instant as RFC 5545 has it read from the rules of the document's own VTIMEZONE, without any database."""
    if said.endswith("Z"):
        return datetime.strptime(said, ":%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    local = datetime.strptime(said, ";TZID=Europe/Paris:%Y%m%dT%H%M%S")  # noqa: DTZ007  # the zone follows
    summer = _last_sunday(local.year, 3, 2) <= local < _last_sunday(local.year, 10, 3)
    return local.replace(tzinfo=timezone(timedelta(hours=2 if summer else 1)))


def _last_sunday(year: int, month: int, hour: int) -> datetime:
    last = date(year, month, 31)
    day = last - timedelta(days=(last.weekday() + 1) % 7)
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001  # wall-clock time


@given(_INSTANTS, st.integers(1, 60 * 24 * 3))
@example(datetime(2025, 10, 25, 20, 0, tzinfo=UTC), 60 * 10)  # over the night in which the clock goes back
@example(datetime(2026, 3, 28, 21, 0, tzinfo=UTC), 60 * 10)  # over the night in which it goes forward
@example(datetime(2025, 10, 26, 0, 30, tzinfo=UTC), 60)  # from the first 2:30 to the second
@example(datetime(2025, 10, 26, 1, 30, tzinfo=UTC), 30)  # the second 2:30
def test_every_instant_is_read_as_it_was_meant(start: datetime, minutes: int) -> None:
    end = start + timedelta(minutes=minutes)
    one = card(start=start.astimezone(PARIS).isoformat(), end=end.astimezone(PARIS).isoformat())
    document = written(one)
    assert (instant(value(document, "DTSTART")), instant(value(document, "DTEND"))) == (start, end)
    found = event(one)
    assert (found["dtstart"].dt.astimezone(UTC), found["dtend"].dt.astimezone(UTC)) == (start, end)


def test_before_the_rule_of_today_instants_are_in_utc() -> None:
    old = card(start="1980-07-01T09:00:00+02:00", end="1980-07-01T10:00:00+02:00")
    assert value(written(old), "DTSTART") == ":19800701T070000Z"
