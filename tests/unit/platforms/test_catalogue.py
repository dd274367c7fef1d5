"""The catalogue of the example says what the documents say, and leaves empty what they do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from services.platforms.rules.sources import FACTS, check_sources
from shared.contracts.platforms import DescribePlatform
from shared.french import tidy

FILE = Path(__file__).parents[3] / "examples" / "hauts-de-france" / "catalogue.yaml"
CARDS = {entry["slug"]: entry for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))["platforms"]}

# What the table of the programme leaves empty, by platform (domain.md 10; legal forms also 16, X12).
EMPTY = {
    "tipimi": "operator legal_form openness",
    "mobicoop": "operator",
    "coopcircuits": "",
    "coopcycle": "openness",
    "lille-bike": "operator legal_form economic_model openness",
    "la-bici": "operator legal_form economic_model openness",
    "shareathlon": "operator legal_form economic_model openness",
    "label-epicerie": "operator legal_form",
    "epicoop-arras": "operator legal_form openness",
    "lecourtcircuit": "operator legal_form economic_model openness",
    "oiseaux-de-passage": "legal_form economic_model openness",
    "fairbnb": "operator legal_form economic_model openness",
    "etikbnb": "legal_form economic_model openness",
    "decidim": "",
    "france-barter": "operator legal_form openness",
    "dokos": "legal_form economic_model",
    "espace-sur-demande": "legal_form economic_model openness",
    "jadopte": "",
    "okote": "legal_form",
    "propulsons": "legal_form economic_model",
    "effervesens": "legal_form",
    "xedebat": "legal_form",
    "collectero": "legal_form economic_model openness",
    "compostix": "legal_form economic_model",
    "conciergerie": "operator legal_form openness",
    "dans-ta-roue": "legal_form economic_model openness",
    "logiciel-echange": "legal_form",
    "logiciel-reparateurs": "legal_form openness",
    "nos-declics": "legal_form economic_model openness",
}
X12 = [
    "oiseaux-de-passage", "fairbnb", "tipimi", "lille-bike", "la-bici", "shareathlon", "lecourtcircuit",
    "label-epicerie", "epicoop-arras", "france-barter", "dokos",
]  # fmt: skip


def described(slug: str) -> DescribePlatform:
    return DescribePlatform.model_validate(CARDS[slug])


def stated(card: DescribePlatform) -> set[str]:
    """The facts of a card that say something."""
    return {fact for fact in FACTS - {"label", "aliases"} if getattr(card, fact) not in (None, False, [])}


def test_all_cards_of_the_table_are_there():
    assert list(CARDS) == list(EMPTY)
    assert len(CARDS) == 29


@pytest.mark.parametrize("slug", EMPTY)
def test_each_card_can_be_described_and_what_no_document_states_is_null(slug: str):
    card = described(slug)
    check_sources(card.sources)
    assert card.domains
    assert {fact: getattr(card, fact) for fact in EMPTY[slug].split()} == dict.fromkeys(EMPTY[slug].split())


@pytest.mark.parametrize("slug", X12)
def test_a_legal_form_that_is_not_stated_is_null(slug: str):
    assert described(slug).legal_form is None


@pytest.mark.parametrize("slug", EMPTY)
def test_every_fact_has_its_source_and_every_source_its_quote(slug: str):
    card = described(slug)
    assert {source.field for source in card.sources} == stated(card)
    for source in card.sources:
        assert re.match(r"S[0134], \w", source.source)
        assert 1 <= len(source.quote.split()) <= 15


def test_white_label_public_and_refused_are_said_only_where_a_document_says_them():
    cards = [described(slug) for slug in CARDS]
    assert [card.slug for card in cards if card.white_label is not None] == ["mobicoop"]
    assert [card.slug for card in cards if card.public] == ["espace-sur-demande"]
    assert [card.slug for card in cards if card.refused] == ["dans-ta-roue"]


def test_aliases_of_the_documents_are_kept():
    assert described("coopcircuits").aliases == [
        "Open Food France",
        "Open Food Network",
        "Coop Circuit",
        "SCIC CoopCircuit",
    ]
    assert "Oko-té" in described("okote").aliases


def test_the_french_of_the_cards_has_its_spaces():
    for slug in CARDS:
        card = described(slug)
        texts = [getattr(card, fact) for fact in sorted(stated(card)) if isinstance(getattr(card, fact), str)]
        assert [text for text in (*texts, card.label) if tidy(text) != text] == []
