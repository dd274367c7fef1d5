"""What the method fixes: six roles and not four, six commitments, two warnings that are never one."""

from __future__ import annotations

from typing import get_args

import pytest

from services.territories.rules.method import (
    COLLECTIVITE_ROLES,
    COMMITMENTS,
    DEVICES,
    SHEETS,
    WARNINGS,
    criteria_met,
    unfitting_answers,
)
from shared.contracts.territories.method import BuyingDevice, CollectiviteRole, SheetName, TimingName


@pytest.mark.parametrize(
    ("codes", "known"),
    [
        (SheetName, SHEETS),
        (CollectiviteRole, COLLECTIVITE_ROLES),
        (BuyingDevice, DEVICES),
        (TimingName, WARNINGS),
    ],
)
def test_the_contract_names_what_the_rules_know(codes: object, known: dict[str, object]):
    assert set(get_args(codes)) == set(known)


def test_there_are_six_roles_six_commitments_eight_stakes_and_five():
    assert len(COLLECTIVITE_ROLES) == len(COMMITMENTS) == 6
    assert [len(SHEETS[name].groups[0].questions) for name in ("stakes-collectivite", "stakes-carriers")] == [8, 5]
    assert [len(group.questions) for group in SHEETS["timing"].groups] == [3, 3, 1, 2]


def test_only_a_criterion_that_holds_counts():
    assert criteria_met({}) == 0
    assert criteria_met({"road-map": "yes", "first-diagnostic": "under-way", "demonstrator": "no"}) == 1


def test_an_answer_belongs_to_a_question_of_its_sheet():
    assert unfitting_answers("timing", {"elections": "Mars 2026", "road-map": "yes"}) == []
    assert unfitting_answers("timing", {"power": "x", "road-map": "peut-être"}) == ["power", "road-map"]
