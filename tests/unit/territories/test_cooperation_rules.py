"""Cooperations stand on gradients, needs follow from where they stand, aids add up over three rolling years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.territories.rules.aids import REGIMES, Granted, standings, window_start
from services.territories.rules.cooperation import (
    AXES,
    INITIATORS,
    NON_MONETARY,
    STAGES,
    STARTING_POINTS,
    Position,
    category_of,
    needs,
    placed,
)
from shared.contracts.territories.cooperations import AidRegime, CooperationStage, Initiator, StartingPoint

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("codes", "known"),
    [
        (CooperationStage, STAGES),
        (Initiator, INITIATORS),
        (StartingPoint, STARTING_POINTS),
        (AidRegime, REGIMES),
    ],
)
def test_the_contract_names_what_the_rules_know(codes: object, known: dict[str, object]):
    assert set(get_args(codes)) == set(known)


def texts(**where: object) -> str:
    return " ".join(one.text for one in needs(Position(**where)))  # type: ignore[arg-type]


def test_needs_follow_from_the_stage_then_from_the_type():
    assert "tiers de confiance" in texts(stage="emergence", modelled=0)
    assert "pairs" in texts(stage="emergence", modelled=4)
    assert "expériences pilotes" in texts(stage="emergence", systemic=3)
    assert texts(stage="emergence", systemic=0) == texts(stage="emergence")
    assert "fonds de roulement" in texts(stage="creation")
    assert "complet du fonctionnement" in texts(stage="consolidation", market=1)
    assert "complet du fonctionnement" not in texts(stage="scaling", market=1)


def test_each_need_says_what_it_follows_from():
    assert {one.because for one in needs(Position("emergence", modelled=0))} == {"stade : émergence", "non modélisée"}


def test_a_gradient_has_a_middle_and_may_be_left_unsaid():
    assert [placed("systemic", value) for value in (None, 0, 1, 2, 3, 4)] == [
        "non dit",
        "ciblée",
        "plutôt ciblée",
        "entre les deux",
        "plutôt systémique",
        "systémique",
    ]
    assert placed("market", 2) == "hybride"
    assert set(AXES) == {"modelled", "systemic", "market"}


def test_what_costs_no_money_is_a_resource_and_never_a_charge():
    for category in NON_MONETARY:
        assert category_of("resource", category)
        assert category_of("charge", category) is None
    assert category_of("charge", "animation") == "Animation"
    assert category_of("resource", "animation") is None


@settings(max_examples=40)
@given(DAYS)
def test_the_window_is_three_years_to_the_day(day: date):
    start = window_start(day)
    assert timedelta(days=3 * 365) <= day - start + timedelta(days=1) <= timedelta(days=3 * 366)
    before = start - timedelta(days=1)
    assert (before.month, before.day) in ((day.month, day.day), (2, 28))


def test_what_is_three_years_old_to_the_day_counts_no_more():
    day = date(2026, 5, 10)
    aids = [
        Granted("de-minimis", 200_000_00, "2023-05-10"),
        Granted("de-minimis", 100_000_00, "2023-05-11"),
        Granted("de-minimis", 50_000_00, "2026-05-10"),
        Granted("sieg", 700_000_00, "2025"),
        Granted("other", 900_000_00, "2025"),
    ]
    minimis, sieg = standings(aids, day)
    assert (minimis.granted, minimis.left, minimis.would_pass) == (150_000_00, 150_000_00, False)
    assert (sieg.regime, sieg.granted) == ("sieg", 700_000_00)


def test_an_expected_aid_warns_and_a_date_known_by_month_counts_as_long_as_it_may():
    day = date(2026, 5, 10)
    (one,) = standings(
        [Granted("de-minimis", 250_000_00, "2023-05"), Granted("de-minimis", 60_000_00, "2026-09", expected=True)], day
    )
    assert (one.granted, one.expected, one.would_pass) == (250_000_00, 60_000_00, True)
    (later,) = standings([Granted("de-minimis", 10_00, "2027")], day)
    assert (later.granted, later.expected) == (0, 10_00)
