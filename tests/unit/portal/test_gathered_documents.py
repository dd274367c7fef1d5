"""The convergence matrix and personas as documents and as a table."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any, get_args

import pytest
from pypdf import PdfReader

from services.portal.gathered_documents import CUBE, convergence, cube, personas
from services.portal.moff_lists import write_csv
from shared.contracts.workshops import GatheredItem
from shared.documents import EUROPEAN_UNION, Document, Format, Heading, Table, make

DAY = date(2026, 3, 12)


def item(id: str, kind: str, parent: str | None = None, **body: Any) -> GatheredItem:
    known = {"id": id, "kind": kind, "parent": parent, "body": {"kind": kind, **body}, "workshop": None}
    return GatheredItem.model_validate({**known, "version": 1, "author": None, "need": None, "stamp": "s"})


def stance(id: str, project: str, actor: str, brings: str = "") -> GatheredItem:
    return item(id, "stance", project, actor=actor, understood="Une halle", meaning="", expects="", brings=brings)


MATRIX = [
    item("p1", "project", title="Une épicerie", detail="Au hameau"),
    item("p2", "project", title="Un four", detail=""),
    item("p3", "project", title="Une navette", detail=""),
    stance("s1", "p1", "Les jardins", "=des légumes"),
    stance("s2", "p2", "Les jardins"),
    stance("s3", "p1", "La commune"),
]
STEP = {"needs": "", "actions": "Elle appelle", "positives": "", "negatives": ""}
PEOPLE = [
    item("a", "persona", label="Louise, 34 ans", identity="", motives="Goûter", needs=""),
    item("s1", "step", "a", moment="after", title="Elle en parle", tool=False, **STEP),
    item("s2", "step", "a", moment="before", title="Elle réserve", tool=True, **STEP),
]


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def test_the_matrix_is_told_by_project_and_by_actor_and_silence_stays_silence() -> None:
    document = convergence(MATRIX, "Le Pays", DAY)
    by_project = ["Une épicerie", "Un four", "Une navette"]
    actors = ["Les jardins", "La commune"]
    assert headings(document) == ["Par piste de projet", *by_project, "Par acteur", *actors]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [[row[0] for row in one.rows] for one in tables] == [
        ["Les jardins", "La commune"],
        ["Les jardins"],
        ["Une épicerie", "Un four"],
        ["Une épicerie"],
    ]
    assert tables[0].rows[0] == ["Les jardins", "Une halle", "—", "—", "=des légumes"]
    assert document.funding == EUROPEAN_UNION


def test_a_journey_goes_from_before_to_after_whatever_was_written_first() -> None:
    assert headings(personas(PEOPLE, "Le Pays", DAY)) == ["Louise, 34 ans", "Avant", "Après"]


@pytest.mark.parametrize("items", [MATRIX, PEOPLE, []], ids=["matrix", "people", "nothing"])
@pytest.mark.parametrize("format", get_args(Format))
def test_every_format_is_written_even_of_nothing(items: list[GatheredItem], format: Format) -> None:
    for write in (convergence, personas):
        assert len(make(write(items, "Le Pays", DAY), format)) > 1_000


def test_the_pdf_carries_the_funding_and_every_answer() -> None:
    text = " ".join(
        page.extract_text() for page in PdfReader(BytesIO(make(convergence(MATRIX, "Pays", DAY), "pdf"))).pages
    )
    assert all(said in text for said in ("Cofinancé par l’Union européenne", "=des légumes", "12 mars 2026", "page 1/"))


def test_the_cube_has_a_row_for_each_project_and_actor_and_no_formula() -> None:
    rows = cube(MATRIX)
    assert [(one["Piste de projet"], one["Acteur"]) for one in rows] == [
        ("Une épicerie", "Les jardins"),
        ("Une épicerie", "La commune"),
        ("Un four", "Les jardins"),
        ("Une navette", ""),
    ]
    text = write_csv(CUBE, rows).decode("utf-8-sig")
    assert text.splitlines()[0] == ";".join(CUBE)
    assert ";=des" not in text
