"""Interviews, stakes, conclusion and orientation, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from services.diagnostic.room import ROOM
from shared.contracts.diagnostic import (
    ConcludeDiagnostic,
    GetDiagnostic,
    ListPlannedInterviews,
    LogInterview,
    NameStake,
    PlanInterview,
    PresentDiagnostic,
    ValidateOrientation,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import (
    DiagnosticConcluded,
    DiagnosticPresented,
    InterviewLogged,
    InterviewPlanned,
    OrientationValidated,
    PersonErased,
    StakeNamed,
    TerritoryEnrolled,
)
from shared.ids import new_id
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

HERE, ELSEWHERE = "0190c3c0-0000-7000-8000-000000000001", "0190c3c0-0000-7000-8000-000000000002"
TERRITORY = "0190c3c0-0000-7000-8000-00000000000a"


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    """The room, with two accompaniments it has heard of."""
    work = open_room(ROOM)
    for accompaniment in (HERE, ELSEWHERE):
        work.hear(
            TerritoryEnrolled(territory=TERRITORY, accompaniment=accompaniment, call="c", name="Ville", kind="commune")
        )
    return work


def log(structure: str = "Atelier bois", **changes: object) -> LogInterview:
    return LogInterview.model_validate({"accompaniment": HERE, "structure": structure, "kind": "ess"} | changes)


@pytest.mark.parametrize(
    "command",
    [
        PlanInterview(accompaniment="nowhere", structure="x", on=date(2025, 1, 6)),
        LogInterview(accompaniment="nowhere", structure="x", kind="ess"),
        NameStake(accompaniment="nowhere", title="x"),
        ConcludeDiagnostic(accompaniment="nowhere", conclusion="ready"),
        PresentDiagnostic(accompaniment="nowhere"),
        ValidateOrientation(accompaniment="nowhere", orientation="x"),
    ],
    ids=lambda command: command.wire(),
)
def test_an_unknown_accompaniment_is_refused_and_nothing_is_told(work: RoomAtWork, command):
    with pytest.raises(NotFound) as refused:
        work.obey(command)
    assert refused.value.stable_code == "unknown-accompaniment"
    assert work.told() == []


def test_an_unknown_accompaniment_has_no_page(work: RoomAtWork):
    with pytest.raises(NotFound):
        work.ask(GetDiagnostic(accompaniment="nowhere"))


def test_a_new_accompaniment_has_an_empty_page(work: RoomAtWork):
    page = work.ask(GetDiagnostic(accompaniment=HERE))
    assert (page.interviews, page.structures_met, page.tally, page.stakes) == ([], 0, [], [])
    assert (page.conclusion, page.presented, page.orientation) == (None, False, None)


def test_a_logged_interview_is_told_with_its_territory_and_its_date(work: RoomAtWork):
    receipt = work.obey(log(appetite="distrust", occurred="2024-11/2025-04", reconstructed=True, synthesis="Méfiance."))

    (told,) = work.told()
    assert receipt.told == [told.id]
    assert (told.type, told.subject, told.occurred) == ("interview-logged", TERRITORY, "2024-11/2025-04")
    event = told.event()
    assert isinstance(event, InterviewLogged)
    assert (event.accompaniment, event.interview) == (HERE, receipt.id)
    assert (event.kind, event.ess, event.appetite, event.reconstructed) == ("ess", True, "distrust", True)
    assert "Méfiance." not in str(told.data)


def test_ess_follows_the_kind_unless_it_is_said(work: RoomAtWork):
    for kind, ess in (("ess", None), ("industry", None), ("industry", True), ("ess", False)):
        work.obey(log(kind=kind, ess=ess))
    assert [told.data["ess"] for told in work.told(InterviewLogged)] == [True, False, True, False]


def test_two_interviews_with_one_structure_count_one_structure_met(work: RoomAtWork):
    organisation = new_id()
    work.obey(log("Atelier bois"))
    work.obey(log("ATELIER  BOIS"))
    work.obey(log("La Manufacture", organisation=organisation))
    work.obey(log("Manufacture du pays", organisation=organisation))
    work.obey(log("Atelier bois", accompaniment=ELSEWHERE))

    page = work.ask(GetDiagnostic(accompaniment=HERE))
    assert (len(page.interviews), page.structures_met) == (4, 2)
    structures = [told.data["structure"] for told in work.told(InterviewLogged)]
    assert structures[0] == structures[1] != structures[4]
    assert structures[2] == structures[3] == organisation


def test_the_tally_counts_each_structure_where_it_stands_now(work: RoomAtWork):
    work.obey(log("A", appetite="interested", occurred="2025-01"))
    work.obey(log("B", appetite="interested", occurred="2025-01"))
    work.obey(log("B", appetite="refusal", occurred="2025-03"))
    work.obey(log("C", kind="industry", appetite="interested", occurred="2025-01"))

    page = work.ask(GetDiagnostic(accompaniment=HERE))
    assert {(line.kind, line.appetite): line.structures for line in page.tally} == {
        ("industry", "interested"): 1,
        ("ess", "interested"): 1,
        ("ess", "refusal"): 1,
    }
    assert page.ess_interested == 1


def test_interviews_are_shown_by_the_day_they_stand_on(work: RoomAtWork):
    work.obey(log("last", occurred="2025-04"))
    work.obey(log("first", occurred="2024-11"))
    work.obey(PlanInterview(accompaniment=HERE, structure="between", on=date(2025, 1, 6)))
    page = work.ask(GetDiagnostic(accompaniment=HERE))
    assert [card.structure for card in page.interviews] == ["first", "between", "last"]


def test_a_planned_interview_waits_until_it_is_logged(work: RoomAtWork):
    late = work.obey(PlanInterview(accompaniment=HERE, structure="Atelier bois", kind="ess", on=date(2026, 3, 9)))
    soon = work.obey(PlanInterview(accompaniment=ELSEWHERE, structure="Usine", on=date(2026, 2, 9)))
    assert [told.data["on"] for told in work.told(InterviewPlanned)] == ["2026-03-09", "2026-02-09"]
    planned = work.ask(ListPlannedInterviews()).interviews
    assert [card.id for card in planned] == [soon.id, late.id]
    assert work.ask(GetDiagnostic(accompaniment=HERE)).structures_met == 0

    logged = work.obey(log(interview=late.id, appetite="curious", occurred="2026-03-10"))

    assert logged.id == late.id
    assert [card.id for card in work.ask(ListPlannedInterviews()).interviews] == [soon.id]
    (card,) = work.ask(GetDiagnostic(accompaniment=HERE)).interviews
    assert (card.state, card.appetite, card.planned_on, card.occurred) == (
        "logged",
        "curious",
        "2026-03-09",
        "2026-03-10",
    )


def test_a_planned_interview_is_logged_once_and_only_where_it_was_planned(work: RoomAtWork):
    planned = work.obey(PlanInterview(accompaniment=HERE, structure="Atelier bois", on=date(2026, 3, 9)))
    with pytest.raises(NotFound) as refused:
        work.obey(log(interview=planned.id, accompaniment=ELSEWHERE))
    assert refused.value.stable_code == "unknown-interview"
    work.obey(log(interview=planned.id))
    with pytest.raises(Refused) as again:
        work.obey(log(interview=planned.id))
    assert again.value.stable_code == "already-logged"
    assert len(work.told(InterviewLogged)) == 1


def test_an_id_too_long_to_be_one_is_a_problem_of_its_field(work: RoomAtWork):
    with pytest.raises(InvalidInput) as refused:
        work.obey(log(organisation="x" * 37, people=["p", "y" * 40]))
    assert [where for where, _ in refused.value.problems] == ["organisation", "people.1"]


def test_stakes_are_an_open_list_without_doubles(work: RoomAtWork):
    work.obey(
        NameStake(accompaniment=HERE, title="Mobilité", detail="Comment faire sans voiture\u202f?", occurred="2025-04")
    )
    work.obey(NameStake(accompaniment=HERE, title="Accès à l’emploi"))
    work.obey(NameStake(accompaniment=ELSEWHERE, title="Mobilité"))
    with pytest.raises(Refused) as refused:
        work.obey(NameStake(accompaniment=HERE, title="mobilite"))
    assert refused.value.stable_code == "stake-known"

    page = work.ask(GetDiagnostic(accompaniment=HERE))
    assert [stake.title for stake in page.stakes] == ["Mobilité", "Accès à l’emploi"]
    assert [(told.data["title"], told.occurred) for told in work.told(StakeNamed)][:2] == [
        ("Mobilité", "2025-04"),
        ("Accès à l’emploi", None),
    ]


def test_too_early_is_a_conclusion_that_stays_when_the_orientation_is_validated(work: RoomAtWork):
    reasons = ["Faible densité d’acteurs", "Aucune communauté installée"]
    work.obey(ConcludeDiagnostic(accompaniment=HERE, conclusion="too-early", reasons=reasons, occurred="2025-04"))
    work.obey(PresentDiagnostic(accompaniment=HERE, occurred="2025-04"))
    work.obey(
        ValidateOrientation(
            accompaniment=HERE, orientation="Autour de la Manufacture", entry_point="Le tiers-lieu", occurred="2025-04"
        )
    )

    page = work.ask(GetDiagnostic(accompaniment=HERE))
    assert (page.conclusion, page.reasons, page.concluded) == ("too-early", reasons, "2025-04")
    assert page.presented
    assert (page.orientation, page.entry_point) == ("Autour de la Manufacture", "Le tiers-lieu")
    assert page.orientation_validated == "2025-04"
    (concluded,) = work.told(DiagnosticConcluded)
    assert (concluded.data["conclusion"], concluded.data["reasons"]) == ("too-early", reasons)
    (presented,) = work.told(DiagnosticPresented)
    assert presented.data["accompaniment"] == HERE
    (validated,) = work.told(OrientationValidated)
    assert (validated.data["entry_point"], validated.occurred) == ("Le tiers-lieu", "2025-04")


def test_a_later_conclusion_and_orientation_take_the_place_of_the_earlier_ones(work: RoomAtWork):
    for conclusion, orientation in (("too-early", "Le tiers-lieu"), ("ready", "Une plateforme")):
        work.obey(ConcludeDiagnostic(accompaniment=HERE, conclusion=conclusion))
        work.obey(ValidateOrientation(accompaniment=HERE, orientation=orientation))
    page = work.ask(GetDiagnostic(accompaniment=HERE))
    assert (page.conclusion, page.orientation, page.entry_point) == ("ready", "Une plateforme", None)
    assert page.concluded is None


def test_the_same_order_twice_logs_one_interview(work: RoomAtWork):
    order = new_id()
    first, second = work.obey(log(), order=order), work.obey(log(), order=order)
    assert first == second
    assert len(work.told(InterviewLogged)) == 1


def test_forgetting_a_person_blanks_the_words_of_their_interviews_and_keeps_the_counts(work: RoomAtWork):
    person, other = new_id(), new_id()
    work.obey(log("A", synthesis="« Nous avons peur. »", people=[person, other], appetite="distrust"))
    work.obey(log("B", synthesis="Curieux de la suite.", people=[other]))
    work.obey(log("C", synthesis="Sans personne nommée."))

    work.hear(PersonErased(person=person))

    page = work.ask(GetDiagnostic(accompaniment=HERE))
    assert {card.structure: card.synthesis for card in page.interviews} == {
        "A": "",
        "B": "Curieux de la suite.",
        "C": "Sans personne nommée.",
    }
    assert page.structures_met == 3
    assert {line.appetite for line in page.tally} == {"distrust", "not-stated"}


def test_an_interview_noted_twice_is_told_and_kept_once(work: RoomAtWork) -> None:
    said = {"occurred": "2026-03-12", "synthesis": "Cherche un atelier."}
    work.obey(log("Ferme", **said))
    with pytest.raises(Refused, match="déjà noté") as refused:
        work.obey(log("FERME", occurred="2026-03-12", synthesis="Cherche  un atelier."))
    assert refused.value.stable_code == "interview-known"
    work.obey(log("Ferme", occurred="2026-03-13", synthesis="Cherche un atelier."))
    work.obey(log("Ferme", occurred="2026-03-12"))
    work.obey(log("Ferme", occurred="2026-03-12"))
    assert work.ask(GetDiagnostic(accompaniment=HERE)).logged == 4
