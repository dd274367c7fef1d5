"""The shared grid, the contact plan, observations and imports that are taken back, on both databases."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, timedelta

import pytest

from services.diagnostic.room import ROOM
from shared.contracts.diagnostic import (
    AddContacts,
    AdvanceContact,
    AgreeGrid,
    CentreMap,
    ConfirmImport,
    ContactCard,
    DropImport,
    GetContactPlan,
    GetDiagnostic,
    GetGrid,
    GetImport,
    GetInterview,
    GetPicture,
    ImportInterviews,
    ListImports,
    ListObservations,
    ListStalledContacts,
    LogInterview,
    NoteObservation,
    PlanInterview,
    PrepareImport,
    RemovePicture,
    UndoImport,
    WriteGrid,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import (
    ContactAdvanced,
    ContactStalled,
    GridAgreed,
    GridRevised,
    InterviewRetracted,
    ObservationNoted,
    PersonErased,
    TerritoryEnrolled,
)
from shared.ids import new_id
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork
from tests.unit.test_pictures import photo

HERE = "0190c3c0-0000-7000-8000-000000000001"
TERRITORY = "0190c3c0-0000-7000-8000-00000000000a"
QUESTIONS = [{"theme": "Mobilité", "text": "Comment vient-on chez vous ?"}, {"text": "Que manque-t-il ?"}]


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    work = open_room(ROOM)
    work.hear(TerritoryEnrolled(territory=TERRITORY, accompaniment=HERE, call="c", name="Ville", kind="commune"))
    return work


def write(work: RoomAtWork, **changes: object) -> str:
    """Write the grid as somebody who has the current one before them."""
    current = work.ask(GetGrid(accompaniment=HERE)).current
    said = {"accompaniment": HERE, "questions": QUESTIONS, "seen": current.stamp if current else ""}
    return work.obey(WriteGrid.model_validate(said | changes)).id


# --- the grid --------------------------------------------------------------------------------------------------


def test_a_grid_is_rewritten_in_place_until_somebody_agrees_to_it(work: RoomAtWork):
    first = write(work)
    second = write(work, preparation={"whom": "Une trentaine de structures"})
    assert first == second
    work.obey(AgreeGrid(accompaniment=HERE, version=1, party="Communauté de communes", occurred="2024-10"))
    third = write(work, questions=[*QUESTIONS, {"text": "Et demain ?"}])

    page = work.ask(GetGrid(accompaniment=HERE))
    assert page.current is not None
    assert (page.current.id, page.current.version, len(page.current.questions)) == (third, 2, 3)
    assert [(one.version, one.agreements[0].party) for one in page.earlier] == [(1, "Communauté de communes")]
    assert [told.data["number"] for told in work.told(GridRevised)] == [1, 1, 2]


def test_a_grid_is_shared_once_two_parties_agreed(work: RoomAtWork):
    write(work)
    for party, shared in (("Ville", False), ("APES", True)):
        work.obey(AgreeGrid(accompaniment=HERE, version=1, party=party))
        current = work.ask(GetGrid(accompaniment=HERE)).current
        assert current is not None
        assert current.shared is shared
    assert [told.data["parties"] for told in work.told(GridAgreed)] == [1, 2]
    with pytest.raises(Refused):
        work.obey(AgreeGrid(accompaniment=HERE, version=1, party="  apes "))
    with pytest.raises(NotFound):
        work.obey(AgreeGrid(accompaniment=HERE, version=2, party="Autre"))


def test_who_writes_over_a_newer_grid_is_told_and_changes_nothing(work: RoomAtWork):
    write(work)
    with pytest.raises(Refused) as refused:
        write(work, seen="", questions=[])
    assert refused.value.stable_code == "changed-meanwhile"
    page = work.ask(GetGrid(accompaniment=HERE))
    assert page.current is not None
    assert len(page.current.questions) == 2


def test_answers_stay_readable_under_the_version_they_were_given_in(work: RoomAtWork):
    grid = write(work)
    current = work.ask(GetGrid(accompaniment=HERE)).current
    assert current is not None
    key = current.questions[0].key
    interview = work.obey(
        LogInterview(
            accompaniment=HERE,
            structure="Garage",
            kind="shop",
            grid=grid,
            answers={key: "À pied."},
            expertises=["usages"],
        )
    ).id
    write(work, questions=[{"text": "Une tout autre question ?"}])

    sheet = work.ask(GetInterview(interview=interview))
    assert (sheet.grid_version, sheet.expertises) == (1, ["usages"])
    assert [(one.theme, one.question, one.answer) for one in sheet.answers] == [
        ("Mobilité", "Comment vient-on chez vous ?", "À pied.")
    ]
    page = work.ask(GetGrid(accompaniment=HERE))
    assert [(one.version, one.interviews) for one in page.earlier] == [(1, 1)]


@pytest.mark.parametrize(
    "wrong", [{"answers": {"k": "x"}}, {"grid": "the grid", "answers": {"nope": "x"}}, {"grid": new_id()}]
)
def test_answers_to_what_was_not_asked_are_refused(work: RoomAtWork, wrong: dict[str, object]):
    grid = write(work)
    body = {"accompaniment": HERE, "structure": "Garage", "kind": "shop"} | wrong
    if wrong.get("grid") == "the grid":
        body["grid"] = grid
    with pytest.raises((InvalidInput, NotFound)):
        work.obey(LogInterview.model_validate(body))
    assert work.ask(GetDiagnostic(accompaniment=HERE)).interviews == []


# --- the contact plan ------------------------------------------------------------------------------------------


def add(work: RoomAtWork, *labels: str) -> str:
    return work.obey(
        AddContacts.model_validate(
            {"accompaniment": HERE, "circle": "professionals", "contacts": [{"label": one} for one in labels]}
        )
    ).id


def advance(work: RoomAtWork, label: str = "Garage", **said: object) -> None:
    """Say something of a row as somebody who has it before them."""
    card = row(work, label)
    body = {"accompaniment": HERE, "contact": card.id, "seen": card.stamp, "label": label, "state": "contacted"}
    work.obey(AdvanceContact.model_validate(body | said))


def row(work: RoomAtWork, label: str) -> ContactCard:
    (card,) = [one for one in work.ask(GetContactPlan(accompaniment=HERE)).contacts if one.label == label]
    return card


def test_actors_are_added_once_however_they_are_written(work: RoomAtWork):
    add(work, "Garage", "École", "GARAGE")
    receipt = work.obey(
        AddContacts.model_validate({"accompaniment": HERE, "contacts": [{"label": "école"}, {"label": "Mairie"}]})
    )
    assert receipt.notes == ["1 acteur ajouté", "Déjà au plan\u00a0: école."]
    assert [card.label for card in work.ask(GetContactPlan(accompaniment=HERE)).contacts] == [
        "École",
        "Garage",
        "Mairie",
    ]
    with pytest.raises(Refused):
        add(work, "Mairie")


def test_interviews_show_in_the_plan_also_of_actors_that_nobody_planned(work: RoomAtWork):
    add(work, "Garage")
    work.obey(PlanInterview(accompaniment=HERE, structure="garage", on=date(2026, 3, 1)))
    work.obey(LogInterview(accompaniment=HERE, structure="École", kind="public", occurred="2026-01"))
    plan = work.ask(GetContactPlan(accompaniment=HERE))
    assert (plan.met, plan.planned, plan.target) == (1, 1, 30)
    assert row(work, "Garage").state == "meeting-set"
    met = row(work, "École")
    assert (met.id, met.state, met.last_contact, met.interviews) == (None, "met", "2026-01", 1)


def test_of_two_people_who_change_a_row_the_second_is_told(work: RoomAtWork):
    add(work, "Garage")
    both_saw = row(work, "Garage").stamp
    advance(work, next_step="Rappeler", note="Préfère le matin")
    with pytest.raises(Refused) as refused:
        advance(work, seen=both_saw, next_step="Écrire")
    assert refused.value.stable_code == "changed-meanwhile"
    assert row(work, "Garage").next_step == "Rappeler"
    advance(work, next_step="Écrire")
    assert row(work, "Garage").next_step == "Écrire"


def test_an_overdue_step_is_told_once_until_something_is_said_of_it(work: RoomAtWork):
    add(work, "Garage")
    advance(work, next_step="Rappeler", due=date(2026, 2, 2))
    work.tick("tell_stalled_contacts")
    assert work.told(ContactStalled) == []
    work.clock.advance(timedelta(days=1))
    for _ in range(2):
        work.tick("tell_stalled_contacts")
    assert [told.data["due"] for told in work.told(ContactStalled)] == ["2026-02-02"]
    assert row(work, "Garage").stalled == "overdue"

    advance(work, next_step="Rappeler", due=date(2026, 2, 2))
    work.tick("tell_stalled_contacts")
    assert len(work.told(ContactStalled)) == 2


def test_what_waits_in_any_plan_is_listed_with_its_reason_the_longest_first(work: RoomAtWork):
    add(work, "Garage", "École", "Mairie", "Gare", "Poste")
    advance(work, "Garage", next_step="Rappeler", due=date(2026, 2, 2), doer="d")
    advance(work, "École", last_contact="2025-10")
    advance(work, "Mairie", state="declined", due=date(2026, 1, 2))
    advance(work, "Gare", last_contact="2025-10")
    work.obey(PlanInterview(accompaniment=HERE, structure="Gare", on=date(2026, 3, 1)))
    work.clock.advance(timedelta(days=1))
    waiting = work.ask(ListStalledContacts())
    assert [(one.label, one.reason, one.since, one.next_step, one.doer) for one in waiting.contacts] == [
        ("École", "silent", "2025-11-30", "", None),
        ("Garage", "overdue", "2026-02-02", "Rappeler", "d"),
    ]
    first = work.ask(ListStalledContacts(limit=1))
    assert ([one.label for one in first.contacts], first.total) == (["École"], 2)
    assert row(work, "École").stalled == "silent"


def test_logging_the_interview_is_what_the_step_waited_for(work: RoomAtWork):
    add(work, "Garage")
    advance(work, next_step="Rendez-vous", due=date(2026, 1, 5))
    work.tick("tell_stalled_contacts")
    work.obey(LogInterview(accompaniment=HERE, structure="Garage", kind="shop", occurred="2026-01-06"))
    card = row(work, "Garage")
    assert (card.state, card.next_step, card.due, card.last_contact, card.stalled) == (
        "met",
        "",
        None,
        "2026-01-06",
        None,
    )
    assert work.told(ContactAdvanced)[-1].data["state"] == "met"


def test_the_centre_of_the_map_is_written_by_one_person_at_a_time(work: RoomAtWork):
    work.obey(CentreMap(accompaniment=HERE, problem="Venir sans voiture", frame="Deux cantons", target=12))
    with pytest.raises(Refused):
        work.obey(CentreMap(accompaniment=HERE, problem="Autre chose"))
    plan = work.ask(GetContactPlan(accompaniment=HERE))
    assert (plan.problem, plan.frame, plan.target) == ("Venir sans voiture", "Deux cantons", 12)


# --- observations ----------------------------------------------------------------------------------------------


def observed(**changes: object) -> NoteObservation:
    body = {"accompaniment": HERE, "kind": "visit", "title": "La Manufacture", "text": "Trois ateliers vides."}
    return NoteObservation.model_validate(body | changes)


def test_an_observation_keeps_its_pictures_without_what_the_camera_wrote(work: RoomAtWork):
    work.obey(observed(pictures=[{"content": b64encode(photo()), "caption": "La cour"}], occurred="2025-02"))
    (card,) = work.ask(ListObservations(accompaniment=HERE)).observations
    assert (card.kind, card.occurred, card.pictures[0].caption) == ("visit", "2025-02", "La cour")
    for thumbnail in (False, True):
        content = work.ask(GetPicture(picture=card.pictures[0].id, thumbnail=thumbnail)).content
        assert content.startswith(b"\xff\xd8")
        assert b"Camille" not in content
    assert [told.data["pictures"] for told in work.told(ObservationNoted)] == [1]

    work.obey(RemovePicture(accompaniment=HERE, picture=card.pictures[0].id))
    assert work.ask(ListObservations(accompaniment=HERE)).observations[0].pictures[0].gone
    with pytest.raises(NotFound):
        work.ask(GetPicture(picture=card.pictures[0].id))


def test_a_picture_that_is_none_keeps_nothing_of_the_observation(work: RoomAtWork):
    with pytest.raises(InvalidInput) as refused:
        work.obey(observed(pictures=[{"content": b64encode(photo())}, {"content": b64encode(b"%PDF-1.7")}]))
    assert refused.value.problems[0][0] == "pictures.1"
    assert work.ask(ListObservations(accompaniment=HERE)).observations == []
    assert work.told() == []


def test_somebody_forgotten_leaves_words_and_pictures_but_not_the_count(work: RoomAtWork):
    person = new_id()
    grid = write(work)
    current = work.ask(GetGrid(accompaniment=HERE)).current
    assert current is not None
    key = current.questions[0].key
    interview = work.obey(
        LogInterview(
            accompaniment=HERE, structure="Garage", kind="shop", grid=grid, answers={key: "Moi."}, people=[person]
        )
    ).id
    work.obey(observed(people=[person], pictures=[{"content": b64encode(photo())}]))
    add(work, "École")
    advance(work, label="École", referent=person, note="Sa ligne directe", next_step="L’appeler")

    work.hear(PersonErased(person=person))
    assert work.ask(GetInterview(interview=interview)).answers == []
    (card,) = work.ask(ListObservations(accompaniment=HERE)).observations
    assert (card.text, card.pictures[0].gone) == ("", True)
    assert (row(work, "École").note, row(work, "École").next_step) == ("", "")


# --- imports ---------------------------------------------------------------------------------------------------


def line(number: int, structure: str, **changes: str) -> dict[str, object]:
    return {"row": number, "date": "mars 2025", "structure": structure, "kind": "ESS", "appetite": "refus"} | changes


def prepared(work: RoomAtWork, *rows: dict[str, object]) -> str:
    return work.obey(PrepareImport.model_validate({"accompaniment": HERE, "rows": rows, "filename": "terrain.xlsx"})).id


def test_a_workbook_is_looked_at_taken_over_and_taken_back(work: RoomAtWork):
    import_id = prepared(work, line(2, "Garage"), line(3, "École", insee="80021"), line(4, "Garage"))
    page = work.ask(GetImport(import_id=import_id))
    assert (page.state, page.total, page.new, page.known, page.problems) == ("prepared", 3, 2, 1, [])
    assert [(one.row, one.remark) for one in page.sample][2] == (4, "Le même entretien que ligne 2.")
    assert work.ask(GetDiagnostic(accompaniment=HERE)).interviews == []

    work.obey(ConfirmImport(accompaniment=HERE, import_id=import_id))
    assert len(work.ask(GetDiagnostic(accompaniment=HERE)).interviews) == 2
    assert row(work, "École").insee == "80021"
    with pytest.raises(Refused):
        work.obey(ConfirmImport(accompaniment=HERE, import_id=import_id))

    work.obey(UndoImport(accompaniment=HERE, import_id=import_id))
    diagnostic = work.ask(GetDiagnostic(accompaniment=HERE))
    assert (diagnostic.interviews, diagnostic.structures_met, diagnostic.tally) == ([], 0, [])
    assert len(work.told(InterviewRetracted)) == 2
    assert [(one.state, one.brought) for one in work.ask(ListImports(accompaniment=HERE)).imports] == [("undone", 2)]

    again = work.obey(ImportInterviews.model_validate({"accompaniment": HERE, "rows": [line(2, "Garage")]}))
    assert again.notes[0] == "1 entretien nouveau"


def test_a_wrong_row_is_shown_and_keeps_everything_out(work: RoomAtWork):
    import_id = prepared(work, line(2, "Garage"), line(3, "École", kind="voisin", date="31/02/2025"))
    page = work.ask(GetImport(import_id=import_id))
    assert [(one.row, one.column) for one in page.problems] == [(3, "date"), (3, "kind")]
    with pytest.raises(InvalidInput):
        work.obey(ConfirmImport(accompaniment=HERE, import_id=import_id))
    assert work.ask(GetDiagnostic(accompaniment=HERE)).interviews == []


def test_a_workbook_left_open_is_forgotten_after_a_day(work: RoomAtWork):
    left, dropped = prepared(work, line(2, "Garage")), prepared(work, line(2, "Garage"))
    work.obey(DropImport(accompaniment=HERE, import_id=dropped))
    work.clock.advance(timedelta(days=2))
    work.tick("forget_imports_left_open")
    for import_id in (left, dropped):
        page = work.ask(GetImport(import_id=import_id))
        assert (page.state, page.sample) == ("dropped", [])
    assert work.ask(ListImports(accompaniment=HERE)).imports == []
