"""A territory's story: long runs told in one line, nothing else lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.portal.event_words import QUIET_EVENTS
from services.portal.moments import by_territory, moments
from shared.contracts.reporting import Fact


def fact(type: str, occurred: str | None = "2025-04", territory: str | None = "t", number: int = 0) -> Fact:
    """A fact of the journal."""
    return Fact(
        id=str(number),
        type=type,
        territory=territory,
        accompaniment=None,
        occurred=occurred,
        stands_on="2025-04-30",
        recorded="2026-01-01T00:00:00+00:00",
        sentence=f"{type} {number}.",
        data={},
    )


def test_a_run_of_interviews_on_one_date_is_one_line_that_opens() -> None:
    (moment,) = moments(fact("interview-logged", number=number) for number in range(31))
    assert moment.sentence == "31 entretiens."
    assert moment.folded
    assert len(moment.facts) == 31


def test_facts_that_came_without_their_words_are_counted_and_lead_on() -> None:
    told = [fact("milestone-noted", number=number) for number in range(15)]
    unsaid = [*told[:12], *(one.model_copy(update={"sentence": ""}) for one in told[12:])]
    (moment,) = moments(unsaid)
    assert moment.sentence.endswith("15 fois.")
    assert [one.sentence for one in moment.shown] == [one.sentence for one in told[:12]]
    assert [one.sentence for one in moments(told)] == [one.sentence for one in told]


def test_two_facts_of_a_kind_are_still_told_one_by_one() -> None:
    assert [one.sentence for one in moments([fact("stake-named"), fact("stake-named", number=1)])] == [
        "stake-named 0.",
        "stake-named 1.",
    ]


def test_another_date_begins_another_line() -> None:
    told = [fact("interview-logged", f"2025-0{month}", number=month) for month in (1, 1, 1, 2, 2, 2)]
    assert [(one.occurred, one.sentence) for one in moments(told)] == [
        ("2025-01", "3 entretiens."),
        ("2025-02", "3 entretiens."),
    ]


types = st.sampled_from(["interview-logged", "workshop-held", "notification-sent", "stage-entered"])


@given(st.lists(st.tuples(types, st.sampled_from(["2025", "2026", None]))))
def test_every_fact_worth_a_line_is_in_exactly_one_in_its_order(told: list[tuple[str, str | None]]) -> None:
    facts = [fact(kind, occurred, number=number) for number, (kind, occurred) in enumerate(told)]
    shown = [one.id for moment in moments(facts) for one in moment.facts]
    assert shown == [one.id for one in facts if one.type not in QUIET_EVENTS]


def test_the_morning_names_each_territory_once_the_first_spoken_of_first() -> None:
    told = [fact("workshop-held", territory=territory, number=n) for n, territory in enumerate("abab")]
    assert [(place.territory, len(place.moments)) for place in by_territory(told)] == [("a", 2), ("b", 2)]
