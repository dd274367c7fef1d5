"""When unsent drafts are called a last time: in a range of days, once, on working days and hours, before the end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.territories.rules import Reception
from services.territories.rules.last_calls import Stopped, called_at, last_call_due, last_call_from, stopped
from shared.calendar import is_working_day
from shared.clock import PARIS

OCTOBER = Reception(opens="2024-09-16", closes="2024-10-31")
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
INSTANTS = st.builds(lambda day, at: datetime.combine(day, at, UTC), DAYS, st.times())


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@given(DAYS, st.integers(1, 60))
def test_the_last_call_is_due_on_any_day_of_its_range_and_once(day: date, days: int):
    first = last_call_from(OCTOBER, days)
    assert first is not None
    due = last_call_due(OCTOBER, days, day, called=None)
    assert due == (max(first, date(2024, 9, 16)) <= day <= date(2024, 10, 31))
    assert not (due and last_call_due(OCTOBER, days, day + timedelta(days=1), called=day))


def test_a_call_that_was_extended_calls_again_those_called_before():
    longer = Reception(opens="2024-09-16", closes="2024-12-15")
    assert last_call_due(longer, 7, date(2024, 12, 9), called=date(2024, 10, 25))
    assert last_call_from(Reception(), 7) is None
    assert last_call_from(Reception(closes="2024-10", closed_on="2024-10-02"), 7) is None


@given(DAYS, st.integers(1, 60), INSTANTS, DAYS)
def test_the_clock_calls_on_working_days_between_nine_and_six_and_never_after_the_end(
    closes: date, days: int, now: datetime, begun: date
):
    reception = Reception(closes=closes.isoformat())
    leaves = called_at(reception, days, now, begun=begun)
    if leaves is None:
        return
    local = leaves.astimezone(PARIS)
    first = last_call_from(reception, days)
    assert first is not None
    assert is_working_day(local.date())
    assert time(9) <= local.time() < time(18)
    assert max(first, begun + timedelta(days=1)) <= local.date() <= closes
    assert leaves >= now
    # The range begins on a working day, at most a long week-end before the day that was asked for.
    assert is_working_day(first)
    assert timedelta(0) <= closes - timedelta(days=days) - first <= timedelta(days=4)


@given(DAYS, st.integers(1, 60), INSTANTS)
def test_whoever_is_not_called_now_is_called_at_the_instant_that_was_foretold(closes: date, days: int, now: datetime):
    reception, begun = Reception(closes=closes.isoformat()), date(2023, 1, 1)
    foretold = called_at(reception, days, now, begun=begun)
    if foretold is not None:
        assert called_at(reception, days, foretold, begun=begun) == foretold
        if foretold > now:
            earlier = foretold - timedelta(seconds=1)
            assert called_at(reception, days, earlier, begun=begun) == foretold


@pytest.mark.parametrize(
    ("closes", "now", "leaves"),
    [
        # One day before Monday is Sunday: the Friday before, at nine.
        ("2026-03-30", "2026-03-20T10:00", "2026-03-27T09:00"),
        # It is due on that Friday evening, after six: the end comes on the next working day, in its morning.
        ("2026-03-30", "2026-03-27T18:30", "2026-03-30T09:00"),
        # One day before the Saturday after Ascension Day is a working Friday.
        ("2026-05-16", "2026-05-11T10:00", "2026-05-15T09:00"),
        # The eve is a public holiday (8 May, a Friday): the Thursday before.
        ("2026-05-09", "2026-05-04T10:00", "2026-05-07T09:00"),
        # In the middle of the day it is due: now.
        ("2026-03-31", "2026-03-30T14:12", "2026-03-30T14:12"),
        # Sunday is the last day: nobody is written to any more.
        ("2026-03-29", "2026-03-28T10:00", None),
        ("2026-03-29", "2026-03-30T10:00", None),
    ],
)
def test_what_falls_on_a_day_off_goes_backward_before_the_end(closes: str, now: str, leaves: str | None):
    found = called_at(Reception(closes=closes), 1, paris(now), begun=date(2026, 3, 2))
    assert found == (None if leaves is None else paris(leaves))


def test_nobody_is_called_on_the_day_they_begin_nor_before_the_call_opens_nor_twice():
    soon = Reception(opens="2026-04-01", closes="2026-04-20")
    assert called_at(soon, 60, paris("2026-03-20T10:00"), begun=date(2026, 3, 18)) == paris("2026-04-01T09:00")
    assert called_at(soon, 7, paris("2026-04-14T10:00"), begun=date(2026, 4, 14)) == paris("2026-04-15T09:00")
    assert called_at(soon, 7, paris("2026-04-15T10:00"), begun=date(2026, 4, 2), called=date(2026, 4, 14)) is None


def test_a_stopped_last_call_stays_stopped_until_the_call_is_given_more_time():
    kept = Stopped(date(2024, 10, 24), "Ils ont téléphoné", None).kept()
    assert stopped(kept, OCTOBER, 7) == Stopped(date(2024, 10, 24), "Ils ont téléphoné", None)
    assert stopped(kept, Reception(closes="2024-12-15"), 7) is None
    assert stopped(None, OCTOBER, 7) is None
