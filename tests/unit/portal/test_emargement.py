"""The émargement sheet: its columns, its head, its lines for walk-ins, and nothing by which one could be reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.portal.attendees import Attendee
from services.portal.emargement import UNLISTED, WALK_INS, Sheet, emargement
from shared.attendance_table import attendance_rows
from shared.codes import read_pages
from shared.contracts.territories import PersonCard
from shared.contracts.workshops import HalfDay, HeadOfSheets, WorkshopCard, sheet_code
from shared.documents import Table, make
from shared.documents.model import plain
from shared.workbooks import Row
from shared.workbooks import Table as Workbook

CARD = WorkshopCard.model_validate(
    {
        "id": "w",
        "accompaniment": "a",
        "territory": "t",
        "title": "Partager nos salles",
        "format": "idéation",
        "circle": "full",
        "state": "scheduled",
        "start": "2025-07-03T09:00:00+02:00",
        "end": "2025-07-03T12:00:00+02:00",
        "occurred": "2025-07-03",
        "venue_label": "La Manufacture",
        **dict.fromkeys(("expected", "present", "withdrawals", "maintained", "cancelled")),
        "moves": [],
        "summary": "",
    }
)
HALF = HalfDay(number=1, day="2025-07-03", part="morning", start=CARD.start, end=CARD.end, reference="7K2P-9QXM-1")
PEOPLE = [Attendee(str(number), f"Personne {number}", "Une association", "Bénévole") for number in range(30)]


def sheet(people: list[Attendee] = PEOPLE) -> Sheet:
    head = HeadOfSheets(operation="Coopérer autrement", convention="HDF-0042", partners="Région, Département")
    return Sheet(CARD, HALF, head, "CC du Pays du Coquelicot", "Appel", people, ["Une animatrice"], date(2025, 6, 30))


def test_the_columns_and_the_head_are_those_of_the_funder() -> None:
    document = emargement(sheet())
    head, lines, foot = (block for block in document.blocks if isinstance(block, Table))
    assert lines.header == ("N°", "Nom et prénom", "Structure ou collectivité", "Fonction", "Signature")
    assert len(lines.rows) == len(PEOPLE) + WALK_INS
    assert lines.rows[-1] == ["38", "", "", "", ""]
    said = " ".join(plain(cell) for row in head.rows for cell in row)
    for word in (
        "Coopérer autrement",
        "HDF-0042",
        "Coquelicot",
        "3 juillet 2025",
        "matin",
        "La Manufacture",
        "animatrice",
    ):
        assert word in said
    assert "Personnes présentes" in foot.header
    assert document.funding is not None
    assert document.funding.partners == ("Région", "Département")
    assert "7K2P-9QXM-1" in document.footer


def test_it_is_a_tagged_pdf_of_several_pages() -> None:
    content = make(emargement(sheet()), "pdf")
    assert content.startswith(b"%PDF-")
    assert content == make(emargement(sheet()), "pdf")


def test_every_page_carries_the_number_of_its_sheet_for_a_machine_to_read() -> None:
    number = sheet_code(HALF.reference)
    read = read_pages(make(emargement(sheet()), "pdf"))
    assert read == [[f"{number} {page}/{len(read)}"] for page in range(1, len(read) + 1)]
    assert len(read) > 1


@pytest.mark.parametrize(("expected", "lines"), [(None, UNLISTED), (5, UNLISTED), (45, 45)])
def test_where_nobody_was_invited_by_name_there_is_room_for_all(expected: int | None, lines: int) -> None:
    unlisted = replace(sheet([]), card=CARD.model_copy(update={"expected": expected}))
    (table,) = (
        block for block in emargement(unlisted).blocks if isinstance(block, Table) and "Fonction" in block.header
    )
    assert len(table.rows) == lines
    assert "lignes à remplir" in table.caption


@pytest.mark.parametrize("format", ["odt", "docx"])
def test_rows_to_sign_are_high_in_every_format(format: str) -> None:
    assert make(emargement(sheet([])), format)  # type: ignore[arg-type]  # the two others


def card(id: str, name: str | None, function: str, organisation: str | None = None) -> PersonCard:
    empty = dict.fromkeys(("email", "phone", "organisation", "role", "since"))
    said = {"id": id, "name": name, "function": function, "organisation_label": organisation}
    return PersonCard.model_validate({**empty, **said})


def test_names_are_looked_up_in_any_order_and_namesakes_by_their_structure() -> None:
    people = [
        card("1", "Anne-Lise Exemple", "Maire"),
        card("2", "Jean Exemple", "Agent", "Mairie"),
        card("3", "Jean Exemple", "Bénévole", "Association"),
        card("4", None, "Adjointe au commerce"),
    ]
    cells = [
        {"nom": "EXEMPLE Anne Lise"},
        {"nom": "Jean Exemple", "structure": "association"},
        {"nom": "Jean Exemple"},
        {"nom": "adjointe au commerce"},
        {"nom": "Inconnue"},
        {"structure": "Une association"},
    ]
    table = Workbook(rows=[Row(number, one) for number, one in enumerate(cells, 2)])
    assert [(one.person, one.known) for one in attendance_rows(table, people)] == [
        ("1", True),
        ("3", True),
        (None, False),
        ("4", True),
        (None, False),
        (None, True),
    ]
