"""The portrait of a territory: its project, its places and policies, what it declares, whom it touches."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import TerritoriesCommand, TerritoryKind
from shared.partial_dates import Occurred

FeatureKind = Literal["totem", "facility", "axis", "policy", "study"]
"""Totem places (REG-11), facilities and access (REG-12), axes of the project, policies, earlier studies (REG-10)."""


class DescribeTerritory(TerritoriesCommand):
    """Rewrite the words about a territory; `seen`: the stamp of the portrait that was read, else nothing is lost."""

    territory: str
    seen: str
    label: str = Field(min_length=1, max_length=200)
    context: str = ""
    political_project: str = ""


class NoteFeature(TerritoriesCommand):
    """Add a feature to the portrait, with who says so and since when."""

    territory: str
    kind: FeatureKind
    label: str = Field(min_length=1, max_length=200)
    detail: str = ""
    source: str = ""
    organisation: str | None = None
    occurred: Occurred | None = None


class ReviseFeature(TerritoriesCommand):
    """Rewrite a feature, or say since when it is no more (`ended`); `seen`: the stamp of its card."""

    feature: str
    seen: str
    label: str = Field(min_length=1, max_length=200)
    detail: str = ""
    source: str = ""
    occurred: Occurred | None = None
    ended: Occurred | None = None


class FeatureCard(Value):
    """A feature of the portrait."""

    id: str
    kind: FeatureKind
    kind_label: str
    label: str
    detail: str
    source: str
    organisation: str | None
    organisation_label: str | None
    occurred: str | None
    ended: str | None
    stamp: str


class FactCard(Value):
    """A declared fact with, where said, how much it counts for in the whole `part_of`."""

    id: str
    label: str
    value: str
    source: str
    occurred: str | None
    part_of: str | None
    count: int | None


class NeighbourCard(Value):
    """A neighbouring collectivité; `territory`: its id where it is registered too."""

    id: str
    label: str
    siren: str | None
    insee: str | None
    note: str
    territory: str | None


class LinkedTerritory(Value):
    """A territory inside, around or beside this one."""

    id: str
    label: str
    kind: TerritoryKind
    kind_label: str


class MemberCommune(Value):
    """A commune of the perimeter; `epci` names its intercommunalité where the reference knows it."""

    insee: str
    label: str
    epci: str | None


class Portrait(Value):
    """What is known of a territory beside its accompaniments.

    `gaps` and `contradictions` are French sentences on declared figures that do not agree; `reference` is what the
    national reference says, to be read beside them. `stamp` is that of the words that `DescribeTerritory` rewrites.
    """

    id: str
    label: str
    kind: TerritoryKind
    kind_label: str
    context: str
    political_project: str
    stamp: str
    facts: list[FactCard]
    gaps: list[str]
    contradictions: list[str]
    reference: list[FactCard]
    features: list[FeatureCard]
    neighbours: list[NeighbourCard]
    inside: list[LinkedTerritory]
    parent: LinkedTerritory | None
    groupings: list[LinkedTerritory]
    communes: list[MemberCommune]


class GetPortrait(Query[Portrait]):
    """The portrait of a territory, by its id, SIREN, INSEE code or the id of one of its accompaniments."""

    service = "territories"
    id: str
