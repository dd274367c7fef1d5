"""Answers of several people side by side, eliminatory criteria, and cases of projects, on both databases."""

from __future__ import annotations

import pytest

from services.platforms.room import ROOM
from shared.contracts.platforms import (
    AnswerQuestion,
    AssignCase,
    DescribePlatform,
    GetPlatforms,
    GetQuestioning,
    GuideCase,
    HoldEliminatory,
    ListQuestionings,
    Questioning,
)
from shared.errors import NotFound
from shared.events import CaseAssigned, EliminatoryCriterionHeld, PersonErased, PlatformQuestioned, TerritoryEnrolled
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

HERE, ELSEWHERE = "0190c3c0-0000-7000-8000-000000000001", "0190c3c0-0000-7000-8000-000000000002"
TERRITORY = "0190c3c0-0000-7000-8000-00000000000a"
ONE, TWO = "0190c3c0-0000-7000-8000-0000000000b1", "0190c3c0-0000-7000-8000-0000000000b2"


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    """The room, with two accompaniments and a platform."""
    work = open_room(ROOM)
    for accompaniment in (HERE, ELSEWHERE):
        work.hear(
            TerritoryEnrolled(territory=TERRITORY, accompaniment=accompaniment, call="c", name="Ville", kind="commune")
        )
    work.obey(DescribePlatform(slug="dokos", label="Dokos"))
    return work


def answer(work: RoomAtWork, person: str | None, stance: str, text: str = "Dit ainsi", **more: object) -> None:
    said = {"accompaniment": HERE, "platform": "dokos", "question": "data", "text": text, "stance": stance}
    work.obey(AnswerQuestion.model_validate(said | {"person": person} | more))


def asked(work: RoomAtWork, accompaniment: str = HERE) -> Questioning:
    return work.ask(GetQuestioning(accompaniment=accompaniment, platform="dokos"))


def test_several_people_answer_each_in_their_own_name_and_what_differs_shows(work: RoomAtWork):
    answer(work, ONE, "reassured", criteria=["data-ethics", "data-ethics"])
    assert not asked(work).groups[2].questions[0].differ
    answer(work, TWO, "concerned", "Où sont les serveurs ?", criteria=["data-ethics", "governance"])
    answer(work, None, "unsure", "Je ne sais pas")

    (reading,) = asked(work).groups[2].questions
    assert [(one.person, one.stance) for one in reading.answers] == [
        (ONE, "reassured"),
        (TWO, "concerned"),
        (None, "unsure"),
    ]
    assert reading.differ
    criteria = {one.criterion: one for one in asked(work).criteria}
    assert (criteria["data-ethics"].questions, criteria["data-ethics"].differ) == (["data"], True)
    assert (criteria["governance"].differ, criteria["commons"].questions) == (False, [])
    (line,) = work.ask(ListQuestionings(accompaniment=HERE)).platforms
    assert (line.slug, line.answers, line.voices) == ("dokos", 3, 3)
    assert work.ask(ListQuestionings(accompaniment=ELSEWHERE)).platforms == []
    assert len(work.told(PlatformQuestioned)) == 3
    assert not {"score", "stars", "note", "rank"} & set(work.told(PlatformQuestioned)[0].data)


def test_answering_again_replaces_one_s_own_answer_only_and_keeps_it(work: RoomAtWork):
    answer(work, ONE, "concerned", "Je me méfie")
    answer(work, TWO, "reassured")
    answer(work, ONE, "reassured", "On m’a montré")
    first, second = asked(work).groups[2].questions[0].answers
    assert (first.person, first.text, first.earlier) == (ONE, "On m’a montré", ["Je me méfie"])
    assert second.earlier == []


def test_what_an_erased_person_said_is_blanked_and_still_counts(work: RoomAtWork):
    answer(work, ONE, "concerned", "Je me méfie")
    answer(work, TWO, "reassured")
    work.hear(PersonErased(person=ONE))
    first, second = asked(work).groups[2].questions[0].answers
    assert (first.text, second.text) == ("", "Dit ainsi")


def test_a_territory_holds_a_criterion_to_be_eliminatory_until_it_no_longer_does(work: RoomAtWork):
    work.obey(
        HoldEliminatory(accompaniment=HERE, criterion="commons", reason="Le code doit être libre", occurred="2025")
    )
    held = {one.criterion: one.eliminatory for one in asked(work).criteria if one.eliminatory is not None}
    assert held == {"commons": "Le code doit être libre"}
    assert [one.eliminatory for one in asked(work, ELSEWHERE).criteria] == [None] * 5
    work.obey(HoldEliminatory(accompaniment=HERE, criterion="commons", held=False, reason="On a changé d’avis"))
    assert [one.eliminatory for one in asked(work).criteria] == [None] * 5
    assert [e.data["held"] for e in work.told(EliminatoryCriterionHeld)] == [True, False]


def test_questions_on_an_unknown_platform_are_not_found(work: RoomAtWork):
    with pytest.raises(NotFound):
        answer(work, ONE, "unsure", platform="trello")
    with pytest.raises(NotFound):
        work.ask(GetQuestioning(accompaniment=HERE, platform="trello"))


def test_the_same_need_stands_elsewhere_in_another_project(work: RoomAtWork):
    for project, case in (("Tiers-lieu", 5), ("Mairie", 4), ("tiers  lieu", 1)):
        work.obey(AssignCase(accompaniment=HERE, need="Réserver", project=project, case=case, reason="Ainsi"))
    steps = work.ask(GetPlatforms(accompaniment=HERE)).cases
    assert [(one.case, one.current) for one in steps] == [(5, False), (4, True), (1, True)]
    assert steps[1].guide is not None
    assert steps[1].guide.workshop == "formulation"
    assert [e.data["workshop"] for e in work.told(CaseAssigned)] == ["clarification", "formulation", None]
    with pytest.raises(NotFound):
        work.obey(AssignCase(accompaniment=HERE, need="Réserver", case=1, reason="Ainsi", platform="trello"))


def test_the_conversation_is_asked_of_the_room(work: RoomAtWork):
    first = work.ask(GuideCase())
    assert first.question is not None
    last = work.ask(GuideCase(fragile=["maturity"]))
    assert last.conclusion is not None
    assert (last.conclusion.case, last.reasons) == (5, ["Le projet manque de maturité."])
