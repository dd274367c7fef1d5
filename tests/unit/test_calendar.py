"""The French calendar, held against dates drawn from elsewhere (tests/data/calendar/README.md)."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import calendar
from shared.calendar import SchoolCalendar

FACTS = Path(__file__).parents[1] / "data" / "calendar"
MODERN_DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))


def facts(name: str) -> Any:
    return json.loads((FACTS / name).read_text(encoding="utf-8"))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


ZONE_B = facts("zone_b_2024_2028.json")
ZONES_A_C = facts("zones_a_c_2017_2028.json")
YEARS = days(date(2024, 1, 1), date(2028, 12, 31))


def test_public_holidays_2024_to_2028_are_the_known_ones_with_their_french_names() -> None:
    found = {str(day): calendar.public_holiday(day) for day in YEARS if calendar.public_holiday(day)}
    assert found == ZONE_B["public_holidays"]


def test_a_year_lists_its_eleven_public_holidays() -> None:
    assert list(calendar.public_holidays(2025).items())[:2] == [
        (date(2025, 1, 1), "Jour de l’an"),
        (date(2025, 4, 21), "Lundi de Pâques"),
    ]
    assert len(calendar.public_holidays(2025)) == 11


def test_the_far_future_still_has_its_public_holidays() -> None:
    assert calendar.public_holiday(date(2150, 7, 14)) == "Fête nationale"
    assert calendar.public_holiday(date(9999, 12, 25)) == "Noël"


def test_two_holidays_on_one_day_read_as_one_sentence() -> None:
    assert calendar.public_holiday(date(2008, 5, 1)) == "Ascension et Fête du Travail"


def test_the_good_friday_of_alsace_is_no_holiday_here() -> None:
    assert calendar.public_holiday(date(2025, 4, 18)) is None


def test_bridges_2024_to_2028_are_the_known_ones() -> None:
    assert [str(day) for day in YEARS if calendar.bridge(day)] == ZONE_B["bridges"]


def test_a_bridge_names_its_holiday() -> None:
    assert calendar.bridge(date(2025, 5, 30)) == "Ascension"
    assert calendar.bridge(date(2025, 11, 10)) == "Armistice"
    assert calendar.bridge(date.max) is None


def test_zone_b_school_holidays_2024_to_2028_are_the_known_ones_day_by_day() -> None:
    known = {
        day: name
        for first, last, name in ZONE_B["school_breaks"]
        for day in days(date.fromisoformat(first), date.fromisoformat(last))
    }
    spring_2024_to_summer_2028 = days(date(2024, 1, 1), date(2028, 9, 3))
    found = {day: calendar.school_holiday(day, "B") for day in spring_2024_to_summer_2028}
    assert found == {day: known.get(day) for day in spring_2024_to_summer_2028}


@pytest.mark.parametrize("zone", ["A", "C"])
def test_breaks_of_the_other_zones_are_the_known_ones(zone: calendar.Zone) -> None:
    found = calendar.school_breaks(date(2017, 9, 4), date(2028, 8, 31), zone)
    listed = {(str(b.first_day), str(b.last_day), b.name) for b in found}
    assert {tuple(fact) for fact in ZONES_A_C[f"zone_{zone}"]} <= listed
    per_year = len(listed) / 11
    assert 5 <= per_year <= 6


def test_toussaint_2025_runs_from_18_october_to_2_november_in_every_zone() -> None:
    for zone in calendar.ZONES:
        (found,) = calendar.school_breaks(date(2025, 10, 20), date(2025, 10, 20), zone)
        assert (found.name, found.first_day, found.last_day) == (
            "Vacances de la Toussaint",
            date(2025, 10, 18),
            date(2025, 11, 2),
        )


def test_the_ascension_bridge_runs_from_thursday_to_the_eve_of_the_return() -> None:
    bridge = [day for day in days(date(2025, 5, 26), date(2025, 6, 8)) if calendar.school_holiday(day, "B")]
    assert bridge == days(date(2025, 5, 29), date(2025, 6, 1))


def test_christmas_is_one_break_over_two_years() -> None:
    (found,) = calendar.school_breaks(date(2025, 1, 2), date(2025, 1, 2), "B")
    assert (found.first_day, found.last_day) == (date(2024, 12, 21), date(2025, 1, 5))


def test_an_unknown_school_calendar_is_said_and_not_taken_for_school_days() -> None:
    long_ago = date(2017, 9, 3)
    assert calendar.school_calendar(long_ago) is SchoolCalendar.UNKNOWN
    with pytest.raises(calendar.UnknownSchoolCalendar, match="03/09/2017 n’est pas connu"):
        calendar.school_holiday(long_ago, "B")
    with pytest.raises(calendar.UnknownSchoolCalendar):
        calendar.school_breaks(long_ago, date(2018, 1, 1), "B")
    with pytest.raises(calendar.UnknownSchoolCalendar):
        calendar.school_holiday(date(2101, 1, 1), "B")


def test_a_calendar_without_its_order_is_a_forecast() -> None:
    assert calendar.school_calendar(date(2028, 9, 3)) is SchoolCalendar.PUBLISHED
    assert calendar.school_calendar(date(2028, 9, 4)) is SchoolCalendar.FORECAST
    assert calendar.school_holiday(date(2028, 12, 27), "B") == "Vacances de Noël"


def test_working_days_leave_out_weekends_and_public_holidays() -> None:
    assert [day.day for day in days(date(2025, 5, 1), date(2025, 5, 11)) if calendar.is_working_day(day)] == [
        2, 5, 6, 7, 9,
    ]  # fmt: skip


def test_the_next_and_the_previous_working_day_are_strictly_beside() -> None:
    assert calendar.next_working_day(date(2025, 5, 7)) == date(2025, 5, 9)
    assert calendar.previous_working_day(date(2025, 4, 22)) == date(2025, 4, 18)


@given(MODERN_DAYS)
def test_going_on_and_coming_back_finds_the_same_working_day(day: date) -> None:
    following = calendar.next_working_day(day)
    assert calendar.is_working_day(following)
    assert calendar.previous_working_day(following) <= day
    assert not any(calendar.is_working_day(d) for d in days(day, following)[1:-1])


@given(MODERN_DAYS)
def test_a_bridge_is_a_working_day_between_a_holiday_and_a_weekend(day: date) -> None:
    if calendar.bridge(day):
        assert calendar.is_working_day(day)
        beside = {day - timedelta(days=1), day + timedelta(days=1)}
        assert any(calendar.public_holiday(d) for d in beside)
        assert any(d.weekday() >= 5 for d in beside)


def test_importing_the_calendar_does_not_load_the_holiday_library() -> None:
    script = "import sys, shared.calendar; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=FACTS.parents[2], check=False).returncode == 0
