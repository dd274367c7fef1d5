"""A table of contacts: what each row brings, what the directory knows already, what is wrong and how to mend it."""

from __future__ import annotations

from services.territories.rules.contact_table import KnownOrganisation, KnownPerson, plan
from shared.contracts.territories import ContactRow

SIRET = "35600000000048"
KNOWN = [KnownOrganisation("o1", "Manufacture du Coquelicot", SIRET, None)]
PEOPLE = [KnownPerson("p1", "Camille Fictif", "camille@exemple.fr", "o1")]


def rows(*cells: dict[str, str]) -> list[ContactRow]:
    return [ContactRow(row=number, **one) for number, one in enumerate(cells, 2)]


def test_a_structure_named_twice_is_brought_once_with_both_its_people():
    read = plan(
        rows(
            {"structure": "Synapse", "name": "A", "function": "directrice"},
            {"structure": "association synapse", "name": "B", "function": "bénévole"},
        ),
        [],
        [],
    )
    assert [one.label for one in read.organisations] == ["Synapse"]
    assert read.people == 2
    assert all(one.new_organisation is read.organisations[0] for one in read.planned)


def test_what_the_directory_knows_is_recognised_by_number_name_and_address():
    read = plan(
        rows(
            {"structure": "Sous un autre nom", "siret": "356 000 000 00048"},
            {"structure": "MANUFACTURE DU COQUELICOT"},
            {"name": "Quelqu’un", "function": "élue", "email": "Camille@exemple.fr"},
            {"structure": "Manufacture du Coquelicot", "name": "camille fictif", "function": "gérance"},
        ),
        KNOWN,
        PEOPLE,
    )
    assert [one.organisation for one in read.planned] == ["known", "known", "none", "known"]
    assert [one.person for one in read.planned] == ["none", "none", "known", "known"]
    assert (read.organisations, read.people) == ([], 0)


def test_two_sirets_are_two_establishments_under_one_name():
    read = plan(rows({"structure": "Manufacture du Coquelicot", "siret": "732 829 320 00074"}), KNOWN, [])
    assert [one.siret for one in read.organisations] == ["73282932000074"]


def test_each_mistake_names_its_row_its_column_and_the_mend():
    read = plan(
        rows(
            {"structure": "La Poste", "siret": "35600000000049"},
            {"structure": "Zéro perdu", "siret": "5600000000048"},
            {"structure": "Régie", "name": "Quelqu’un"},
            {"kind": "ess"},
            {"structure": "Asso", "rna": "595012345"},
            {"name": "X", "function": "Y", "email": "x@y"},
            {"name": "X", "function": "Y", "siret": SIRET},
        ),
        [],
        [],
    )
    assert [(row, column) for row, column, _ in read.problems] == [
        (2, "siret"),
        (3, "siret"),
        (4, "function"),
        (5, "structure"),
        (6, "rna"),
        (7, "email"),
        (8, "structure"),
    ]
    said = {row: sentence for row, _, sentence in read.problems}
    assert "clé de contrôle" in said[2]
    assert "14 chiffres" in said[3]
    assert "directrice" in said[4]


def test_an_establishment_of_la_poste_has_a_key_of_its_own():
    assert plan(rows({"structure": "Bureau de poste", "siret": "35600000049837"}), [], []).problems == []
