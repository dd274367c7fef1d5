"""Interviews: planned, logged, imported."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.diagnostic.contacts import INSEE
from shared.contracts.diagnostic.words import Appetite, DiagnosticCommand, StructureKind
from shared.partial_dates import Occurred


class PlanInterview(DiagnosticCommand):
    """Set a day for an interview; `person`, by their id in the directory, is written to with the intention of it."""

    accompaniment: str
    structure: str = Field(min_length=1, max_length=200)
    kind: StructureKind = "other"
    on: date
    person: str | None = Field(default=None, max_length=36)


class LogInterview(DiagnosticCommand):
    """Log an interview that took place; `organisation` links it to the directory when the structure is known there.

    `interview` names a planned one that this log fulfils. `people` are ids of the directory: when one of them is
    erased, the synthesis and the answers are blanked. `answers` are to the questions of `grid` (a version's id), by
    their keys; `insee` is the commune of the structure, `interviewer` a person of the directory.
    """

    accompaniment: str
    structure: str = Field(min_length=1, max_length=200)
    kind: StructureKind
    ess: bool | None = None
    appetite: Appetite = "not-stated"
    synthesis: str = ""
    occurred: Occurred | None = None
    organisation: str | None = None
    interview: str | None = None
    reconstructed: bool = False
    people: list[str] = []
    grid: str | None = None
    answers: dict[str, str] = {}
    expertises: list[str] = []
    insee: str | None = Field(default=None, pattern=INSEE)
    interviewer: str | None = None


class InterviewRow(Value):
    """One row of an imported workbook; `row` is its number there, for the messages."""

    row: int
    date: str
    structure: str
    kind: str
    appetite: str
    synthesis: str = ""
    insee: str = ""


class ImportInterviews(DiagnosticCommand):
    """Log many interviews at once: all of them, or none when a row is wrong.

    The same row sent again is recognised and changes nothing. `dry_run` only checks.
    """

    accompaniment: str
    rows: list[InterviewRow]
    dry_run: bool = False
    filename: str = Field(default="", max_length=200)


class PrepareImport(DiagnosticCommand):
    """Lay the rows of a workbook out to be looked at; nothing is taken over yet."""

    accompaniment: str
    rows: list[InterviewRow]
    filename: str = Field(default="", max_length=200)


class ConfirmImport(DiagnosticCommand):
    """Take over the rows laid out: all of them, or none when one is wrong."""

    accompaniment: str
    import_id: str


class DropImport(DiagnosticCommand):
    """Leave the rows laid out; they are forgotten."""

    accompaniment: str
    import_id: str


class UndoImport(DiagnosticCommand):
    """Take back every interview that an import brought; each is told as withdrawn and counts no more."""

    accompaniment: str
    import_id: str


class InterviewCard(Value):
    """An interview, planned or logged."""

    id: str
    accompaniment: str
    state: Literal["planned", "logged"]
    structure: str
    organisation: str | None
    kind: StructureKind
    ess: bool
    appetite: Appetite
    synthesis: str
    occurred: str | None
    planned_on: str | None
    reconstructed: bool


class InterviewList(Value):
    """Some interviews that took place, the latest first; `total` counts all that were asked for."""

    interviews: list[InterviewCard]
    total: int


class ListInterviews(Query[InterviewList]):
    """The interviews of an accompaniment that took place, a page at a time; `text` is looked for in their words."""

    service = "diagnostic"
    accompaniment: str
    text: str = ""
    kind: StructureKind | None = None
    appetite: Appetite | None = None
    offset: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=50, ge=1, le=500)


class PlannedInterviews(Value):
    """Interviews planned and not logged, the oldest first."""

    interviews: list[InterviewCard]


class ListPlannedInterviews(Query[PlannedInterviews]):
    """What is planned, over all accompaniments."""

    service = "diagnostic"


class Answer(Value):
    """A question as it was put in the version of the grid that the interview followed, and what was answered."""

    theme: str
    question: str
    answer: str


class InterviewSheet(Value):
    """An interview whole; `grid_version` null: it followed no grid."""

    interview: InterviewCard
    grid_version: int | None
    answers: list[Answer]
    expertises: list[str]
    insee: str | None
    interviewer: str | None


class GetInterview(Query[InterviewSheet]):
    """One interview with its answers."""

    service = "diagnostic"
    interview: str


class ImportedRow(Value):
    """A row laid out: what it will become, and what one should know of it."""

    row: int
    occurred: str | None
    structure: str
    kind: StructureKind
    appetite: Appetite
    known: bool
    remark: str


class RowProblem(Value):
    """What is wrong in a row, and how to mend it."""

    row: int
    column: str
    sentence: str


class ImportPage(Value):
    """A workbook looked at or taken over. `sample` shows the first rows, and every row with a remark up to a limit."""

    id: str
    accompaniment: str
    filename: str
    state: Literal["prepared", "done", "dropped", "undone"]
    recorded: str
    total: int
    new: int
    known: int
    problems: list[RowProblem]
    sample: list[ImportedRow]


class GetImport(Query[ImportPage]):
    """One import."""

    service = "diagnostic"
    import_id: str


class ImportLine(Value):
    """An import in the list of an accompaniment."""

    id: str
    filename: str
    state: Literal["prepared", "done", "dropped", "undone"]
    recorded: str
    total: int
    brought: int


class Imports(Value):
    """The imports of an accompaniment, the latest first."""

    imports: list[ImportLine]


class ListImports(Query[Imports]):
    """What was imported into one accompaniment."""

    service = "diagnostic"
    accompaniment: str
