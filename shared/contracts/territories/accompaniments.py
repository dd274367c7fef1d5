"""Accompaniments: a territory in a call, its stages, perimeter, milestones and dates to keep."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import Stage, TerritoriesCommand, TerritoryKind
from shared.partial_dates import Occurred


class EnrolTerritory(TerritoriesCommand):
    """Begin the accompaniment of a territory in a call; the same territory may come back in another call (U29)."""

    call: str
    territory: str
    candidature: str | None = None
    occurred: Occurred | None = None


class EnterStage(TerritoriesCommand):
    """The accompaniment is at this stage now, whatever the one before (U2)."""

    accompaniment: str
    stage: Stage
    reason: str | None = None
    occurred: Occurred | None = None


class GrowPerimeter(TerritoriesCommand):
    """Add communes (INSEE) to the perimeter of an accompaniment, keeping the history (REG-07)."""

    accompaniment: str
    communes: list[str] = Field(min_length=1)
    reason: str | None = None
    occurred: Occurred | None = None


class NoteMilestone(TerritoriesCommand):
    """Remember a moment that no other command says."""

    accompaniment: str
    title: str = Field(min_length=1, max_length=200)
    text: str | None = None
    occurred: Occurred | None = None


class HoldBilan(TerritoriesCommand):
    """The bilan took place; the relation goes on unless somebody says otherwise (REP-06)."""

    accompaniment: str
    findings: str = Field(min_length=1)
    circle: str = ""
    open_questions: list[str] = []
    occurred: Occurred | None = None


class NoteEmergedProject(TerritoriesCommand):
    """A later project, with uncertain attribution (REP-05)."""

    accompaniment: str
    title: str = Field(min_length=1)
    text: str | None = None
    occurred: Occurred | None = None


class SetDeadline(TerritoriesCommand):
    """A date that matters for an accompaniment, or for the whole programme when `accompaniment` is null."""

    accompaniment: str | None = None
    kind: Literal["bilan", "european-project-end", "other"]
    title: str
    due: date


class AccompanimentCard(Value):
    """A territory in a call."""

    id: str
    territory: str
    territory_label: str
    territory_kind: TerritoryKind
    siren: str | None
    insee: str | None
    call: str
    call_title: str
    stage: Stage
    enrolled: str | None
    stage_label: str = ""


class AccompanimentList(Value):
    """All accompaniments, newest call first, then by name."""

    accompaniments: list[AccompanimentCard]


class ListAccompaniments(Query[AccompanimentList]):
    """Every accompaniment, of one call if given."""

    service = "territories"
    call: str | None = None


class DeadlineCard(Value):
    """A date to keep; `done` once what it asks for has happened."""

    id: str
    accompaniment: str | None
    territory_label: str | None
    kind: str
    title: str
    due: str
    raised: bool
    done: bool


class Deadlines(Value):
    """Deadlines, the nearest first."""

    deadlines: list[DeadlineCard]


class ListDeadlines(Query[Deadlines]):
    """The programme's deadlines, of one accompaniment if given."""

    service = "territories"
    accompaniment: str | None = None
    open_only: bool = True


class PerimeterStep(Value):
    """One step of a perimeter's history; the first is the perimeter with which an accompaniment began."""

    occurred: str | None
    added: list[str]
    added_labels: list[str]
    reason: str | None
    accompaniment: str | None = None


class StageStep(Value):
    """A stage that an accompaniment entered, in the order told."""

    accompaniment: str
    stage: Stage
    label: str
    reason: str | None
    occurred: str | None
