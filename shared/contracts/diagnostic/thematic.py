"""Thematic portraits: what one knows of a theme, facet by facet, before any crossed reading (domain.md 3.5)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.diagnostic.words import DiagnosticCommand

Facet = Literal["assets", "potential", "difficulties", "gaps", "risks", "actions", "actors", "stakes"]
"""The eight facets of the guide, in its order."""


class WriteThematicPortrait(DiagnosticCommand):
    """Write the portrait of a theme: a new one, or `portrait` as somebody who has `seen` it (its stamp).

    Themes are open (U27). `interviews` and `observations` are what it rests on besides the studies named in `sources`.
    """

    accompaniment: str
    portrait: str | None = None
    seen: str = ""
    theme: str = Field(min_length=1, max_length=100)
    facets: dict[Facet, str] = {}
    sources: list[str] = Field(default=[], max_length=50)
    interviews: list[str] = Field(default=[], max_length=500)
    observations: list[str] = Field(default=[], max_length=200)


class Ground(Value):
    """An interview or an observation that a portrait rests on; `label` names the structure, for the team."""

    kind: Literal["interview", "observation"]
    id: str
    label: str
    occurred: str | None


class PortraitVersion(Value):
    """A portrait as somebody (an account) wrote it at an instant (ISO 8601, UTC)."""

    number: int
    theme: str
    facets: dict[Facet, str]
    sources: list[str]
    grounds: list[Ground]
    author: str | None
    at: str


class ThematicPortrait(Value):
    """The portrait of a theme as it stands."""

    id: str
    stamp: str
    now: PortraitVersion


class ThematicPortraits(Value):
    """The portraits of one accompaniment by theme; `unwritten`: themes people speak of that have none yet."""

    accompaniment: str
    portraits: list[ThematicPortrait]
    unwritten: list[str]


class ListThematicPortraits(Query[ThematicPortraits]):
    """The thematic portraits of one accompaniment."""

    service = "diagnostic"
    accompaniment: str


class PortraitHistory(Value):
    """Every version of a portrait, the latest first."""

    id: str
    stamp: str
    versions: list[PortraitVersion]


class GetThematicPortrait(Query[PortraitHistory]):
    """One portrait with its history."""

    service = "diagnostic"
    accompaniment: str
    portrait: str
