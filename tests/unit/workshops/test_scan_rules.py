"""What the codes of a scan say of its pages."""

from __future__ import annotations

import pytest

from services.workshops.rules.scans import marks, missing_pages
from shared.french import NBSP

SHEET = "TERREAU 7K2P-9QXM-1"


def pages(*of: str | None) -> list[list[str]]:
    return [[] if one is None else [f"{SHEET} {one}"] for one in of]


def said(*of: str | None) -> str:
    given = pages(*of)
    return missing_pages(len(given), marks(given)).replace(NBSP, " ").replace("\u202f", " ")


def test_only_our_codes_are_marks_wherever_they_stand() -> None:
    given = [["https://exemple.fr", f"{SHEET} 2/3"], [], ["TERREAU 7K2P 1/3", f"{SHEET} x/3", f"{SHEET}  1/3"]]
    assert [(one.reference, one.page, one.pages, one.at) for one in marks(given)] == [("7K2P-9QXM-1", 2, 3, 1)]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (("1/2", "2/2"), ""),
        (("2/2", "1/2"), ""),
        ((None, None), ""),
        (("1/1", None), ""),
        (("1/3", "3/3"), "La page 2 sur 3 manque : numérisez"),
        (("2/4",), "Les pages 1, 3 et 4 sur 4 manquent : numérisez"),
        (("1/3", None), "Ce fichier a 2 pages, la feuille en a 3 : numérisez"),
        (("1/3", None, "3/3"), "1 page n’a pas pu être lue : vérifiez que les 3 pages de la feuille sont là."),
    ],
)
def test_pages_that_lack_are_said_and_no_more_than_is_known(file: tuple[str | None, ...], expected: str) -> None:
    assert said(*file).startswith(expected)
    assert bool(said(*file)) == bool(expected)
