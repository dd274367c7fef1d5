"""The préfiguration case in which a need stands (domain.md 5.3): the conversation that finds it, and its history."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.platforms.base import CaseNumber, PlatformsCommand
from shared.partial_dates import Occurred

Fragility = Literal["cooperation", "maturity", "political", "operational"]
"""The entry signs of case 5."""

NeedsWorkshop = Literal["formulation", "clarification"]
"""Two workshops with near names: shared needs are formulated in case 4, needs are clarified in case 5 (U47)."""


class CaseAnswers(Value):
    """What was answered so far in the conversation; null: not asked yet. No fragility is an answer: an empty list."""

    fragile: list[Fragility] | None = None
    need: Literal["clear", "vague"] | None = None
    solution: Literal["fits", "adapt", "none"] | None = None
    nature: Literal["ess", "public", "doubtful"] | None = None


class AssignCase(PlatformsCommand):
    """Say in which of the five cases a need of a project stands now, and why; history is kept (PLT-20, U46).

    `project`: any words; those of a cooperation of the territory mean that cooperation, and so does its id.
    """

    accompaniment: str
    need: str = Field(min_length=1)
    project: str = Field(default="", max_length=300)
    cooperation: str | None = None
    platform: str | None = None
    case: CaseNumber
    reason: str = Field(min_length=1)
    answers: CaseAnswers | None = None
    occurred: Occurred | None = None


class CaseGuide(Value):
    """What the guide says of a case; `workshop` is the one it recommends, `not_to_confuse` the one of a near name."""

    case: CaseNumber
    title: str
    actions: list[str]
    workshop: NeedsWorkshop | None
    workshop_title: str = ""
    not_to_confuse: str = ""


class CaseStep(Value):
    """One step in the history of a need's case."""

    case: CaseNumber
    title: str
    need: str
    reason: str
    occurred: str | None
    current: bool
    project: str = ""
    cooperation: str | None = None
    platform: str | None = None
    guide: CaseGuide | None = None


class CaseOption(Value):
    """A possible answer."""

    code: str
    text: str


class CaseQuestion(Value):
    """The next question of the conversation; `several`: all that apply may be ticked, or none."""

    code: Literal["fragile", "need", "solution", "nature"]
    text: str
    hint: str
    several: bool
    options: list[CaseOption]


class CaseGuidance(Value):
    """Either the next question, or the case that the answers name, with the reasons."""

    question: CaseQuestion | None
    conclusion: CaseGuide | None
    reasons: list[str]


class GuideCase(Query[CaseGuidance]):
    """The conversation: what to ask next, or which case the answers name. It never names a platform (PLT-10)."""

    service = "platforms"
    fragile: list[Fragility] | None = None
    need: Literal["clear", "vague"] | None = None
    solution: Literal["fits", "adapt", "none"] | None = None
    nature: Literal["ess", "public", "doubtful"] | None = None
