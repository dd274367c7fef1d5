"""Cooperation projects of a territory: where they stand, their budget, the aids of those who carry them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import TerritoriesCommand
from shared.contracts.territories.records import Link
from shared.partial_dates import Occurred

CooperationStage = Literal["emergence", "creation", "consolidation", "scaling"]
Initiator = Literal["citizens", "collectivite", "several", "private-funders", "accompanists"]
StartingPoint = Literal["together", "need", "place", "idea", "object"]
AidRegime = Literal["de-minimis", "sieg", "other"]
Gradient = Annotated[int, Field(ge=0, le=4)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Note = Annotated[str, StringConstraints(max_length=5_000)]
Cents = Annotated[int, Field(ge=0, le=10**12)]


class NoteCooperation(TerritoriesCommand):
    """Enter a common project; `born_of` is the cooperation it came of (U34), `model` a known model it follows."""

    territory: str
    title: Title
    summary: Note = ""
    initiators: list[Initiator] = []
    starting_point: StartingPoint | None = None
    model: Note = ""
    beneficiary: str | None = None
    born_of: str | None = None
    source: Note = ""
    occurred: Occurred | None = None


class ReviseCooperation(TerritoriesCommand):
    """Rewrite what is said of a cooperation, seen as `seen`."""

    cooperation: str
    seen: str
    title: Title
    summary: Note = ""
    initiators: list[Initiator] = []
    starting_point: StartingPoint | None = None
    model: Note = ""
    beneficiary: str | None = None
    source: Note = ""


class PlaceCooperation(TerritoriesCommand):
    """Say where a cooperation stands now on the axes of 9.2; earlier positions stay, and any stage may follow any."""

    cooperation: str
    stage: CooperationStage
    towards: CooperationStage | None = None
    modelled: Gradient | None = None
    systemic: Gradient | None = None
    market: Gradient | None = None
    comment: Note = ""
    occurred: Occurred | None = None


class AddBudgetLine(TerritoriesCommand):
    """Add a line to a budget; a resource without money has an amount only where somebody valued it (U31)."""

    cooperation: str
    year: int = Field(ge=1990, le=2100)
    side: Literal["charge", "resource"]
    category: str
    label: Note = ""
    cents: Cents | None = None
    quantity: Annotated[str, StringConstraints(max_length=200)] = ""


class WithdrawBudgetLine(TerritoriesCommand):
    """Take a line out of a budget; it stays readable with the reason."""

    line: str
    reason: Note = ""


class NoteAid(TerritoriesCommand):
    """Enter a public aid to an organisation: what is added up over three rolling years (U32)."""

    organisation: str
    cooperation: str | None = None
    giver: Title
    cents: Annotated[int, Field(gt=0, le=10**12)]
    regime: AidRegime
    granted: Occurred
    expected: bool = False
    source: Note = ""


class WithdrawAid(TerritoriesCommand):
    """An aid was entered by mistake, or was not granted."""

    aid: str
    reason: Note = ""


class AxisPlace(Value):
    """Where a cooperation stands on an axis, in words, and how far (0 to 4; null: not said)."""

    axis: str
    label: str
    low: str
    high: str
    value: int | None
    said: str


class PositionCard(Value):
    """Where a cooperation stood at a date."""

    stage: CooperationStage
    stage_label: str
    towards_label: str | None
    axes: list[AxisPlace]
    comment: str
    occurred: str | None


class CooperationLine(Value):
    """A cooperation in the list of a territory."""

    id: str
    title: str
    stage_label: str | None
    towards_label: str | None
    axes: list[AxisPlace]
    born_of: Link | None


class CooperationList(Value):
    """The cooperations of a territory, in the order told."""

    territory: Link
    cooperations: list[CooperationLine]


class ListCooperations(Query[CooperationList]):
    """The cooperations of one territory, by any of its keys."""

    service = "territories"
    territory: str


class SuggestedNeed(Value):
    """A need that usually follows, and from what: a suggestion."""

    text: str
    kind: str
    because: str


class BudgetLineCard(Value):
    """A line of a budget; `withdrawn` says why it counts no more."""

    id: str
    year: int
    side: Literal["charge", "resource"]
    category: str
    label: str
    cents: int | None
    quantity: str
    non_monetary: bool
    withdrawn: str | None


class BudgetYear(Value):
    """A year's budget, in cents; `unvalued` lines have no amount and are not guessed."""

    year: int
    charges: int
    resources: int
    non_monetary: int
    unvalued: int
    lines: list[BudgetLineCard]


class AidCard(Value):
    """An aid."""

    id: str
    organisation: Link
    giver: str
    cents: int
    regime: str
    granted: str
    expected: bool
    source: str
    withdrawn: str | None


class AidStanding(Value):
    """What an organisation received in a regime over three rolling years, beside the ceiling, in cents."""

    organisation: Link
    regime: str
    ceiling: int
    granted: int
    expected: int
    since: date
    would_pass: bool
    source: str


class CooperationPage(Value):
    """A cooperation whole."""

    id: str
    territory: Link
    title: str
    summary: str
    initiators: list[Initiator]
    initiator_labels: list[str]
    starting_point: StartingPoint | None
    starting_label: str | None
    model: str
    beneficiary: Link | None
    born_of: Link | None
    gave_birth: list[Link]
    source: str
    occurred: str | None
    position: PositionCard | None
    earlier: list[PositionCard]
    needs: list[SuggestedNeed]
    needs_source: str
    budget: list[BudgetYear]
    aids: list[AidCard]
    standings: list[AidStanding]
    stamp: str


class GetCooperation(Query[CooperationPage]):
    """One cooperation."""

    service = "territories"
    id: str
