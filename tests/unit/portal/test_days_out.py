"""The days of spring 2025 on which no workshop could be held, as the search page tells them."""

from __future__ import annotations

from datetime import date

from services.portal.days_out import days_out

WORKING = {0, 1, 2, 3, 4}


def told(first: date, last: date, school: str, weekdays: set[int] = WORKING) -> list[str]:
    return [line.replace("\u00a0", " ") for line in days_out(first, last, weekdays, school)]


def test_each_public_holiday_is_named_with_its_day() -> None:
    assert told(date(2025, 5, 1), date(2025, 5, 8), "allow") == [
        "jeudi 1er mai 2025 : Fête du Travail, jour férié",
        "jeudi 8 mai 2025 : Fête de la Victoire, jour férié",
    ]


def test_a_holiday_on_a_day_nobody_asked_for_is_not_told() -> None:
    assert told(date(2025, 5, 1), date(2025, 5, 8), "allow", {0, 1}) == []


def test_school_holidays_are_told_in_full_and_as_a_last_resort_where_they_are_one() -> None:
    october = date(2025, 10, 20), date(2025, 10, 31)
    (strict,) = told(*october, "exclude")
    assert strict.startswith("du 18 oct. 2025 au 2 nov. 2025 : Vacances de la Toussaint")
    assert told(*october, "rank-last") == [f"{strict}, en dernier recours"]
    assert told(*october, "allow") == []


def test_nothing_is_told_of_a_period_that_ends_before_it_begins_or_is_longer_than_a_year() -> None:
    assert told(date(2025, 5, 8), date(2025, 5, 1), "exclude") == []
    assert told(date(2025, 1, 1), date(2027, 1, 1), "exclude") == []


def test_where_no_school_calendar_is_known_only_public_holidays_are_told() -> None:
    assert told(date(2010, 5, 1), date(2010, 5, 31), "exclude", {3}) == ["jeudi 13 mai 2010 : Ascension, jour férié"]
