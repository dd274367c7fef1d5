"""The collective MOFF matrix: its four categories, and who says what on which ground (DIA-20 to DIA-22)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.diagnostic.words import DiagnosticCommand, StructureKind

MoffCategory = Literal["resource", "weakness", "opportunity", "risk"]
"""The four categories of the guide, in its order (domain.md 3.3)."""

Evidence = Literal["interview", "observation", "study", "known"]
"""What an item rests on: data collected, or known to the group already (DIA-21)."""

Text = Field(min_length=1, max_length=1000)


class AddMoffItem(DiagnosticCommand):
    """Add an item to the matrix; its author is whoever gives the command.

    `voice` is the kind of actor that says it, by default that of the interview it rests on. `source` names the study
    or the observation.
    """

    accompaniment: str
    category: MoffCategory
    text: str = Text
    theme: str = Field(default="", max_length=100)
    voice: StructureKind | None = None
    evidence: Evidence = "known"
    interview: str | None = None
    source: str = Field(default="", max_length=300)


class NewMoffItem(Value):
    """An item of a list; `row` is its number there, for the messages. `structure` names the one interviewed."""

    row: int
    category: MoffCategory
    text: str = Text
    theme: str = Field(default="", max_length=100)
    voice: StructureKind | None = None
    evidence: Evidence = "known"
    structure: str = Field(default="", max_length=200)
    source: str = Field(default="", max_length=300)


class AddMoffItems(DiagnosticCommand):
    """Add a list of items, all of them or none when one is wrong; those that stand there already change nothing.

    An item that rests on an interview names its structure: the latest interview with it is taken.
    """

    accompaniment: str
    items: list[NewMoffItem] = Field(min_length=1, max_length=2000)


class EditMoffItem(DiagnosticCommand):
    """Say an item otherwise, as one who has `seen` it (its stamp); refused when somebody changed it meanwhile.

    Editing an item that one has seen withdrawn brings it back.
    """

    accompaniment: str
    item: str
    seen: str
    category: MoffCategory
    text: str = Text
    theme: str = Field(default="", max_length=100)
    voice: StructureKind | None = None
    evidence: Evidence = "known"
    interview: str | None = None
    source: str = Field(default="", max_length=300)


class WithdrawMoffItem(DiagnosticCommand):
    """Take an item out of the matrix; it stays in the history."""

    accompaniment: str
    item: str
    seen: str
    reason: str = Field(default="", max_length=300)


class MoffVersion(Value):
    """An item as somebody said it at an instant (ISO 8601, UTC); `author` is the id of an account."""

    version: int
    category: MoffCategory
    text: str
    theme: str
    voice: StructureKind | None
    evidence: Evidence
    interview: str | None
    structure: str | None
    source: str
    withdrawn: bool
    reason: str
    author: str | None
    at: str


class MoffItem(Value):
    """An item: who said it first, and how it stands now."""

    id: str
    first_author: str | None
    stamp: str
    now: MoffVersion


class ThemeReading(Value):
    """What kinds of actors say of one theme, read across interviews (DIA-22).

    `kinds` by category; a convergence is a category that several kinds fill, a contradiction a theme that is an asset
    for some and a difficulty for others.
    """

    theme: str
    kinds: dict[MoffCategory, list[StructureKind]]
    convergences: list[MoffCategory]
    contradiction: bool


class MoffPage(Value):
    """The matrix of one accompaniment, the oldest item first; `withdrawn` apart."""

    accompaniment: str
    items: list[MoffItem]
    withdrawn: list[MoffItem]
    readings: list[ThemeReading]
    themes: list[str]


class GetMoff(Query[MoffPage]):
    """The matrix of one accompaniment."""

    service = "diagnostic"
    accompaniment: str


class MoffHistory(Value):
    """Every version of an item, the latest first."""

    id: str
    stamp: str
    versions: list[MoffVersion]


class GetMoffItem(Query[MoffHistory]):
    """One item with its history."""

    service = "diagnostic"
    accompaniment: str
    item: str
