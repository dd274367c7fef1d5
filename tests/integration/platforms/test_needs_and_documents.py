"""Needs linked to platforms, cahiers des charges, documents, and a choice asked again, on both databases."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date

import pytest

from services.platforms.room import ROOM
from shared.contracts.platforms import (
    AnswerQuestion,
    AssignCase,
    ChoosePlatform,
    DescribePlatform,
    GetPlatforms,
    GetProject,
    GetSpecification,
    HoldEliminatory,
    LeaveChoiceOpen,
    LinkNeed,
    MakeComparativeNote,
    MakeSpecification,
    ShortlistPlatforms,
    StartSpecification,
    UnlinkNeed,
    WriteSpecification,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import (
    CaseAssigned,
    ChoiceLeftOpen,
    CooperationNoted,
    NeedEmerged,
    NeedLinked,
    SpecificationDrafted,
    TerritoryEnrolled,
)
from shared.ids import new_id
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

HERE, ELSEWHERE = "0190c3c0-0000-7000-8000-000000000001", "0190c3c0-0000-7000-8000-000000000002"
TERRITORY = "0190c3c0-0000-7000-8000-00000000000a"
NEED = "Réserver des espaces"


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    """The room, with two accompaniments, a need and two platforms."""
    work = open_room(ROOM)
    for accompaniment in (HERE, ELSEWHERE):
        work.hear(
            TerritoryEnrolled(territory=TERRITORY, accompaniment=accompaniment, call="c", name="Ville", kind="commune")
        )
    work.hear(NeedEmerged(territory=TERRITORY, accompaniment=HERE, need=new_id(), title=NEED))
    work.obey(DescribePlatform(slug="dokos", label="Dokos", openness="Open source"))
    work.obey(DescribePlatform(slug="espace-sur-demande", label="Espace sur demande", public=True))
    return work


def link(work: RoomAtWork, platform: str = "dokos", need: str = NEED) -> str:
    how, limits = "Un calendrier partagé", "Pas de facturation"
    return work.obey(LinkNeed(accompaniment=HERE, need=need, platform=platform, how=how, limits=limits)).id


def shortlist(work: RoomAtWork) -> str:
    options = [
        {"platform": "dokos", "approach": "Née d’un tiers-lieu", "adaptation": "Son rythme"},
        {"platform": "espace-sur-demande", "approach": "Un service public"},
    ]
    said = {"accompaniment": HERE, "need": NEED, "options": options, "differences": "L’une se loue"}
    return work.obey(ShortlistPlatforms.model_validate(said)).id


def text_of(content: str) -> str:
    """The words of an ODT."""
    return zipfile.ZipFile(io.BytesIO(base64.b64decode(content))).read("content.xml").decode()


def test_a_platform_is_seen_as_an_answer_and_set_aside_with_the_reason(work: RoomAtWork):
    made = link(work)
    with pytest.raises(Refused) as refused:
        link(work, need="réserver des  espaces")
    assert refused.value.stable_code == "already-linked"
    work.obey(UnlinkNeed(accompaniment=HERE, link=made, reason="Trop lourd pour nous"))
    assert work.obey(UnlinkNeed(accompaniment=HERE, link=made, reason="Encore")).notes
    link(work)
    page = work.ask(GetPlatforms(accompaniment=HERE))
    assert [(one.label, one.left) for one in page.links] == [("Dokos", "Trop lourd pour nous"), ("Dokos", "")]
    assert [e.data["left"] for e in work.told(NeedLinked)] == ["", "Trop lourd pour nous", ""]
    with pytest.raises(NotFound):
        work.obey(UnlinkNeed(accompaniment=ELSEWHERE, link=made, reason="x"))
    with pytest.raises(NotFound):
        link(work, "trello")


def test_a_choice_left_open_names_the_day_on_which_to_ask_again(work: RoomAtWork):
    made = shortlist(work)
    for wrong in (date(2026, 2, 2), date(2020, 1, 1)):
        with pytest.raises(InvalidInput) as refused:
            work.obey(LeaveChoiceOpen(shortlist=made, ask_again=wrong))
        assert [where for where, _ in refused.value.problems] == ["ask_again"]
    work.obey(LeaveChoiceOpen(shortlist=made, note="Après le conseil", ask_again=date(2026, 6, 1)))
    (card,) = work.ask(GetPlatforms(accompaniment=HERE)).shortlists
    assert [one.ask_again for one in card.history] == [date(2026, 6, 1)]
    assert [e.data["ask_again"] for e in work.told(ChoiceLeftOpen)] == ["2026-06-01"]


def test_the_comparative_note_says_the_differences_and_names_no_winner(work: RoomAtWork):
    made = shortlist(work)
    work.obey(HoldEliminatory(accompaniment=HERE, criterion="commons", reason="Le code doit être libre"))
    for person, stance in ((new_id(), "reassured"), (new_id(), "concerned")):
        work.obey(
            AnswerQuestion.model_validate(
                {"accompaniment": HERE, "platform": "dokos", "question": "data", "person": person}
                | {"text": f"Je suis {stance}", "stance": stance}
            )
        )
    file = work.ask(MakeComparativeNote(shortlist=made, format="odt"))
    said = text_of(file.content)
    assert file.filename == "note-comparative-reserver-des-espaces.odt"
    for words in (
        "Née d’un tiers-lieu",
        "Son rythme",
        "L’une se loue",
        "Le code doit être libre",
        "les avis diffèrent",
    ):
        assert words in said
    assert "Le choix reste ouvert" in said
    assert said.index("Dokos") < said.index("Espace sur demande")
    work.obey(ChoosePlatform(shortlist=made, platform="dokos", reason="Elle est d’ici"))
    assert "Elle est d’ici" in text_of(work.ask(MakeComparativeNote(shortlist=made, format="odt")).content)
    pdf = work.ask(MakeComparativeNote(shortlist=made, format="pdf"))
    assert base64.b64decode(pdf.content).startswith(b"%PDF-")
    with pytest.raises(NotFound):
        work.ask(MakeComparativeNote(shortlist="none", format="odt"))


def test_a_cahier_des_charges_begins_with_what_is_known_and_two_people_lose_nothing(work: RoomAtWork):
    link(work)
    work.obey(AssignCase(accompaniment=HERE, need=NEED, case=4, reason="Rien n’existe à ce prix"))
    work.obey(HoldEliminatory(accompaniment=HERE, criterion="commons", reason="Le code doit être libre"))
    made = work.obey(StartSpecification(accompaniment=HERE, need=NEED)).id
    assert work.obey(StartSpecification(accompaniment=HERE, need="réserver des espaces")).id == made
    card = work.ask(GetSpecification(specification=made))
    assert card.functions == [NEED, "Un calendrier partagé"]
    assert card.constraints == ["Pas de facturation", "Rien n’existe à ce prix"]
    assert card.principles == ["Production de communs : Le code doit être libre"]

    work.obey(WriteSpecification(specification=made, seen=card.stamp, functions=["Voir les créneaux"]))
    with pytest.raises(Refused) as refused:
        work.obey(WriteSpecification(specification=made, seen=card.stamp, functions=["Payer en ligne"]))
    assert refused.value.stable_code == "changed-meanwhile"
    now = work.ask(GetSpecification(specification=made))
    assert (now.functions, now.principles) == (["Voir les créneaux"], [])
    assert [e.data["number"] for e in work.told(SpecificationDrafted)] == [1, 2]
    assert "Voir les créneaux" in text_of(work.ask(MakeSpecification(specification=made, format="odt")).content)
    assert [one.id for one in work.ask(GetPlatforms(accompaniment=HERE)).specifications] == [made]
    with pytest.raises(NotFound):
        work.ask(GetSpecification(specification="none"))


def test_a_project_that_is_a_cooperation_is_known_by_its_id(work: RoomAtWork) -> None:
    garage = new_id()
    work.hear(CooperationNoted(territory=TERRITORY, accompaniment=HERE, cooperation=garage, title="Garage solidaire"))
    foreign = new_id()
    work.hear(CooperationNoted(territory=new_id(), accompaniment=None, cooperation=foreign, title="Ailleurs"))
    assert [one.title for one in work.ask(GetPlatforms(accompaniment=HERE)).projects] == ["Garage solidaire"]
    case = {"accompaniment": HERE, "need": NEED, "reason": "Parce que"}
    work.obey(AssignCase(**case, case=5, project="garage  SOLIDAIRE"))
    work.obey(AssignCase(**case, case=4, cooperation=garage))
    work.obey(AssignCase(**case, case=1, project="Un autre projet"))
    work.obey(StartSpecification(accompaniment=HERE, need=NEED, cooperation=garage))
    page = work.ask(GetProject(cooperation=garage))
    assert [(one.case, one.current, one.project) for one in page.cases] == [
        (5, False, "Garage solidaire"),
        (4, True, "Garage solidaire"),
    ]
    assert [one.need for one in page.specifications] == [NEED]
    assert [one.data["cooperation"] for one in work.told(CaseAssigned)] == [garage, garage, None]
    with pytest.raises(NotFound, match="coopération"):
        work.obey(AssignCase(**case, case=1, cooperation=foreign))
    assert work.ask(GetProject(cooperation=new_id())).cases == []
