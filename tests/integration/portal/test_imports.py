"""A workbook of interviews in the portal: looked at, taken over, known again, taken back, and refused by its cells."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from werkzeug.test import TestResponse

from shared.contracts.diagnostic import GetDiagnostic
from tests.integration.portal.conftest import Document, Visitor, at_the_door, hidden_fields
from tests.support.enrolled import enrolled

TITLES = ["date", "structure", "type", "appétence", "synthèse", "code insee"]


@pytest.fixture
def here(visitor: Visitor) -> tuple[Visitor, str]:
    """A visitor who is signed in, and an accompaniment to work on."""
    return visitor.enter(), enrolled(visitor.house)


def workbook(*rows: list[Any], titles: list[str] = TITLES) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for number, row in enumerate([titles, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def send(visitor: Visitor, acc: str, content: bytes, name: str = "terrain.xlsx") -> TestResponse:
    url = f"/accompagnements/{acc}/import"
    return visitor.client.post(url, data={**visitor.form(url), "classeur": (io.BytesIO(content), name)})


def press(visitor: Visitor, page: str, what: str) -> TestResponse:
    return visitor.client.post(f"{page}/{what}", data=hidden_fields(visitor.get(page).text))


def words(page: str) -> str:
    return " ".join(Document(page).text.split())


def structures(visitor: Visitor, acc: str) -> list[str]:
    return sorted(one.structure for one in visitor.house.ask(GetDiagnostic(accompaniment=acc)).interviews)


ROWS = [
    ["mars 2025", "Garage", "commerce", "intéressé", "Un local.", "62041"],
    ["03/07/2025", "École", "institution publique", "refus", "", "02001"],
    ["mars 2025", "Garage", "commerce", "intéressé", "Un local.", "62041"],
]


def test_a_workbook_is_looked_at_taken_over_and_taken_back(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    sent = send(visitor, acc, workbook(*ROWS))
    assert sent.status_code == 303
    page = words(visitor.get(sent.location).text)
    assert "3 lignes lues 2 entretiens nouveaux 1 entretien déjà connu" in page
    assert "Le même entretien que ligne 2." in page
    assert structures(visitor, acc) == []

    assert press(visitor, sent.location, "reprendre").status_code == 303
    assert structures(visitor, acc) == ["Garage", "École"]
    again = send(visitor, acc, workbook(*ROWS))
    assert "0 entretien nouveau 3 entretiens déjà connus" in words(visitor.get(again.location).text)
    assert press(visitor, again.location, "laisser").status_code == 303

    assert press(visitor, sent.location, "annuler").status_code == 303
    assert structures(visitor, acc) == []
    assert "annulé" in words(visitor.get(f"/accompagnements/{acc}/import").text)
    assert visitor.api("GET", f"/interview-imports/{sent.location.rpartition('/')[2]}").get_json()["state"] == "undone"


def test_every_wrong_cell_is_named_with_its_row_and_nothing_can_be_taken_over(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    wrong = [["31/02/2025", "Garage", "voisin", "bof", "", "2001"], *ROWS]
    sent = send(visitor, acc, workbook(*wrong))
    page = words(visitor.get(sent.location).text)
    assert "4 cases à corriger" in page
    assert "Ligne 2\u00a0:" in visitor.get(sent.location).text
    assert "n’a que quatre chiffres" in page
    assert "Reprendre" not in [one.strip() for one in page.split("Laisser")[0].split("classeur")]
    refused = press(visitor, sent.location, "reprendre")
    assert refused.status_code == 422
    assert structures(visitor, acc) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"ceci n'est pas un classeur", "colonnes attendues"),
        (b"", "vide"),
        (workbook(titles=["date", "nom"]), "structure"),
        (workbook(), "aucune ligne"),
        (workbook([45700, "Garage", "commerce", "", "", ""]), "numéro que le tableur donne"),
        (b"\xff\xd8\xff\xe0 une photo \x00", "pas un classeur"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    here: tuple[Visitor, str], content: bytes, sentence: str
) -> None:
    visitor, acc = here
    answer = send(visitor, acc, content)
    assert answer.status_code == 422
    assert sentence in words(answer.text)


def test_ten_thousand_rows_are_looked_at_before_anything_is_taken_over(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    rows = [["2025-03-01", f"Structure {number}", "ESS", "curieux", "x" * 200, ""] for number in range(10_000)]
    sent = send(visitor, acc, workbook(*rows))
    page = visitor.get(sent.location).text
    assert "10\u202f000" in page
    assert len(page) < 50_000
    assert structures(visitor, acc) == []


def test_an_import_of_another_territory_is_not_shown_and_a_reader_sends_none(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    sent = send(visitor, acc, workbook(*ROWS))
    other = enrolled(visitor.house, "Bapaume")
    assert visitor.get(sent.location.replace(acc, other)).status_code == 404
    reader = at_the_door(visitor.house).enter_as("reader")
    assert "classeur" not in hidden_fields(reader.get(f"/accompagnements/{acc}/import").text)
    assert reader.client.post(f"/accompagnements/{acc}/import", data={}).status_code == 403
