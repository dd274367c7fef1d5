"""Where one accompaniment stands with platforms."""

from __future__ import annotations

from shared.contracts.base import Query, Value
from shared.contracts.platforms.cases import CaseStep
from shared.contracts.platforms.needs import NeedCard, NeedLinkCard
from shared.contracts.platforms.projects import ProjectCard
from shared.contracts.platforms.shortlists import ShortlistCard
from shared.contracts.platforms.specifications import SpecificationCard


class PlatformsPage(Value):
    """Cases, shortlists and cahiers des charges of one accompaniment, and the needs heard of so far."""

    accompaniment: str
    cases: list[CaseStep]
    shortlists: list[ShortlistCard]
    needs: list[NeedCard] = []
    links: list[NeedLinkCard] = []
    specifications: list[SpecificationCard] = []
    projects: list[ProjectCard] = []


class GetPlatforms(Query[PlatformsPage]):
    """Where one accompaniment stands with platforms."""

    service = "platforms"
    accompaniment: str
