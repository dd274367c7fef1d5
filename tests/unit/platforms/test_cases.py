"""The conversation: every answer leads to one of the five cases, none to a platform; the two workshops stay apart."""

from __future__ import annotations

from itertools import product

import pytest

from services.platforms.rules.cases import QUESTIONS, guidance, guide
from services.platforms.rules.questions import CRITERIA, GROUPS, differ
from services.platforms.rules.questions import QUESTIONS as SHARED
from shared.contracts.platforms import CaseAnswers


def answers(**said: object) -> CaseAnswers:
    return CaseAnswers.model_validate(said)


READY = {"fragile": [], "need": "clear"}


@pytest.mark.parametrize(
    ("said", "case"),
    [
        ({"fragile": ["cooperation"]}, 5),
        ({"fragile": ["political"], "need": "clear", "solution": "fits", "nature": "ess"}, 5),
        ({"fragile": [], "need": "vague"}, 5),
        (READY | {"solution": "none"}, 4),
        (READY | {"solution": "fits", "nature": "doubtful"}, 3),
        (READY | {"solution": "adapt", "nature": "doubtful"}, 3),
        (READY | {"solution": "adapt", "nature": "ess"}, 2),
        (READY | {"solution": "fits", "nature": "ess"}, 1),
        (READY | {"solution": "fits", "nature": "public"}, 1),
    ],
)
def test_the_answers_name_the_case_of_the_guide(said: dict[str, object], case: int):
    found = guidance(answers(**said))
    assert found.conclusion is not None
    assert found.conclusion.case == case
    assert found.reasons


def test_one_question_at_a_time_until_a_case_is_named():
    asked = []
    said: dict[str, object] = {}
    for name, value in (("fragile", []), ("need", "clear"), ("solution", "adapt"), ("nature", "ess")):
        found = guidance(answers(**said))
        assert found.question is not None
        asked.append(found.question.code)
        said[name] = value
    assert asked == ["fragile", "need", "solution", "nature"] == list(QUESTIONS)
    assert guidance(answers(**said)).question is None


def test_whatever_is_answered_the_conversation_ends():
    options = [
        [[], ["maturity"]],
        *([one.code for one in QUESTIONS[name].options] for name in ("need", "solution", "nature")),
    ]
    for fragile, need, solution, nature in product(*options):
        found = guidance(answers(fragile=fragile, need=need, solution=solution, nature=nature))
        assert found.conclusion is not None


def test_the_two_workshops_of_near_names_are_not_confused():
    four, five = guide(4), guide(5)
    assert (four.workshop_title, five.workshop_title) == (
        "Atelier de formulation des besoins partagés",
        "Atelier de clarification des besoins",
    )
    assert "clarification" in four.not_to_confuse
    assert "formulation" in five.not_to_confuse
    assert [guide(case).workshop for case in (1, 2, 3)] == [None, None, None]


def test_six_questions_in_four_groups_and_five_criteria():
    assert [len(questions) for _, questions in GROUPS] == [2, 1, 1, 2]
    assert [question for _, questions in GROUPS for question in questions] == list(SHARED)
    assert len(CRITERIA) == 5


def test_people_differ_when_they_do_not_say_the_same():
    assert differ(["reassured", "concerned"])
    assert not differ(["unsure", "unsure"])
    assert not differ([])
