"""Records that may be one: suggested when a name is entered, whatever its case, accents, form or order."""

from __future__ import annotations

import pytest

from services.territories.rules.duplicates import Known, likely_same, same_name


def why(entered: str, known: str) -> list[str]:
    return [one.why for one in likely_same(Known("new", entered), [Known("old", known)])]


@pytest.mark.parametrize(
    ("entered", "known", "reason"),
    [
        ("association SYNAPSE 3i", "Synapse 3I", "même nom"),
        ("Saint-Jean (association)", "Association Saint Jean", "même nom"),
        ("La Manufacture", "Manufacture du Coquelicot", "un nom contient l’autre"),
        ("Manufcture du Coquelicot", "Manufacture du Coquelicot", "nom très proche"),
        ("GCAP", "Groupement coopération accompagnement personnes", "l’un paraît être le sigle de l’autre"),
    ],
)
def test_names_that_may_be_one_are_suggested_with_the_reason(entered: str, known: str, reason: str):
    assert why(entered, known) == [reason]


@pytest.mark.parametrize(
    ("entered", "known"),
    [("Épicerie solidaire", "Garage solidaire"), ("Mairie d’Albert", "Mairie de Bray"), ("Le Jardin", "La Ferme")],
)
def test_names_that_are_not_alike_are_left_alone(entered: str, known: str):
    assert why(entered, known) == []


def test_a_number_comes_before_an_address_and_an_address_before_a_name():
    known = [
        Known("name", "Poste"),
        Known("mail", "Autre", mail="a@b.example"),
        Known("number", "Encore autre", frozenset({"35600000000048"})),
    ]
    entered = Known("", "La Poste", frozenset({"35600000000048"}), "a@b.example")
    assert [one.id for one in likely_same(entered, known)] == ["number", "mail", "name"]


def test_a_record_is_not_its_own_duplicate_and_a_name_of_empty_words_is_still_a_name():
    assert likely_same(Known("a", "Synapse"), [Known("a", "Synapse")]) == []
    assert same_name("La Ville", "Ville, la")
    assert not same_name("", "")
