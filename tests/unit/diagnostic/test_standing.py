"""How the structures met stand: one count each, by the latest word."""

from datetime import date

from services.diagnostic.rules.standing import Met, ess_interested, latest, standing_days, tally

TODAY = date(2026, 2, 2)


def met(structure: str, appetite: str, occurred: str | None, *, kind: str = "ess", ess: bool = True) -> Met:
    return Met(structure, kind, ess, appetite, occurred, TODAY)


def test_an_undated_fact_stands_with_the_next_dated_one_told_else_on_the_day_it_was_recorded():
    told = [(None, TODAY), ("2025-03", TODAY), ("2024-11~", TODAY), (None, TODAY)]
    assert standing_days(told) == [date(2025, 3, 31), date(2025, 3, 31), date(2024, 11, 30), TODAY]


def test_a_structure_met_twice_counts_once_by_its_latest_interview():
    standing = latest(
        [met("a", "interested", "2025-01"), met("b", "refusal", "2025-01"), met("a", "distrust", "2025-03")]
    )
    assert len(standing) == 2
    assert standing["a"].appetite == "distrust"


def test_an_older_interview_told_later_does_not_overrule_the_latest_one():
    standing = latest([met("a", "interested", "2025-03"), met("a", "distrust", "2024-12")])
    assert standing["a"].appetite == "interested"


def test_on_the_same_day_the_last_told_stands():
    assert latest([met("a", "interested", None), met("a", "refusal", None)])["a"].appetite == "refusal"


def test_the_tally_counts_structures_by_kind_and_appetite():
    standing = latest(
        [
            met("a", "interested", "2025-01"),
            met("a", "interested", "2025-02"),
            met("b", "interested", "2025-02"),
            met("c", "distrust", "2025-02", kind="industry", ess=False),
        ]
    )
    assert tally(standing.values()) == {("ess", "interested"): 2, ("industry", "distrust"): 1}


def test_interest_in_the_ess_follows_the_flag_and_not_the_kind():
    standing = latest(
        [
            met("a", "interested", None, kind="industry", ess=True),
            met("b", "interested", None, kind="shop", ess=False),
            met("c", "curious", None),
        ]
    )
    assert ess_interested(standing.values()) == 1
