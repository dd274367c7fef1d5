"""What one types in a field, a workbook or a source, and what it becomes; written again it reads the same."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.platforms.rules.export import CONTEXT, as_csv, as_json_ld
from services.platforms.rules.fields import FIELDS, Unreadable, read_field, write_field
from services.platforms.rules.rows import read_rows
from services.platforms.rules.sources import read_sources, write_sources
from shared.catalogue_workbook import CATALOGUE_COLUMNS, read_catalogue_rows
from shared.contracts.platforms import CatalogueRow, LegalBody, PlatformCard, PlatformFacts, PlatformSource

WORDS = st.text(alphabet='aàéE |;=+-@«»’"0', min_size=1, max_size=12).map(lambda text: " ".join(text.split()))


@given(
    st.lists(st.builds(PlatformSource, field=st.sampled_from(sorted(FIELDS)), source=WORDS.filter(bool), quote=WORDS))
)
@settings(max_examples=40)
def test_sources_written_in_a_cell_are_read_the_same(sources: list[PlatformSource]):
    assert read_sources(write_sources(sources)) == sources


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("white_label", "Oui", True),
        ("white_label", "non", False),
        ("white_label", "", None),
        ("public", "", False),
        ("domains", "vélo\n\n vélo \nréparation", ["vélo", "réparation"]),
        ("purpose", "  ", None),
        ("bodies", "Mobicoop ; SCIC\nLes Amis ; association ; projet politique", [
            {"label": "Mobicoop", "legal_form": "SCIC", "role": ""},
            {"label": "Les Amis", "legal_form": "association", "role": "projet politique"},
        ]),
    ],
)  # fmt: skip
def test_a_field_is_read_as_people_type_it_and_written_back(field: str, text: str, value: Any):
    assert read_field(field, text) == value
    assert read_field(field, write_field(field, value)) == value


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("white_label", "peut-être", "écrivez oui, non, ou rien"),
        ("links", "exemple.fr", "écrivez-la en entier, avec https://"),
        ("bodies", " ; SCIC", "une structure par ligne"),
        ("bodies", "a;b;c;d", "une structure par ligne"),
    ],
)
def test_what_a_field_cannot_take_says_how_to_mend_it(field: str, text: str, said: str):
    with pytest.raises(Unreadable, match=said.replace("(", r"\(")):
        read_field(field, text)


def card(**said: Any) -> PlatformCard:
    return PlatformCard.model_validate({"slug": "dokos", "label": "Dokos"} | said)


FULL = card(
    aliases=["DOKOS"],
    domains=["réservation", "tiers-lieux"],
    purpose="Réserver ; gérer\nsur deux lignes",
    bodies=[LegalBody(label="Dokos SAS", legal_form="SAS")],
    white_label=False,
    openness="=open source",
    links=["https://exemple.fr/a"],
    sources=[PlatformSource(field="purpose", source="S0 | guide", quote="« outil »", date="2025-04")],
)


def rows_of(content: bytes) -> list[CatalogueRow]:
    rows, problems, notices = read_catalogue_rows(content)
    assert (problems, notices) == ([], [])
    return rows


def test_the_columns_of_a_workbook_bear_the_names_of_the_fields():
    assert {code: field.label for code, field in FIELDS.items()} | {"sources": "sources"} == {
        code: column.name for code, column in CATALOGUE_COLUMNS.items()
    }


def test_an_exported_catalogue_imported_again_changes_nothing_and_makes_the_same_card_elsewhere():
    said = PlatformFacts.model_validate(FULL.model_dump(exclude={"slug"})).model_dump()
    (same,), problems = read_rows(rows_of(as_csv([FULL])), {"dokos": said})
    assert (same.slug, same.new, same.fields, problems) == ("dokos", False, [], [])
    (new,), _ = read_rows(rows_of(as_csv([FULL])), {})
    assert (new.slug, new.new, new.said) == ("dokos", True, said)


def test_no_cell_of_the_export_runs_as_a_formula():
    text = as_csv([FULL]).decode("utf-8-sig")
    assert not [
        cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row if cell[:1] in "=+-@" and cell
    ]


def test_json_ld_defines_every_word_it_uses_and_is_silent_where_the_sources_are():
    said = json.loads(as_json_ld([FULL]))
    (node,) = said["platforms"]
    keys = {key for key in (*node, *node["bodies"][0], *node["sources"][0]) if not key.startswith("@")}
    assert keys <= set(said["@context"]) == set(CONTEXT)
    assert "legal_form" not in node
    assert node["white_label"] is False
    assert node["sources"] == [{"field": "purpose", "source": "S0 | guide", "quote": "« outil »", "date": "2025-04"}]


def test_each_wrong_row_is_named_and_an_empty_cell_silences_nothing():
    known = {"dokos": PlatformFacts(label="Dokos", aliases=["DOKOS"], purpose="Réserver").model_dump()}
    rows = [
        CatalogueRow(row=2, cells={"label": "dokos", "purpose": "", "openness": "libre"}),
        CatalogueRow(row=3, cells={"label": "", "purpose": "x"}),
        CatalogueRow(row=4, cells={"label": "DOKOS"}),
        CatalogueRow(row=5, cells={"label": "Autre", "white_label": "bof", "sources": "étoiles | S0"}),
    ]
    changes, problems = read_rows(rows, known)
    assert [(one.slug, one.fields, one.said["purpose"]) for one in changes] == [("dokos", ["openness"], "Réserver")]
    assert [where for where, _ in problems] == [
        "rows.3.label", "rows.4.label", "rows.5.white_label", "rows.5.sources",
    ]  # fmt: skip
    assert all(sentence.startswith("Ligne ") for _, sentence in problems)
