"""The pure rules of workshops: dates, presence, and what is said of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workshops import rules
from services.workshops.rules import When
from shared.contracts.workshops import AttendanceEntry
from shared.errors import InvalidInput
from shared.ids import new_id

SUMMER = timezone(timedelta(hours=2))
NINE = datetime(2025, 7, 3, 9, 0, tzinfo=SUMMER)
NOON = datetime(2025, 7, 3, 12, 0, tzinfo=SUMMER)
STATUSES = ("expected", "present", "absent", "excused", "late-withdrawal", "walk-in")


def entries(*statuses: str) -> list[AttendanceEntry]:
    return [AttendanceEntry.model_validate({"person": new_id(), "status": status}) for status in statuses]


def refused(call: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refusal:
        call()  # type: ignore[operator]
    return refusal.value.problems


# --- Dates


def test_exact_times_are_kept_in_utc_and_stand_on_their_day_in_paris() -> None:
    late = rules.when(datetime(2025, 7, 3, 23, 0, tzinfo=UTC), datetime(2025, 7, 4, 1, 0, tzinfo=UTC), None)
    assert late.start == datetime(2025, 7, 3, 23, 0, tzinfo=UTC)
    assert late.start is not None
    assert late.start.utcoffset() == timedelta(0)
    assert late.occurred == "2025-07-04"


def test_a_partial_date_alone_is_kept_as_told_and_nothing_at_all_is_an_answer() -> None:
    assert rules.when(None, None, "2025-11") == When(occurred="2025-11")
    assert rules.when(None, None, None) == rules.UNKNOWN


def test_a_naive_time_is_refused_field_by_field() -> None:
    naive = NINE.replace(tzinfo=None)
    assert [where for where, _ in refused(lambda: rules.when(naive, naive, None))] == ["start", "end"]


@pytest.mark.parametrize("end", [NINE, NINE - timedelta(minutes=1)])
def test_a_workshop_ends_after_it_starts(end: datetime) -> None:
    assert refused(lambda: rules.when(NINE, end, None)) == [("end", "La fin doit venir après le début de l’atelier.")]


def test_half_a_slot_is_refused_with_the_half_that_misses() -> None:
    assert [where for where, _ in refused(lambda: rules.when(NINE, None, None))] == ["end"]
    assert [where for where, _ in refused(lambda: rules.when(None, NOON, None))] == ["start"]


def test_a_partial_date_beside_exact_times_must_hold_their_day() -> None:
    assert rules.when(NINE, NOON, "2025-07").occurred == "2025-07-03"
    ((where, sentence),) = refused(lambda: rules.when(NINE, NOON, "2025-11"))
    assert where == "occurred"
    assert "jeudi 3 juillet 2025" in sentence


def test_a_workshop_without_hours_is_held_when_somebody_says_or_when_it_was_planned() -> None:
    planned = When(occurred="2025-07-01/2025-07-10")
    assert rules.held_on(planned, None) == "2025-07-01/2025-07-10"
    assert rules.held_on(planned, "2025-07-03") == "2025-07-03"
    assert rules.held_on(rules.UNKNOWN, None) is None


def test_a_workshop_with_hours_keeps_its_day_and_another_one_must_be_told_as_a_move() -> None:
    exact = rules.when(NINE, NOON, None)
    assert rules.held_on(exact, None) == "2025-07-03"
    assert rules.held_on(exact, "2025-07") == "2025-07-03"
    ((where, sentence),) = refused(lambda: rules.held_on(exact, "2025-07-04"))
    assert (where, "déplacez-le d’abord" in sentence) == ("occurred", True)


def test_only_what_surely_lies_ahead_is_to_come() -> None:
    today = date(2025, 11, 3)
    assert rules.is_to_come(When(occurred="2025-12"), today)
    assert not rules.is_to_come(When(occurred="2025-11"), today)
    assert not rules.is_to_come(rules.UNKNOWN, today)


def test_a_date_reads_in_french_whatever_is_known_of_it() -> None:
    assert rules.as_text(rules.when(NINE, NOON, None)) == "jeudi 3 juillet 2025, de 9\u00a0h à 12\u00a0h"
    assert rules.as_text(When(occurred="2025-07-01/2025-07-10")) == "du 1er au 10 juillet 2025"
    assert rules.as_text(rules.UNKNOWN) == "date inconnue"


def test_a_move_is_told_with_both_dates_and_why() -> None:
    moved = rules.move_text(rules.when(NINE, NOON, None), When(occurred="2025-11"), "salle fermée.")
    assert moved == (
        "Date d’abord retenue\u00a0: jeudi 3 juillet 2025, de 9\u00a0h à 12\u00a0h. "
        "Nouvelle date\u00a0: novembre 2025. Motif\u00a0: salle fermée."
    )


def test_events_say_times_with_the_offset_of_paris_in_summer_and_winter() -> None:
    assert rules.iso(datetime(2025, 7, 3, 7, 0, tzinfo=UTC)) == "2025-07-03T09:00:00+02:00"
    assert rules.iso(datetime(2025, 11, 4, 8, 0, tzinfo=UTC)) == "2025-11-04T09:00:00+01:00"
    assert rules.iso(None) is None


# --- Presence


def test_nothing_said_counts_as_nothing_said() -> None:
    assert rules.count([], expected=None, present=None, planned=None) == rules.Presence(None, None)


def test_entries_count_walk_ins_as_present_and_not_as_expected() -> None:
    listed = entries("present", "present", "absent", "excused", "late-withdrawal", "walk-in")
    assert rules.count(listed, expected=None, present=None, planned=None) == rules.Presence(5, 3)


def test_a_list_of_people_expected_says_nothing_of_who_came() -> None:
    assert rules.count(entries("expected", "expected"), expected=None, present=None, planned=None) == rules.Presence(
        2, None
    )


def test_a_stated_number_wins_over_the_list_and_the_difference_is_said() -> None:
    listed = entries("present", "absent")
    assert rules.count(listed, expected=12, present=7, planned=3) == rules.Presence(12, 7)
    assert rules.disagreement(listed, 7) == (
        "Le nombre de présents indiqué (7) diffère de la liste (1)\u00a0: le nombre indiqué compte."
    )
    assert rules.disagreement(listed, 1) is None
    assert rules.disagreement(listed, None) is None
    assert rules.disagreement([], 7) is None


def test_zero_present_is_a_number_and_not_silence() -> None:
    assert rules.count(entries("absent"), expected=None, present=None, planned=None) == rules.Presence(1, 0)
    assert rules.count(entries("present"), expected=0, present=0, planned=9) == rules.Presence(0, 0)


def test_what_was_planned_stands_for_the_expected_nobody_counted() -> None:
    assert rules.count([], expected=None, present=6, planned=9) == rules.Presence(9, 6)
    assert rules.count(entries("walk-in"), expected=None, present=None, planned=None) == rules.Presence(None, 1)


@given(st.lists(st.sampled_from(STATUSES), max_size=30))
def test_those_present_are_the_expected_who_came_and_the_walk_ins(statuses: list[str]) -> None:
    found = rules.count(entries(*statuses), expected=None, present=None, planned=None)
    came, walked_in = statuses.count("present"), statuses.count("walk-in")
    assert (found.expected or 0) == len(statuses) - walked_in
    assert (found.present or 0) == came + walked_in
    assert (found.present is None) == (set(statuses) <= {"expected"})


def test_a_line_names_a_person_by_id_or_a_structure_and_nobody_twice() -> None:
    someone = new_id()
    lines = [
        AttendanceEntry(person=someone, status="present"),
        AttendanceEntry(structure="Une association", status="present"),
        AttendanceEntry(person=someone, status="absent"),
        AttendanceEntry(status="present"),
        AttendanceEntry(person="Prénom Nom", status="present"),
    ]
    assert [where for where, _ in rules.entry_problems(lines)] == ["entries.2.person", "entries.3", "entries.4.person"]


# --- The agenda


def test_days_of_paris_are_whole_days_also_when_the_clock_changes() -> None:
    first, after = rules.paris_days("2025-10-26", "2025-10-26")
    assert (first, after - first) == (datetime(2025, 10, 25, 22, 0, tzinfo=UTC), timedelta(hours=25))


@pytest.mark.parametrize(
    ("from_day", "to_day", "where"),
    [
        ("2025-07-32", "2025-08-01", "from_day"),
        ("2025-07-01", "juillet", "to_day"),
        ("2025-07-02", "2025-07-01", "to_day"),
        ("2025-07-02", "9999-12-31", "to_day"),
    ],
)
def test_days_that_make_no_window_are_refused(from_day: str, to_day: str, where: str) -> None:
    assert [place for place, _ in refused(lambda: rules.paris_days(from_day, to_day))] == [where]
