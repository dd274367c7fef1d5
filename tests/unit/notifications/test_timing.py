"""When messages are due, and which of them leave."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules import timing
from services.notifications.rules.catalogue import RULES
from services.notifications.rules.letters import _WRITERS
from services.notifications.rules.timing import Heard, birth, due_at, retry_at, workshop_stop
from shared.calendar import is_working_day
from shared.clock import PARIS, paris_day

REMINDER, TO_LOG = RULES["workshop-reminder"], RULES["interview-to-log"]
ANNOUNCED, BILAN, DECISION = RULES["workshop-announced"], RULES["bilan-due"], RULES["decision"]
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def heard(now: str, recorded: str | None = None) -> Heard:
    return Heard(paris(now).astimezone(UTC), paris(recorded or now).astimezone(UTC))


def test_every_rule_has_a_letter() -> None:
    assert set(RULES) == set(_WRITERS)


@pytest.mark.parametrize(
    ("workshop", "reminder"),
    [
        ("2025-07-03", "2025-06-26T09:00"),
        ("2025-05-08", "2025-04-30T09:00"),  # 1 May is a holiday: the working day before
        ("2026-01-08", "2025-12-31T09:00"),
        ("2025-04-04", "2025-03-28T09:00"),  # the clock changes on 30 March: nine stays nine
        ("2025-11-01", "2025-10-24T09:00"),  # a Saturday seven days before goes back to Friday
    ],
)
def test_a_reminder_leaves_a_week_before_at_nine_in_paris_on_a_working_day(workshop: str, reminder: str) -> None:
    assert due_at(REMINDER, date.fromisoformat(workshop)) == paris(reminder)


@pytest.mark.parametrize(
    ("interview", "follow_up"),
    [("2025-07-03", "2025-07-04T09:00"), ("2025-07-04", "2025-07-07T09:00"), ("2025-04-30", "2025-05-02T09:00")],
)
def test_a_follow_up_leaves_on_the_next_working_day(interview: str, follow_up: str) -> None:
    assert due_at(TO_LOG, date.fromisoformat(interview)) == paris(follow_up)


@given(DAYS, st.sampled_from([rule for rule in RULES.values() if rule.timing != "at-once"]))
def test_dated_messages_leave_at_nine_on_a_working_day_on_the_right_side(day: date, rule) -> None:
    due = due_at(rule, day).astimezone(PARIS)
    assert (due.hour, due.minute) == (9, 0)
    assert is_working_day(due.date())
    if rule.timing == "before":
        assert due.date() <= day - timedelta(days=rule.days)
    else:
        assert due.date() >= day + timedelta(days=rule.days)


@pytest.mark.parametrize(
    ("now", "start", "leaves"),
    [
        ("2025-07-01T10:00", "2025-07-10T09:00", "2025-07-01T10:00"),
        ("2025-07-01T19:00", "2025-07-10T09:00", "2025-07-02T08:00"),  # in the evening: the next morning
        ("2025-07-01T06:30", "2025-07-10T09:00", "2025-07-01T08:00"),
        ("2025-06-29T22:00", "2025-07-03T09:00", "2025-06-30T08:00"),  # a Sunday: Monday
        ("2025-07-11T20:00", "2025-07-17T09:00", "2025-07-15T08:00"),  # the 14th of July is a Monday
        ("2025-06-29T22:00", "2025-06-30T14:00", "2025-06-29T22:00"),  # it begins on Monday: no waiting
        ("2026-03-27T20:00", "2026-04-10T09:00", "2026-03-30T08:00"),  # over the change of the clock
    ],
)
def test_news_leaves_in_working_hours_unless_it_presses(now: str, start: str, leaves: str) -> None:
    first = paris(start)
    assert birth(ANNOUNCED, heard(now), day=first.date(), start=first) == timing.Birth(paris(leaves))


@given(DAYS, st.times())
def test_the_next_opening_is_never_at_night_or_on_a_day_off(day: date, hour: time) -> None:
    now = datetime.combine(day, hour, PARIS)
    opening = timing.next_opening(now).astimezone(PARIS)
    assert opening >= now
    assert is_working_day(opening.date())
    assert 8 <= opening.hour < 19


@pytest.mark.parametrize("rule", list(RULES.values()), ids=list(RULES))
@pytest.mark.parametrize("past", [date(2015, 1, 1), date(2024, 10, 31), date(2025, 6, 25)])
def test_telling_the_past_sends_nothing(rule, past: date) -> None:
    born = birth(rule, heard("2025-06-30T10:00"), day=past)
    assert (born.state, born.reason) == ("skipped", "fait passé")


@pytest.mark.parametrize("rule", list(RULES.values()), ids=list(RULES))
def test_what_has_no_date_is_not_known_to_be_new(rule) -> None:
    born = birth(rule, heard("2025-06-30T10:00"), day=None)
    assert (born.state, born.reason) == ("skipped", "fait sans date")


def test_today_still_counts_but_a_workshop_that_has_begun_does_not() -> None:
    now = heard("2025-07-03T10:00")
    assert birth(DECISION, now, day=date(2025, 7, 3)).state == "planned"
    assert birth(DECISION, now, day=date(2025, 7, 2)).reason == "fait passé"
    assert birth(ANNOUNCED, now, day=date(2025, 7, 3), start=paris("2025-07-03T09:59")).reason == "fait passé"
    assert birth(ANNOUNCED, now, day=date(2025, 7, 3), start=paris("2025-07-03T14:00")).state == "planned"


def test_news_recorded_long_ago_is_stale_but_a_reminder_still_ahead_is_planned() -> None:
    replayed = heard("2025-06-20T10:00", recorded="2025-06-17T09:00")
    assert birth(ANNOUNCED, replayed, day=date(2025, 7, 3)).reason == timing.STALE
    assert birth(REMINDER, replayed, day=date(2025, 7, 3)).state == "planned"


def test_a_reminder_for_a_workshop_within_the_week_is_left_out() -> None:
    assert birth(REMINDER, heard("2025-06-30T10:00"), day=date(2025, 7, 3)).reason == timing.TOO_CLOSE


def test_a_reminder_heard_late_leaves_within_two_days_then_is_missed() -> None:
    told = "2025-06-20T10:00"
    late = birth(REMINDER, heard("2025-06-27T10:00", recorded=told), day=date(2025, 7, 3))
    too_late = birth(REMINDER, heard("2025-06-28T09:01", recorded=told), day=date(2025, 7, 3))
    assert (late.state, too_late.state, too_late.reason) == ("planned", "missed", timing.TOO_LATE)


def test_a_deadline_raised_late_by_its_clock_still_counts_for_two_days() -> None:
    assert birth(BILAN, heard("2025-07-03T10:00"), day=date(2025, 7, 2)).state == "planned"
    assert birth(BILAN, heard("2025-07-03T10:00"), day=date(2025, 6, 30)).reason == "fait passé"


def test_a_deadline_on_a_sunday_is_told_on_monday() -> None:
    assert birth(BILAN, heard("2025-07-06T10:00"), day=date(2025, 7, 6)).due == paris("2025-07-07T09:00")


def test_tries_come_later_and_later_and_end() -> None:
    now = paris("2025-07-03T10:00")
    waits = [retry_at(attempts, now) for attempts in range(1, 8)]
    assert waits[-1] is None
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert known[0] == now + timedelta(minutes=1)


START = "2025-07-03T09:00:00+02:00"


@pytest.mark.parametrize(
    ("rule", "state", "start", "reason"),
    [
        ("workshop-reminder", "scheduled", START, None),
        ("workshop-reminder", "scheduled", "2025-07-03T07:00:00+00:00", None),
        ("workshop-reminder", "scheduled", "2025-07-04T09:00:00+02:00", "l’atelier a changé de date"),
        ("workshop-reminder", "scheduled", None, "l’atelier a changé de date"),
        ("workshop-reminder", "cancelled", START, "l’atelier est annulé"),
        ("workshop-reminder", "held", START, "l’atelier s’est tenu"),
        ("workshop-cancelled", "cancelled", START, None),
        ("workshop-cancelled", "held", START, "l’atelier s’est tenu"),
    ],
)
def test_what_holds_is_looked_at_when_the_mail_is_written(
    rule: str, state: str, start: str | None, reason: str | None
) -> None:
    now = paris("2025-06-26T09:00")
    assert workshop_stop(RULES[rule], state=state, start=start, planned_start=START, now=now) == reason


def test_no_message_speaks_of_a_workshop_that_has_begun() -> None:
    now = paris("2025-07-03T09:00")
    stop = workshop_stop(ANNOUNCED, state="scheduled", start=START, planned_start=START, now=now)
    assert stop == "l’atelier a commencé"


def test_due_instants_are_days_of_paris() -> None:
    assert paris_day(due_at(BILAN, date(2026, 1, 5))) == date(2026, 1, 5)
