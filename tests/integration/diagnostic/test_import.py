"""Importing interviews from the rows of a workbook: all of them or none, and never twice."""

from __future__ import annotations

import pytest

from services.diagnostic.room import ROOM
from shared.contracts.diagnostic import GetDiagnostic, ImportInterviews, InterviewRow, LogInterview
from shared.errors import InvalidInput, NotFound
from shared.events import InterviewLogged, PersonErased, TerritoryEnrolled
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

HERE = "0190c3c0-0000-7000-8000-000000000001"


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    """The room, with one accompaniment it has heard of."""
    work = open_room(ROOM)
    work.hear(TerritoryEnrolled(territory="t", accompaniment=HERE, call="c", name="Ville", kind="commune"))
    return work


def row(number: int, structure: str, **changes: str) -> InterviewRow:
    cells = {"date": "mars 2025", "kind": "ESS", "appetite": "intéressé", "synthesis": "Envie de coopérer."}
    return InterviewRow(row=number, structure=structure, **(cells | changes))


def importing(*rows: InterviewRow, dry_run: bool = False) -> ImportInterviews:
    return ImportInterviews(accompaniment=HERE, rows=list(rows), dry_run=dry_run)


def interviews(work: RoomAtWork) -> list[str]:
    return [card.structure for card in work.ask(GetDiagnostic(accompaniment=HERE)).interviews]


def test_every_row_becomes_an_interview_and_is_told(work: RoomAtWork):
    receipt = work.obey(
        importing(
            row(2, "Ressourcerie"),
            row(3, "Usine", kind="entreprise industrielle", appetite="méfiance", date="3 juillet 2025"),
            row(4, "Épicerie", kind="commerce", appetite="", date="inconnue"),
        )
    )
    assert receipt.notes == ["3 entretiens nouveaux", "0 entretien déjà connu"]
    told = work.told(InterviewLogged)
    assert receipt.told == [envelope.id for envelope in told]
    assert [(e.data["kind"], e.data["ess"], e.data["appetite"], e.occurred) for e in told] == [
        ("ess", True, "interested", "2025-03"),
        ("industry", False, "distrust", "2025-07-03"),
        ("shop", False, "not-stated", None),
    ]
    assert sorted(interviews(work)) == ["Ressourcerie", "Usine", "Épicerie"]


def test_one_wrong_row_refuses_all_of_them_and_names_every_problem(work: RoomAtWork):
    with pytest.raises(InvalidInput) as refused:
        work.obey(
            importing(
                row(2, "Ressourcerie"), row(5, "Usine", date="30/02/2025", kind="client"), row(6, "", appetite="bof")
            )
        )
    assert [where for where, _ in refused.value.problems] == [
        "rows.5.date",
        "rows.5.kind",
        "rows.6.structure",
        "rows.6.appetite",
    ]
    assert "2 lignes à corriger" in refused.value.message
    assert work.told() == []
    assert interviews(work) == []


def test_the_same_rows_again_are_known_and_only_new_ones_are_added(work: RoomAtWork):
    work.obey(importing(row(2, "Ressourcerie"), row(3, "Usine")))
    receipt = work.obey(importing(row(2, "Ressourcerie"), row(3, "USINE", date="2025-03"), row(4, "Épicerie")))
    assert receipt.notes == ["1 entretien nouveau", "2 entretiens déjà connus"]
    assert sorted(interviews(work)) == ["Ressourcerie", "Usine", "Épicerie"]
    assert len(work.told(InterviewLogged)) == 3


def test_a_row_twice_in_one_file_is_one_interview(work: RoomAtWork):
    receipt = work.obey(importing(row(2, "Usine"), row(3, "Usine"), row(4, "Usine", synthesis="Autre rencontre.")))
    assert receipt.notes[:2] == ["2 entretiens nouveaux", "1 entretien déjà connu"]
    assert "même structure et même date que ligne 2" in receipt.notes[2]
    page = work.ask(GetDiagnostic(accompaniment=HERE))
    assert (len(page.interviews), page.structures_met) == (2, 1)


def test_an_interview_logged_by_hand_is_recognised(work: RoomAtWork):
    work.obey(
        LogInterview(
            accompaniment=HERE, structure="Usine", kind="ess", occurred="2025-03", synthesis="Envie de coopérer."
        )
    )
    assert work.obey(importing(row(2, "Usine"))).notes[1] == "1 entretien déjà connu"


def test_a_known_row_that_now_says_otherwise_is_pointed_out_and_changes_nothing(work: RoomAtWork):
    work.obey(importing(row(2, "Usine")))
    receipt = work.obey(importing(row(8, "Usine", appetite="refus")))
    assert any(note.startswith("Ligne 8\u00a0: ") for note in receipt.notes)
    (card,) = work.ask(GetDiagnostic(accompaniment=HERE)).interviews
    assert card.appetite == "interested"


def test_a_dry_run_says_the_same_and_changes_nothing(work: RoomAtWork):
    receipt = work.obey(importing(row(2, "Usine"), row(3, "Usine"), dry_run=True))
    assert receipt.notes[:2] == ["1 entretien nouveau", "1 entretien déjà connu"]
    assert (receipt.told, interviews(work)) == ([], [])
    with pytest.raises(InvalidInput):
        work.obey(importing(row(2, "Usine", kind="client"), dry_run=True))


def test_an_unknown_accompaniment_is_refused(work: RoomAtWork):
    with pytest.raises(NotFound):
        work.obey(ImportInterviews(accompaniment="nowhere", rows=[row(2, "Usine")]))


def test_an_empty_file_is_no_error(work: RoomAtWork):
    assert work.obey(importing()).notes == ["0 entretien nouveau", "0 entretien déjà connu"]


def test_importing_again_does_not_bring_back_the_words_of_somebody_erased(work: RoomAtWork):
    work.obey(
        LogInterview(
            accompaniment=HERE,
            structure="Usine",
            kind="ess",
            occurred="2025-03",
            synthesis="Envie de coopérer.",
            people=["p"],
        )
    )
    work.hear(PersonErased(person="p"))
    work.obey(importing(row(2, "Usine")))
    (card,) = work.ask(GetDiagnostic(accompaniment=HERE)).interviews
    assert card.synthesis == ""


def test_a_thousand_rows_are_imported_in_one_go(work: RoomAtWork):
    rows = [row(number, f"Structure {number}") for number in range(2, 1_002)]
    assert work.obey(importing(*rows)).notes[0] == "1\u202f000 entretiens nouveaux"
    assert work.obey(importing(*rows)).notes[1] == "1\u202f000 entretiens déjà connus"
    assert work.ask(GetDiagnostic(accompaniment=HERE)).ess_interested == 1_000
