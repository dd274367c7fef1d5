"""The diagnostic of one accompaniment, as a page shows it."""

from __future__ import annotations

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.diagnostic.interviews import InterviewCard
from shared.contracts.diagnostic.words import Appetite, Conclusion, StructureKind


class StakeCard(Value):
    """A stake."""

    id: str
    title: str
    detail: str


class Tally(Value):
    """How many structures of a kind stand how."""

    kind: StructureKind
    appetite: Appetite
    structures: int


class DiagnosticPage(Value):
    """The diagnostic of an accompaniment; `conclusion` null: not concluded yet.

    `logged` counts the interviews that took place, also those that the question left out of `interviews`.
    """

    accompaniment: str
    interviews: list[InterviewCard]
    logged: int
    structures_met: int
    ess_interested: int
    tally: list[Tally]
    stakes: list[StakeCard]
    conclusion: Conclusion | None
    reasons: list[str]
    concluded: str | None
    presented: bool
    orientation: str | None
    orientation_validated: str | None
    entry_point: str | None


class GetDiagnostic(Query[DiagnosticPage]):
    """The diagnostic of one accompaniment; `newest` limits the interviews in the answer to the latest that took place
    (planned ones are always there): hundreds of syntheses are long to carry.
    """

    service = "diagnostic"
    accompaniment: str
    newest: int | None = Field(default=None, ge=0)
