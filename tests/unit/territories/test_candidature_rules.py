"""What a candidate can send on which day, what is missing, and when the last call goes out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.territories.places import places_named
from services.territories.rules import DECISIONS, Reception
from services.territories.rules.candidatures import (
    Standing,
    call_state,
    drafts_end,
    missing,
    next_step,
)
from shared.contracts.territories import ELSEWHERE, Answers

NB = "\u00a0"
OCTOBER = Reception(opens="2024-09-16", closes="2024-10-31")
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def standing(state: str | None = None, **more) -> Standing:
    return Standing(**{"reception": OCTOBER, "full_until": None, "state": state, **more})


@pytest.mark.parametrize(
    ("day", "state"),
    [("2024-09-15", "planned"), ("2024-09-16", "open"), ("2024-10-31", "open"), ("2024-11-01", "closed")],
)
def test_a_call_is_announced_open_then_closed(day: str, state: str):
    assert call_state("published", OCTOBER, date.fromisoformat(day)) == state
    assert call_state("draft", OCTOBER, date.fromisoformat(day)) == "draft"


@pytest.mark.parametrize(
    ("state", "more", "day", "step"),
    [
        (None, {}, "2024-09-15", "none"),
        (None, {}, "2024-10-31", "pre-file"),
        (None, {}, "2024-11-01", "none"),
        ("draft", {}, "2024-10-31", "full"),
        ("draft", {}, "2024-11-01", "none"),
        ("draft", {"full_until": "2024-11"}, "2024-11-30", "full"),
        ("draft", {"full_until": "2024-11"}, "2024-12-01", "none"),
        ("submitted", {}, "2024-10-20", "none"),
        ("submitted", {"asked": True}, "2025-02-01", "correction"),
        ("in-review", {"asked": True}, "2025-02-01", "correction"),
        ("in-review", {}, "2024-10-20", "none"),
        ("retained", {"asked": True}, "2024-10-20", "none"),
    ],
)
def test_what_can_be_sent_follows_the_dates_and_the_state(state, more, day: str, step: str):
    assert next_step(standing(state, **more), date.fromisoformat(day))[0] == step


def test_a_refusal_names_the_day_and_says_that_nothing_is_lost():
    _, why = next_step(standing(), date(2024, 11, 2))
    assert why == (
        f"La réception des candidatures à cet appel s’est terminée le jeudi 31 octobre 2024{NB}: rien ne peut plus "
        "être déposé. Ce que vous avez écrit reste gardé à cette adresse."
    )
    _, early = next_step(standing(), date(2024, 9, 1))
    assert "ouvre le lundi 16 septembre 2024" in early


@given(DAYS, st.sampled_from([None, "draft", "submitted", "in-review", *DECISIONS]), st.booleans())
def test_nothing_is_ever_refused_without_a_word_nor_sent_with_one(day: date, state: str | None, asked: bool):
    step, why = next_step(standing(state, asked=asked and state is not None), day)
    assert (step == "none") == bool(why)


def test_a_draft_may_be_empty_and_only_sending_asks_for_more():
    assert [where for where, _ in missing(Answers(), "pre-file")] == ["place", "motives"]
    assert [where for where, _ in missing(Answers(place=ELSEWHERE, motives="…"), "pre-file")] == ["label"]
    assert missing(Answers(place="248000747", motives="Un tiers-lieu"), "pre-file") == []
    full = missing(Answers(place="248000747", motives="Un tiers-lieu"), "full")
    assert [where for where, _ in full] == ["wished_perimeter", "pilot_function"]


def test_drafts_stay_three_months_after_the_end_of_their_call():
    assert drafts_end(OCTOBER) == date(2025, 1, 29)
    assert drafts_end(Reception(opens="2024-09")) is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CC du Pays du Coquelicot", ["CC du Pays du Coquelicot"]),
        ("248 000 747", ["CC du Pays du Coquelicot"]),
        ("hellemmes-lille", ["Hellemmes-Lille"]),
        ("59298", ["Hellemmes-Lille"]),
        ("nulle part", []),
    ],
)
def test_a_partner_is_named_by_its_name_or_its_code(typed: str, found: list[str]):
    assert [place.name for place in places_named(typed)] == found
