"""Invitations as two independent parsers read them, and the answers that calendars send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from services.notifications.rules.bounces import is_report, read_bounce
from services.notifications.rules.invitations import Meeting, Method, invitation, next_sequence, read_answer
from shared.clock import PARIS
from tests.support.postcards import bounce, calendar_reply

WORKSHOP = "0190a000-0000-7000-8000-000000000004"
STAMP = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def meeting(
    start: str = "2026-03-12T09:00", hours: float = 3, title: str = "Idéation", place: str = "Mairie"
) -> Meeting:
    first = datetime.fromisoformat(start).replace(tzinfo=PARIS)
    return Meeting(WORKSHOP, title, "Val d’Exemple", place, first, first + timedelta(hours=hours))


def written(of: Meeting, method: Method = "REQUEST", sequence: int = 0) -> str:
    return invitation(
        of,
        method,
        sequence,
        organizer=("Terreau", "terreau@apes.exemple.fr"),
        attendee=("Camille, dite « Cam »; Exemple", "camille@exemple.fr"),
        url=f"https://terreau.exemple.fr/ateliers/{WORKSHOP}",
        stamp=STAMP,
    )


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_two_parsers_read_the_same_invitation(method: Method) -> None:
    text = written(meeting(), method, 2)
    (one,) = Calendar.from_ical(text).walk("VEVENT")
    other = vobject.readOne(text)
    event = other.vevent
    assert (str(one["uid"]), event.uid.value) == (WORKSHOP, WORKSHOP)
    assert (int(one["sequence"]), event.sequence.value) == (2, "2")
    assert other.method.value == method
    assert one["dtstart"].dt == event.dtstart.value == datetime(2026, 3, 12, 9, 0, tzinfo=PARIS)
    assert str(one["summary"]) == event.summary.value == "[Val d’Exemple] Idéation"
    assert str(one["location"]) == event.location.value == "Mairie"
    assert one["status"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")
    assert str(one["organizer"]) == event.organizer.value == "mailto:terreau@apes.exemple.fr"
    # Only the recipient: nobody learns who else is invited.
    assert str(one["attendee"]) == event.attendee.value == "mailto:camille@exemple.fr"
    assert len(event.contents["attendee"]) == 1
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        ("2026-10-23T09:00", "2026-10-23T07:00"),
        ("2026-10-26T09:00", "2026-10-26T08:00"),  # the clock went back on the 25th
        ("2027-03-27T09:00", "2027-03-27T08:00"),
        ("2027-03-29T09:00", "2027-03-29T07:00"),  # and forward on the 28th
    ],
)
def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_the_change(start: str, utc: str) -> None:
    text = written(meeting(start))
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    (one,) = Calendar.from_ical(text).walk("VEVENT")
    assert one["dtstart"].dt == expected
    assert vobject.readOne(text).vevent.dtstart.value == expected


def test_the_sequence_rises_with_date_hours_and_place_and_not_with_a_typo() -> None:
    first = meeting()
    assert next_sequence(None, first.fingerprint) == 0
    known = (0, first.fingerprint)
    assert next_sequence(known, meeting(title="Idéation !").fingerprint) == 0
    assert next_sequence(known, meeting(place=" mairie ").fingerprint) == 0
    assert next_sequence(known, meeting(place="Halle").fingerprint) == 1
    assert next_sequence(known, meeting("2026-03-13T09:00").fingerprint) == 1
    assert next_sequence(known, meeting(hours=4).fingerprint) == 1


@given(st.lists(st.sampled_from(["2026-03-12T09:00", "2026-03-13T09:00", "2026-03-14T14:00"]), max_size=8))
def test_every_change_is_an_increase_however_many_there_are(starts: list[str]) -> None:
    known: tuple[int, str] | None = None
    for start in starts:
        mark = meeting(start).fingerprint
        number = next_sequence(known, mark)
        if known is not None:
            assert number == known[0] + (mark != known[1])
        known = (number, mark)


@pytest.mark.parametrize("organizer", [True, False])
@pytest.mark.parametrize(
    ("said", "reply"), [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")]
)
def test_answers_are_read_with_and_without_organizer(said: str, reply: str, *, organizer: bool) -> None:
    answer = read_answer(calendar_reply(WORKSHOP, "Camille@Exemple.fr", said, sequence=2, organizer=organizer))
    assert answer is not None
    assert (answer.workshop, answer.attendee, answer.reply, answer.sequence) == (
        WORKSHOP,
        "camille@exemple.fr",
        reply,
        2,
    )


def test_a_counter_proposal_says_which_moment_it_wants() -> None:
    answer = read_answer(calendar_reply(WORKSHOP, "camille@exemple.fr", "TENTATIVE", method="COUNTER"))
    assert answer is not None
    assert answer.reply == "counter"
    assert answer.wanted is not None
    assert answer.wanted[0] == datetime(2026, 3, 19, 13, 0, tzinfo=UTC)


@given(st.text(max_size=200))
def test_what_is_no_answer_is_none(text: str) -> None:
    assert read_answer(text) is None
    assert read_answer(f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{text}\r\nEND:VCALENDAR") is None


def test_an_invitation_is_no_answer() -> None:
    assert read_answer(written(meeting())) is None


def test_a_bounce_says_which_mail_and_why_without_an_address() -> None:
    message = bounce("0190a000-0000-7000-8000-0000000000aa", "camille@exemple.fr")
    assert is_report(message)
    found = read_bounce(message)
    assert found is not None
    assert (found.mail, found.failed) == ("0190a000-0000-7000-8000-0000000000aa", True)
    assert "5.1.1" in found.said
    assert "@" not in found.said
