"""The French words of a workbook, and what they mean."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.diagnostic.rules.words import APPETITE_WORDS, KIND_WORDS, appetite_of, kind_of
from shared.contracts.diagnostic import Appetite, StructureKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("entreprise industrielle", "industry"),
        ("Entreprises industrielles", "industry"),
        ("tertiaire", "services"),
        ("Entreprise tertiaire", "services"),
        ("ESS", "ess"),
        ("structure issue de l’ESS", "ess"),
        ("entreprises issues de l'ESS", "ess"),
        ("Association", "ess"),
        ("COMMERCES", "shop"),
        ("commerçant", "shop"),
        ("institution publique", "public"),
        ("Institutions  publiques", "public"),
        ("service public", "public"),
        ("services", "services"),
        ("habitants", "citizens"),
        ("autre", "other"),
    ],
)
def test_kinds_are_read_without_case_accents_and_plurals(text: str, kind: str):
    assert kind_of(text) == kind


@pytest.mark.parametrize("text", ["", "entreprise", "structure", "client", "ESS ou commerce", "12"])
def test_a_kind_that_says_nothing_or_too_much_is_not_guessed(text: str):
    assert kind_of(text) is None


@pytest.mark.parametrize(
    ("text", "appetite"),
    [
        ("intéressé", "interested"),
        ("Intéressée", "interested"),
        ("INTERESSES", "interested"),
        ("très intéressé", "interested"),
        ("pas intéressé", "refusal"),
        ("non intéressée", "refusal"),
        ("curieux", "curious"),
        ("neutre", "neutral"),
        ("réservé", "reserved"),
        ("Réticente", "reserved"),
        ("méfiance", "distrust"),
        ("méfiants", "distrust"),
        ("refus", "refusal"),
        ("Refusé", "refusal"),
        ("", "not-stated"),
        ("—", "not-stated"),
        ("non renseigné", "not-stated"),
        ("not-stated", "not-stated"),
    ],
)
def test_appetites_are_read_and_a_negation_never_becomes_interest(text: str, appetite: str):
    assert appetite_of(text) == appetite


@pytest.mark.parametrize("text", ["bof", "8/10", "intéressé mais méfiant"])
def test_an_appetite_that_is_none_of_the_list_is_not_guessed(text: str):
    assert appetite_of(text) is None


def test_every_value_of_the_contract_has_words_and_is_its_own_word():
    assert all(kind_of(kind) == kind for kind in get_args(StructureKind))
    assert all(appetite_of(appetite) == appetite for appetite in get_args(Appetite))


def test_no_word_of_the_lists_is_read_as_another_one():
    assert all(kind_of(word) == kind for kind, words in KIND_WORDS.items() for word in words)
    assert all(appetite_of(word) == appetite for appetite, words in APPETITE_WORDS.items() for word in words)


@given(st.text())
def test_no_text_at_all_breaks_the_reading(text: str):
    assert kind_of(text) in (None, *get_args(StructureKind))
    assert appetite_of(text) in (None, *get_args(Appetite))
