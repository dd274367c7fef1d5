"""MOFF items as lists: what is written can be read again, what is wrong is said with its row."""

from __future__ import annotations

import json

import pytest

from services.portal.moff_lists import WrongList, as_csv, as_json, read_items

ROWS = [
    {
        "catégorie": "Ressources",
        "élément": "=Une gare; et un parc",
        "thème": "Mobilité",
        "qui le dit": "Acteur public",
        "sur quoi": "Une étude",
        "structure": "",
        "source": "État des lieux 2021",
        "auteur": "Équipe",
        "date": "2025-04-02",
    },
    {"catégorie": "Risques", "élément": "Chacun attend\nles autres", "sur quoi": "Ce que le groupe sait déjà"},
]


@pytest.mark.parametrize("write", [as_csv, as_json])
def test_a_list_written_is_read_again(write) -> None:
    items = read_items(write([{**dict.fromkeys(ROWS[0], ""), **row} for row in ROWS]))
    assert [(one.category, one.theme, one.voice, one.evidence, one.source) for one in items] == [
        ("resource", "Mobilité", "public", "study", "État des lieux 2021"),
        ("risk", "", None, "known", ""),
    ]
    assert items[0].text.endswith("=Une gare; et un parc")


def test_every_wrong_row_is_said_with_its_number_and_its_mend() -> None:
    with pytest.raises(WrongList) as refused:
        read_items("catégorie;élément;qui le dit\nPlutôt bien;Une gare;\nRisques;Le bus;Un voisin\n".encode())
    first, second = refused.value.sentences
    assert first.startswith("Ligne 2, catégorie")
    assert "Ressources, Faiblesses, Opportunités, Risques" in first
    assert second.startswith("Ligne 3, qui le dit")


@pytest.mark.parametrize(
    "content",
    [b"", b"[1, 2]", b"{", "élément\nUne gare\n".encode(), "catégorie;élément\n".encode(), b"\x00\x01", b"[]"],
)
def test_a_file_that_is_no_list_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(WrongList) as refused:
        read_items(content)
    assert all(sentence.strip() for sentence in refused.value.sentences)


def test_an_element_too_long_names_its_row() -> None:
    rows = [{"catégorie": "Ressources", "élément": "x" * 1001}]
    with pytest.raises(WrongList) as refused:
        read_items(json.dumps(rows).encode())
    assert refused.value.sentences[0].startswith("Ligne 1")
