"""The five cases, what a shortlist must be, and how the catalogue is searched."""

import pytest

from services.platforms.rules.cases import CASE_TITLES
from services.platforms.rules.catalogue import by_name, matching
from services.platforms.rules.shortlists import check_shortlist
from services.platforms.rules.sources import check_sources
from shared.contracts.platforms import PlatformCard, PlatformSource
from shared.errors import InvalidInput, NotFound, Refused

KNOWN = {"dokos", "espace-sur-demande", "tipimi"}


def card(slug: str, label: str, **facts: object) -> PlatformCard:
    empty: dict[str, object] = dict.fromkeys(PlatformCard.model_fields)
    lists: dict[str, object] = {"aliases": [], "domains": [], "sources": [], "public": False, "bodies": [], "links": []}
    return PlatformCard.model_validate(empty | lists | {"slug": slug, "label": label} | facts)


def test_the_five_cases_bear_the_titles_of_the_guide():
    assert [CASE_TITLES[case] for case in (1, 2, 3, 4, 5)] == [
        "Une plateforme semble réunir tous les ingrédients",
        "Une plateforme demande à être remaniée",
        "Une plateforme est pertinente, mais est-elle de l’ESS\u202f?",
        "La solution technique n’existe pas encore",
        "La plateforme arrive trop tôt dans le projet",
    ]


def test_two_distinct_known_platforms_make_a_shortlist():
    check_shortlist(["dokos", "espace-sur-demande"], KNOWN)


@pytest.mark.parametrize("asked", [[], ["dokos"], ["dokos", "dokos"], ["unknown"]])
def test_fewer_than_two_options_are_refused_with_the_reason(asked: list[str]):
    with pytest.raises(Refused) as refused:
        check_shortlist(asked, KNOWN)
    assert refused.value.stable_code == "too-few-options"
    assert "la méthode présente toujours au moins deux options" in refused.value.message


def test_platforms_that_the_catalogue_does_not_have_are_named():
    with pytest.raises(NotFound) as refused:
        check_shortlist(["dokos", "trello", "slack"], KNOWN)
    assert refused.value.stable_code == "unknown-platform"
    assert "«\u00a0trello\u00a0» et «\u00a0slack\u00a0»" in refused.value.message


def test_a_platform_that_is_there_twice_is_a_problem_of_its_option():
    with pytest.raises(InvalidInput) as refused:
        check_shortlist(["dokos", "tipimi", "dokos"], KNOWN)
    assert [where for where, _ in refused.value.problems] == ["options.2.platform"]


def test_a_source_is_given_for_a_field_of_the_card():
    right = PlatformSource(field="reach", source="S4")
    wrong = PlatformSource(field="stars", source="S4")
    check_sources([right])
    with pytest.raises(InvalidInput) as refused:
        check_sources([right, wrong])
    assert [where for where, _ in refused.value.problems] == ["sources.1.field"]


def test_searching_minds_neither_case_nor_accents_and_wants_every_word():
    cards = [
        card("mobicoop", "Mobicoop", domains=["covoiturage libre"], reach="Région Bretagne"),
        card("okote", "Okoté", aliases=["Oko-té"], domains=["financement participatif"]),
    ]
    found = {
        text: [c.slug for c in matching(cards, text)]
        for text in ("OKOTE", "oko-té", "bretagne covoiturage", "covoiturage okoté")
    }
    assert found == {
        "OKOTE": ["okote"],
        "oko-té": ["okote"],
        "bretagne covoiturage": ["mobicoop"],
        "covoiturage okoté": [],
    }


def test_an_empty_search_gives_all_cards_by_name():
    cards = [card("z", "Épicerie"), card("a", "Tipimi"), card("b", "dokos")]
    assert [found.label for found in matching(cards, "  ")] == ["dokos", "Épicerie", "Tipimi"]


def test_no_card_carries_a_mark_that_could_rank_it():
    words = {"score", "stars", "rating", "rank", "grade", "note", "position"}
    assert not words & set(PlatformCard.model_fields)
    assert by_name(card("a", "Dokos", refused="non", public=True)) == by_name(card("a", "Dokos"))
