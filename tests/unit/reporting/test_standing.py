"""On which day a fact stands: contract.md, «Partial dates», to the letter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.rules.facts import Told, telling
from services.reporting.rules.standing import standing
from shared import events
from shared.clock import paris_day
from shared.partial_dates import latest_day
from tests.unit.reporting.story import COQUELICOT, HELLEMMES, Story


def milestone(**who: str) -> events.MilestoneNoted:
    return events.MilestoneNoted(title="Moment", **who)


def days(story: Story, known_at: datetime | None = None) -> dict[str, date]:
    return {fact.id: fact.on for fact in story.facts(known_at)}


@pytest.mark.parametrize(
    ("occurred", "day"),
    [
        ("2025-07-03", date(2025, 7, 3)),
        ("2024-10", date(2024, 10, 31)),
        ("2025-21", date(2025, 5, 31)),
        ("2024-11~", date(2024, 11, 30)),
        ("2024-11-20?", date(2024, 11, 20)),
        ("2025-07-01/2025-07-10", date(2025, 7, 10)),
        ("2026-01/2026-03", date(2026, 3, 31)),
        ("2025-04/..", date(2025, 4, 30)),
        ("../2025-04-12", date(2025, 4, 12)),
        ("2022", date(2022, 12, 31)),
    ],
)
def test_a_dated_fact_stands_on_its_latest_possible_day(occurred: str, day: date):
    story = Story()
    fact = story.tell(milestone(**COQUELICOT), occurred)
    assert days(story) == {fact.id: day}


def test_an_undated_fact_stands_on_the_day_of_the_next_dated_fact_told_in_its_accompaniment():
    story = Story()
    first = story.tell(milestone(**COQUELICOT))
    second = story.tell(milestone(**COQUELICOT))
    story.tell(milestone(**HELLEMMES), "2025-01")
    story.tell(milestone(**COQUELICOT), "2025-04")
    story.tell(milestone(**COQUELICOT), "2024-01-01")
    assert days(story)[first.id] == days(story)[second.id] == date(2025, 4, 30)


def test_an_undated_fact_with_nothing_dated_after_it_stands_on_the_day_it_was_recorded_in_paris():
    story = Story()
    story.tell(milestone(**COQUELICOT), "2025-04")
    last = story.tell(milestone(**COQUELICOT), recorded=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert days(story)[last.id] == date(2026, 7, 2)


def test_an_undated_fact_outside_every_accompaniment_stands_on_the_day_it_was_recorded():
    story = Story()
    contact = story.tell(events.ContactNoted(territory="t-coquelicot", summary="Appel"))
    story.tell(events.ContactNoted(territory="t-coquelicot", summary="Visite"), "2022-04")
    story.tell(milestone(**COQUELICOT), "2025-04")
    assert days(story)[contact.id] == date(2026, 2, 2)


def test_what_was_learnt_later_moves_nothing_that_was_known():
    story = Story()
    undated = story.tell(milestone(**COQUELICOT))
    known_at = story.recorded
    before = days(story, known_at)
    story.tell(milestone(**COQUELICOT), "2024-03")
    assert days(story, known_at) == before
    assert days(story)[undated.id] == date(2024, 3, 31)


def test_facts_come_in_the_order_of_their_days_then_of_their_telling():
    story = Story()
    later = story.tell(milestone(**COQUELICOT), "2025-05")
    undated = story.tell(milestone(**COQUELICOT))
    dated = story.tell(milestone(**COQUELICOT), "2025-04")
    assert [fact.id for fact in story.facts()] == [undated.id, dated.id, later.id]


DATES = st.sampled_from([None, None, "2024-11", "2025-07-03", "2025-21", "2026-01/2026-03", "2025~"])
ACCOMPANIMENTS = st.sampled_from([None, "a", "b"])
MINUTES = st.integers(0, 3000)


@st.composite
def stories(draw: st.DrawFn) -> list[Told]:
    """Facts of two accompaniments and of none, some recorded at the same instant."""
    rows = draw(st.lists(st.tuples(DATES, ACCOMPANIMENTS, MINUTES), max_size=14))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Told(
            id=f"{number:02d}",
            type="milestone-noted",
            territory=None,
            accompaniment=accompaniment,
            occurred=occurred,
            latest=latest_day(occurred) if occurred else None,
            recorded=start + timedelta(minutes=minutes),
            data={},
        )
        for number, (occurred, accompaniment, minutes) in enumerate(rows)
    ]


def naive_day(one: Told, told: list[Told]) -> date:
    """The rule as the contract words it, looked up fact by fact."""
    if one.occurred is not None:
        return latest_day(one.occurred)
    after = [
        other
        for other in sorted(told, key=telling)
        if one.accompaniment is not None
        and other.accompaniment == one.accompaniment
        and telling(other) > telling(one)
        and other.occurred is not None
    ]
    return latest_day(after[0].occurred) if after and after[0].occurred else paris_day(one.recorded)


@given(stories())
def test_every_fact_stands_where_the_contract_says(told: list[Told]):
    assert {fact.id: fact.on for fact in standing(told)} == {one.id: naive_day(one, told) for one in told}


@given(stories(), MINUTES)
def test_the_order_in_which_the_journal_heard_and_what_it_heard_later_change_nothing(told: list[Told], minutes: int):
    known_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    known = [one for one in told if one.recorded <= known_at]
    assert standing(reversed(told), known_at) == standing(known, None)
