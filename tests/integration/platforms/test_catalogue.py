"""Cards completed by several people, imported, taken back, and the watch list, on both databases."""

from __future__ import annotations

import base64

import pytest

from services.platforms.room import ROOM
from shared.contracts.platforms import (
    AddPlatform,
    CatalogueRow,
    ConfirmCatalogueImport,
    DescribePlatform,
    DropCatalogueImport,
    ExportCatalogue,
    FieldSource,
    GetCatalogueImport,
    GetPlatform,
    GetPlatformField,
    ImportCatalogue,
    ListCatalogueImports,
    ListInitiatives,
    ListPlatforms,
    PrepareCatalogueImport,
    ReviseInitiative,
    RevisePlatform,
    UndoCatalogueImport,
    WatchInitiative,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import InitiativeWatched, PlatformDescribed
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

GUIDE = FieldSource(source="S0, guide", quote="outil de réservation", date="2025-04")


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    """The room with one card."""
    work = open_room(ROOM)
    work.obey(DescribePlatform(slug="dokos", label="Dokos", aliases=["DOKOS"], purpose="Réserver"))
    return work


def field(work: RoomAtWork, name: str):
    return work.ask(GetPlatformField(slug="dokos", field=name))


def test_a_card_is_added_under_a_name_that_the_catalogue_does_not_have(work: RoomAtWork):
    slug = work.obey(AddPlatform(label="Épicerie d’ici", domains=["alimentation"], source=GUIDE)).id
    card = work.ask(GetPlatform(slug=slug))
    assert (slug, card.purpose, [one.field for one in card.sources]) == ("epicerie-d-ici", None, ["label", "domains"])
    for label in ("DOKOS", "épicerie  d'ici"):
        with pytest.raises(Refused) as refused:
            work.obey(AddPlatform(label=label))
        assert refused.value.stable_code == "already-in-catalogue"
    assert [e.data["state"] for e in work.told(PlatformDescribed)] == ["added", "added"]


def test_two_people_change_two_fields_of_a_card_and_the_second_to_change_the_same_one_is_told(work: RoomAtWork):
    purpose, form = field(work, "purpose"), field(work, "legal_form")
    work.obey(RevisePlatform(slug="dokos", field="purpose", seen=purpose.stamp, text="Gérer", sources=[GUIDE]))
    work.obey(RevisePlatform(slug="dokos", field="legal_form", seen=form.stamp, text="SAS"))
    with pytest.raises(Refused) as refused:
        work.obey(RevisePlatform(slug="dokos", field="purpose", seen=purpose.stamp, text="Louer"))
    assert refused.value.stable_code == "changed-meanwhile"

    card = work.ask(GetPlatform(slug="dokos"))
    assert (card.purpose, card.legal_form) == ("Gérer", "SAS")
    now = field(work, "purpose")
    assert (now.sources, [one.text for one in now.versions]) == ([GUIDE], ["Gérer", "Réserver"])
    assert [e.data["fields"] for e in work.told(PlatformDescribed)][1:] == [["purpose"], ["legal_form"]]


def test_a_field_is_emptied_when_the_sources_are_silent_and_the_same_words_change_nothing(work: RoomAtWork):
    seen = field(work, "purpose").stamp
    assert work.obey(RevisePlatform(slug="dokos", field="purpose", seen="", text="Réserver")).notes
    work.obey(RevisePlatform(slug="dokos", field="purpose", seen=seen))
    assert work.ask(GetPlatform(slug="dokos")).purpose is None
    assert len(work.told(PlatformDescribed)) == 2


@pytest.mark.parametrize(("name", "text"), [("label", " "), ("links", "dokos"), ("white_label", "bof"), ("stars", "5")])
def test_what_a_field_cannot_take_is_refused(work: RoomAtWork, name: str, text: str):
    with pytest.raises(InvalidInput):
        work.obey(RevisePlatform(slug="dokos", field=name, seen="", text=text))
    with pytest.raises(NotFound):
        work.ask(GetPlatformField(slug="dokos", field="stars"))


ROWS = [
    CatalogueRow(row=2, cells={"label": "DOKOS", "openness": "open source", "sources": "ouverture | S0 | 2025"}),
    CatalogueRow(row=3, cells={"label": "Okoté", "domains": "financement participatif"}),
]


def test_an_import_is_looked_at_taken_over_and_taken_back(work: RoomAtWork):
    made = work.obey(PrepareCatalogueImport(rows=ROWS, filename="cartes.csv")).id
    page = work.ask(GetCatalogueImport(import_id=made))
    assert (page.state, page.added, page.corrected, page.unchanged) == ("prepared", 1, 1, 0)
    assert [(one.slug, one.new, one.fields) for one in page.changes] == [
        ("dokos", False, ["openness"]),
        ("okote", True, ["label", "domains"]),
    ]
    assert len(work.ask(ListPlatforms()).platforms) == 1

    work.obey(ConfirmCatalogueImport(import_id=made))
    card = work.ask(GetPlatform(slug="dokos"))
    assert (card.openness, card.purpose, card.sources[0].date) == ("open source", "Réserver", "2025")
    assert work.obey(ImportCatalogue(rows=ROWS, dry_run=True)).notes[2].startswith("2")

    seen = field(work, "scale").stamp
    work.obey(RevisePlatform(slug="dokos", field="scale", seen=seen, text="nationale"))
    receipt = work.obey(UndoCatalogueImport(import_id=made))
    assert [card.slug for card in work.ask(ListPlatforms()).platforms] == ["dokos"]
    assert "Dokos" in receipt.notes[1], "somebody worked on it since: it stays"
    assert work.ask(GetPlatform(slug="dokos")).scale == "nationale"
    assert [line.state for line in work.ask(ListCatalogueImports()).imports] == ["undone"]
    with pytest.raises(Refused):
        work.obey(UndoCatalogueImport(import_id=made))


def test_one_wrong_row_refuses_the_whole_import(work: RoomAtWork):
    rows = [*ROWS, CatalogueRow(row=4, cells={"label": "X", "links": "x"})]
    made = work.obey(PrepareCatalogueImport(rows=rows)).id
    (problem,) = work.ask(GetCatalogueImport(import_id=made)).problems
    assert (problem.row, problem.column) == (4, "links")
    for command in (ConfirmCatalogueImport(import_id=made), ImportCatalogue(rows=rows)):
        with pytest.raises(InvalidInput):
            work.obey(command)
    assert len(work.ask(ListPlatforms()).platforms) == 1
    work.obey(DropCatalogueImport(import_id=made))
    with pytest.raises(Refused):
        work.obey(ConfirmCatalogueImport(import_id=made))


def test_the_catalogue_leaves_as_files(work: RoomAtWork):
    for format_, begins in (("csv", b"\xef\xbb\xbfnom;"), ("jsonld", b'{\n  "@context"')):
        file = work.ask(ExportCatalogue(format=format_))
        assert base64.b64decode(file.content).startswith(begins)
        assert file.filename == f"plateformes.{format_}"


def test_the_watch_list_keeps_what_is_no_longer_followed_with_the_reason(work: RoomAtWork):
    made = work.obey(WatchInitiative(label="La Butinerie", place="Pantin", link="https://exemple.fr")).id
    work.obey(WatchInitiative(label="Zèbre"))
    with pytest.raises(Refused):
        work.obey(WatchInitiative(label="la butinerie", place="PANTIN"))
    with pytest.raises(InvalidInput):
        work.obey(WatchInitiative(label="Autre", link="pas une adresse"))
    card = work.ask(ListInitiatives()).initiatives[0]
    said = card.model_dump(exclude={"id", "stamp"}) | {"left": "Projet arrêté"}
    work.obey(ReviseInitiative(initiative=made, seen=card.stamp, **said))
    with pytest.raises(Refused):
        work.obey(ReviseInitiative(initiative=made, seen=card.stamp, **(said | {"idea": "autre"})))
    assert [(one.label, one.left) for one in work.ask(ListInitiatives()).initiatives] == [
        ("Zèbre", ""),
        ("La Butinerie", "Projet arrêté"),
    ]
    assert len(work.told(InitiativeWatched)) == 3
