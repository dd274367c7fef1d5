"""Half-days to sign for, the number on a sheet, walk-ins, closed periods, words of a table."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workshops.rules import When
from services.workshops.rules.attendance_table import Session, read_table
from services.workshops.rules.presence import (
    Closed,
    as_walk_ins,
    closing,
    half_days,
    media_type,
    read_reference,
    read_status,
    reference,
    uninvited,
)
from shared.clock import PARIS
from shared.contracts.workshops import AttendanceEntry, AttendanceRow
from shared.ids import new_id

ONE, TWO, THREE = new_id(), new_id(), new_id()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ("2025-07-03T09:00", "2025-07-03T12:00", ["morning"]),
        ("2025-07-03T09:30", "2025-07-03T13:30", ["morning"]),
        ("2025-07-03T14:00", "2025-07-03T17:00", ["afternoon"]),
        ("2025-07-03T12:30", "2025-07-03T15:30", ["afternoon"]),
        ("2025-07-03T09:00", "2025-07-03T17:00", ["morning", "afternoon"]),
        ("2025-07-03T14:00", "2025-07-04T12:00", ["afternoon", "morning"]),
        ("2025-07-03T09:00", "2025-07-05T00:00", ["morning", "afternoon"] * 2),
    ],
)
def test_one_signature_a_half_day(start: str, end: str, parts: list[str]) -> None:
    found = half_days(When(at(start), at(end), start[:10]))
    assert [one.part for one in found] == parts
    assert [one.number for one in found] == list(range(1, len(parts) + 1))


def test_a_session_without_hours_is_signed_for_once() -> None:
    (only,) = half_days(When(occurred="2025-07"))
    assert (only.day, only.part) == (None, "whole")


@given(st.uuids(), st.integers(1, 62))
def test_a_number_copied_by_hand_leads_back_to_its_session(id: object, half_day: int) -> None:
    said = reference(str(id), half_day)
    for typed in (said, said.lower().replace("-", " "), said.replace("0", "o").replace("1", "l", 1)):
        assert read_reference(typed) == (str(id).replace("-", "")[-10:], half_day)


@pytest.mark.parametrize("typed", ["", "bonjour", "1234", "UUUU-UUUU-1"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_reference(typed) is None


def test_who_was_not_invited_is_asked_about_and_then_a_walk_in() -> None:
    entries = [AttendanceEntry(person=one, status="present") for one in (ONE, TWO)]
    assert [where for where, _ in uninvited(entries, [ONE])] == ["entries.1.status"]
    assert uninvited(entries, []) == []
    assert [one.status for one in as_walk_ins(entries, [ONE])] == ["present", "walk-in"]
    assert uninvited(as_walk_ins(entries, [ONE]), [ONE]) == []


def test_a_session_counts_on_its_last_possible_day() -> None:
    closed = [Closed("Un bailleur", "année 2025", date(2025, 1, 1), date(2025, 6, 30))]
    assert closing(closed, "2025-06-30") is not None
    assert closing(closed, "2025-06") is not None
    assert closing(closed, "2025-07-01") is None
    assert closing(closed, "2025-06/2025-07") is None
    assert closing(closed, None) is None


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("Présente", "present"),
        ("absents", "absent"),
        ("Excusé(e)", "excused"),
        ("retrait-tardif", "late-withdrawal"),
        ("IMPRÉVU", "walk-in"),
        ("attendu", "expected"),
        ("venu", None),
    ],
)
def test_statuses_are_read_as_people_write_them(typed: str, status: str | None) -> None:
    assert read_status(typed) == status


def test_a_scan_is_told_from_its_content() -> None:
    assert media_type(b"%PDF-1.7 ...") == "application/pdf"
    assert media_type(b"PK\x03\x04") is None


def row(number: int, **said: object) -> AttendanceRow:
    return AttendanceRow.model_validate({"row": number, "day": "3 juillet 2025", "status": "présent", **said})


def test_rows_go_to_their_sessions_and_silence_is_no_absence() -> None:
    sessions = [
        Session("a", "Idéation", "2025-07-03", cancelled=False, invited=frozenset({ONE, TWO})),
        Session("b", "Débat", "2025-11-04", cancelled=False, invited=frozenset()),
    ]
    plan = read_table([row(2, person=ONE), row(3, day="2025-11-04", structure="Une association")], sessions)
    assert plan.faults == []
    first, second = plan.sittings
    assert [(one.person, one.status) for one in first.whole] == [(ONE, "present"), (TWO, "expected")]
    assert [one.structure for one in second.whole] == ["Une association"]


def test_every_fault_of_a_table_is_named_in_its_row() -> None:
    sessions = [
        Session("a", "Idéation", "2025-07-03", cancelled=False, invited=frozenset({ONE, TWO})),
        Session("b", "Débat", "2025-11-04", cancelled=False, invited=frozenset(), closed="Clos."),
        Session("c", "Matin", "2025-12-01", cancelled=False, invited=frozenset()),
        Session("d", "Soir", "2025-12-01", cancelled=False, invited=frozenset()),
        Session("e", "Non tenu", "2025-12-02", cancelled=True, invited=frozenset()),
    ]
    rows = [
        row(2, person=ONE, status="venu"),
        row(3, known=False),
        row(4),
        row(5, person=THREE),
        row(6, day="", person=ONE),
        row(7, day="2025-11-04", structure="x"),
        row(8, day="2025-12-01", structure="x"),
        row(9, day="2025-12-01", title="SOIR", structure="x", minutes="longtemps"),
        row(10, day="2025-12-02", structure="x"),
        row(11, day="2026-01-01", structure="x"),
        row(12, person=TWO),
        row(13, person=TWO),
    ]
    plan = read_table(rows, sessions)
    assert [(number, column) for number, column, _ in plan.faults] == [
        (2, "statut"),
        (3, "nom"),
        (4, "nom"),
        (5, "statut"),
        (6, "date"),
        (7, "date"),
        (8, "atelier"),
        (9, "durée"),
        (10, "date"),
        (11, "date"),
        (13, "nom"),
    ]
