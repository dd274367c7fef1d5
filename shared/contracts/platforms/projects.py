"""Projects: the cooperations of a territory, for which platforms are looked for."""

from __future__ import annotations

from shared.contracts.base import Query, Value
from shared.contracts.platforms.cases import CaseStep
from shared.contracts.platforms.specifications import SpecificationCard


class ProjectCard(Value):
    """A cooperation of the territory, by the id that it has there."""

    id: str
    title: str


class ProjectPage(Value):
    """What a cooperation looks for among platforms; `territory` is empty for one that was not heard of."""

    cooperation: str
    territory: str
    cases: list[CaseStep]
    specifications: list[SpecificationCard]


class GetProject(Query[ProjectPage]):
    """The cases and cahiers des charges of one cooperation."""

    service = "platforms"
    cooperation: str
