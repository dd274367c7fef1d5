"""The shared interview grid: written by several parties before the interviews, in versions (DIA-01 to DIA-03)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.diagnostic.words import DiagnosticCommand
from shared.partial_dates import Occurred

Preparation = Literal["whom", "intention", "knowledge", "expertise"]
"""The four questions that frame the preparation (domain.md 3.1)."""


class GridQuestion(Value):
    """A question that the territory wants to ask; `theme` groups questions and is free."""

    text: str = Field(min_length=1, max_length=500)
    theme: str = Field(default="", max_length=100)


class WriteGrid(DiagnosticCommand):
    """Write the grid: the version in use while nobody agreed to it and no interview follows it, else a new one.

    `seen` is the stamp that the writer had before them (empty: no grid yet); another writing in between refuses this
    one.
    """

    accompaniment: str
    preparation: dict[Preparation, str] = {}
    questions: list[GridQuestion] = Field(default=[], max_length=100)
    expertises: list[str] = Field(default=[], max_length=30)
    note: str = ""
    seen: str = ""


class AgreeGrid(DiagnosticCommand):
    """A party agrees to the version in use: an organisation, never a person."""

    accompaniment: str
    version: int
    party: str = Field(min_length=1, max_length=200)
    occurred: Occurred | None = None


class KeyedQuestion(Value):
    """A question of one version, with the key under which its answers are kept."""

    key: str
    theme: str
    text: str


class Agreement(Value):
    """Who agreed, and when."""

    party: str
    occurred: str | None


class GridVersion(Value):
    """One version of a grid; `shared`: at least two parties agreed to it. `interviews` follow it."""

    id: str
    version: int
    stamp: str
    preparation: dict[Preparation, str]
    questions: list[KeyedQuestion]
    expertises: list[str]
    note: str
    recorded: str
    agreements: list[Agreement]
    shared: bool
    interviews: int


class GridPage(Value):
    """The grid in use (null: none yet) and the versions before it, the newest first."""

    accompaniment: str
    current: GridVersion | None
    earlier: list[GridVersion]


class GetGrid(Query[GridPage]):
    """The grid of an accompaniment."""

    service = "diagnostic"
    accompaniment: str
