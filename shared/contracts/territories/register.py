"""Territories, their declared facts, their neighbours, and the places of the reference."""

from __future__ import annotations

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.territories.accompaniments import AccompanimentCard, DeadlineCard, PerimeterStep, StageStep
from shared.contracts.territories.base import TerritoriesCommand, TerritoryKind
from shared.contracts.territories.directory import OrganisationCard, PersonCard
from shared.partial_dates import Occurred


class DeclaredFact(Value):
    """A figure or a statement as somebody declared it, even where it does not add up (REG-03, U45).

    `count` is how much it counts for in the whole that the fact labelled `part_of` declares; both only where said.
    """

    label: str
    value: str
    source: str
    occurred: Occurred | None = None
    part_of: str | None = None
    count: int | None = Field(default=None, ge=0, le=2_000_000_000)


class RegisterTerritory(TerritoriesCommand):
    """Enter a territory in the register; `siren` for an EPCI, `insee` for a commune, members by INSEE code."""

    label: str = Field(min_length=1, max_length=200)
    kind: TerritoryKind
    siren: str | None = None
    insee: str | None = None
    parent: str | None = None
    communes: list[str] = []
    facts: list[DeclaredFact] = []
    context: str = ""


class DeclareFact(TerritoriesCommand):
    """Add a declared fact to a territory; an earlier one with the same label stays beside it."""

    territory: str
    fact: DeclaredFact


class LinkNeighbour(TerritoriesCommand):
    """Note a neighbouring collectivité that may be mobilised (REG-04): an EPCI by SIREN or a commune by INSEE code."""

    territory: str
    label: str = Field(min_length=1, max_length=200)
    siren: str | None = None
    insee: str | None = None
    note: str = ""


class NoteContact(TerritoriesCommand):
    """Remember an exchange with a territory, also years before any call (REG-28, U48)."""

    territory: str
    summary: str = Field(min_length=1)
    origin: str = ""
    occurred: Occurred | None = None


class TerritoryPage(Value):
    """Everything the register knows of a territory; asked by an accompaniment id, of that accompaniment only.

    `notes`: French sentences on what remains to be done (a bilan deadline to set).
    """

    id: str
    label: str
    kind: TerritoryKind
    siren: str | None
    insee: str | None
    parent_label: str | None
    context: str
    communes: int
    facts: list[DeclaredFact]
    neighbours: list[str]
    sub_areas: list[str]
    accompaniments: list[AccompanimentCard]
    perimeter: list[PerimeterStep]
    people: list[PersonCard]
    organisations: list[OrganisationCard]
    deadlines: list[DeadlineCard]
    contacts: list[DeclaredFact]
    kind_label: str = ""
    stages: list[StageStep] = []
    notes: list[str] = []


class GetTerritory(Query[TerritoryPage]):
    """One territory, by its id, its SIREN, its INSEE code or the id of one of its accompaniments."""

    service = "territories"
    id: str


class Resolved(Value):
    """The territory behind an id, a SIREN, an INSEE code or an accompaniment id, and its latest accompaniment."""

    territory: str
    label: str
    accompaniment: str | None


class ResolveTerritory(Query[Resolved]):
    """Find a territory; `NotFound` names what was looked for."""

    service = "territories"
    id: str


class TerritoryCard(Value):
    """A registered territory in a list."""

    id: str
    label: str
    kind: TerritoryKind
    siren: str | None
    insee: str | None


class TerritoryList(Value):
    """Registered territories by name."""

    territories: list[TerritoryCard]


class ListTerritories(Query[TerritoryList]):
    """Every registered territory, enrolled or not."""

    service = "territories"


class Place(Value):
    """A commune or an EPCI of the reference data."""

    code: str
    label: str
    kind: str
    departement: str
    population: int | None


class Places(Value):
    """Places found, the best first."""

    places: list[Place]


class SearchPlaces(Query[Places]):
    """Search the reference communes and EPCI while one types."""

    service = "territories"
    text: str
    limit: int = Field(default=8, ge=1, le=50)
