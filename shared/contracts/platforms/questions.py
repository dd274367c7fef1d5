"""The shared questions of the guide crossed with the charter's criteria, answered by several people (domain.md 5.2)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.platforms.base import PlatformsCommand
from shared.contracts.platforms.catalogue import PlatformCard
from shared.partial_dates import Occurred

Question = Literal["benefits", "economic-model", "users-place", "data", "impacts", "responsibility"]
"""The six questions, in the order of the guide."""

Criterion = Literal["governance", "value", "data-ethics", "commons", "cooperation"]
"""The five criteria of the charter « Plateformes en communs »."""

Stance = Literal["reassured", "unsure", "concerned"]
"""How an answer leaves the person who gives it; it is never counted, added up or ordered (U12, U13)."""


class AnswerQuestion(PlatformsCommand):
    """Answer one question on a platform, in one's own name or for a person of the directory who said it.

    Answering again replaces one's own answer, which stays in the history; nobody else's is touched.
    """

    accompaniment: str
    platform: str
    question: Question
    text: str = Field(min_length=1, max_length=4000)
    stance: Stance
    criteria: list[Criterion] = []
    person: str | None = None


class HoldEliminatory(PlatformsCommand):
    """A territory holds a criterion to be eliminatory, or no longer does; the reason is kept either way."""

    accompaniment: str
    criterion: Criterion
    held: bool = True
    reason: str = Field(min_length=1, max_length=1000)
    occurred: Occurred | None = None


class AnswerCard(Value):
    """The answer that stands of one person; `author` is an account, `person` the one of the directory who said it."""

    id: str
    text: str
    stance: Stance
    criteria: list[Criterion]
    author: str | None
    person: str | None
    recorded: str
    earlier: list[str] = Field(description="Ce que la même personne disait avant, le plus récent d’abord.")


class QuestionReading(Value):
    """A question with every answer beside the others; `differ`: those who answered do not say the same."""

    question: Question
    text: str
    usual_criteria: list[Criterion]
    answers: list[AnswerCard]
    differ: bool


class QuestionGroup(Value):
    """A group of questions of the guide."""

    number: int
    title: str
    questions: list[QuestionReading]


class CriterionReading(Value):
    """A criterion of the charter; `eliminatory` is the territory's reason when it holds it so, else null."""

    criterion: Criterion
    label: str
    content: str
    eliminatory: str | None
    eliminatory_since: str | None
    questions: list[Question]
    differ: bool


class Questioning(Value):
    """What people of one territory answer about one platform. No score, no stars, no winner."""

    accompaniment: str
    platform: PlatformCard
    groups: list[QuestionGroup]
    criteria: list[CriterionReading]


class GetQuestioning(Query[Questioning]):
    """The questions on one platform, for one accompaniment."""

    service = "platforms"
    accompaniment: str
    platform: str


class QuestionedPlatform(Value):
    """A platform on which questions were answered."""

    slug: str
    label: str
    answers: int
    voices: int


class Questionings(Value):
    """The platforms questioned by name, and the criteria as the territory holds them."""

    accompaniment: str
    platforms: list[QuestionedPlatform]
    criteria: list[CriterionReading]


class ListQuestionings(Query[Questionings]):
    """What was questioned in one accompaniment."""

    service = "platforms"
    accompaniment: str
