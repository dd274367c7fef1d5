"""A table of contacts: looked at, taken over whole or not at all, once, and taken back."""

from __future__ import annotations

import pytest

from shared.contracts.territories import (
    ContactRow,
    DesignateReferent,
    GetTerritory,
    ImportContacts,
    ListContactImports,
    PreviewContacts,
    RegisterOrganisation,
    SearchDirectory,
    UndoContactImport,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import ContactsImported, ContactsRetracted, OrganisationRegistered
from shared.ids import new_id
from tests.integration.territories.told import COQUELICOT, accompaniment, coquelicot
from tests.support.rooms import RoomAtWork

ROWS = [
    ContactRow(
        row=2, structure="Synapse", kind="ess", name="Camille Fictif", function="directrice", email="c@s.example"
    ),
    ContactRow(row=3, structure="Synapse", name="Dominique Fictif", function="bénévole", purpose="Invitations"),
    ContactRow(row=4, structure="La Poste", siret="356 000 000 00048"),
]


def imported(work: RoomAtWork, rows: list[ContactRow] | None = None, **more):
    return work.obey(ImportContacts(territory=COQUELICOT, rows=rows or ROWS, filename="contacts.csv", **more))


def counts(work: RoomAtWork) -> tuple[int, int]:
    found = work.ask(SearchDirectory())
    return found.organisations_found, found.people_found


def test_a_table_is_looked_at_without_writing_then_taken_over_once(work: RoomAtWork):
    enrolled = accompaniment(work)
    preview = work.ask(PreviewContacts(territory=COQUELICOT, rows=ROWS))
    assert (preview.total, preview.organisations, preview.people, preview.problems) == (3, 2, 2, [])
    assert [(one.structure_is, one.person_is) for one in preview.sample] == [
        ("new", "new"),
        ("new", "new"),
        ("new", "none"),
    ]
    assert "rien n’a été enregistré" in imported(work, dry_run=True).notes[-1]
    assert counts(work) == (0, 0)
    receipt = imported(work, digest="a" * 64)
    assert counts(work) == (2, 2)
    people = work.ask(GetTerritory(id=enrolled)).people
    assert {(one.name, one.organisation_label) for one in people} == {
        ("Camille Fictif", "Synapse"),
        ("Dominique Fictif", "Synapse"),
    }
    (told,) = work.told(ContactsImported)
    assert (told.data["organisations"], told.data["people"]) == (2, 2)
    assert [one.data["accompaniment"] for one in work.told(OrganisationRegistered)] == [enrolled, enrolled]
    assert "rien n’a changé" in imported(work, digest="a" * 64).notes[0]
    assert counts(work) == (2, 2)
    (line,) = work.ask(ListContactImports(territory=COQUELICOT)).imports
    assert (line.id, line.state, line.filename, line.people) == (receipt.id, "done", "contacts.csv", 2)


def test_one_wrong_row_and_nothing_is_taken_over(work: RoomAtWork):
    coquelicot(work)
    wrong = [*ROWS, ContactRow(row=5, structure="Autre", siret="35600000000049"), ContactRow(row=6, name="X")]
    preview = work.ask(PreviewContacts(territory=COQUELICOT, rows=wrong))
    assert [(one.row, one.column) for one in preview.problems] == [(5, "siret"), (6, "function")]
    with pytest.raises(InvalidInput) as refused:
        imported(work, wrong)
    assert [where for where, _ in refused.value.problems] == ["rows.5.siret", "rows.6.function"]
    assert refused.value.problems[0][1].startswith("Ligne 5\u00a0:")
    assert counts(work) == (0, 0)


def test_what_the_directory_knows_is_neither_entered_again_nor_changed(work: RoomAtWork):
    coquelicot(work)
    work.obey(RegisterOrganisation(label="SYNAPSE", kind="other", note="Déjà là."))
    imported(work)
    assert counts(work) == (2, 2)
    (line,) = work.ask(SearchDirectory(text="synapse")).organisations
    assert (line.label, line.kind) == ("SYNAPSE", "other")


def test_an_import_is_taken_back_save_what_served_since_and_can_be_done_again(work: RoomAtWork):
    enrolled = accompaniment(work)
    receipt = imported(work, digest="b" * 64)
    camille = next(one.id for one in work.ask(SearchDirectory(text="camille")).people)
    work.obey(DesignateReferent(accompaniment=enrolled, person=camille, role="agent"))
    undone = work.obey(UndoContactImport(contacts=receipt.id, reason="mauvais fichier"))
    assert undone.notes[0].startswith("2 fiches restent")
    assert counts(work) == (1, 1)
    assert work.told(ContactsRetracted)[0].data["reason"] == "mauvais fichier"
    with pytest.raises(Refused):
        work.obey(UndoContactImport(contacts=receipt.id))
    imported(work, digest="b" * 64)
    assert counts(work) == (2, 2)
    with pytest.raises(NotFound):
        work.obey(UndoContactImport(contacts=new_id()))
