"""Tables of contacts taken over into the directory: looked at row by row, taken over whole, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import TerritoriesCommand

Cell = Annotated[str, StringConstraints(max_length=2_000)]
MOST_ROWS = 10_000


class ContactRow(Value):
    """A row of the table: an organisation, a person, or a person of an organisation. `row` is its number there."""

    row: int = Field(ge=1)
    structure: Cell = ""
    name: Cell = ""
    function: Cell = ""
    email: Cell = ""
    phone: Cell = ""
    kind: Cell = ""
    siret: Cell = ""
    rna: Cell = ""
    purpose: Cell = ""
    consent: Cell = ""


class ImportContacts(TerritoriesCommand):
    """Take over every row, or none when one is wrong; what is known already is not entered twice nor changed.

    `digest` tells the same file: a second time changes nothing. `dry_run` only says what would happen.
    """

    territory: str
    filename: Annotated[str, StringConstraints(max_length=255)] = ""
    digest: Annotated[str, StringConstraints(max_length=64)] = ""
    rows: list[ContactRow] = Field(min_length=1, max_length=MOST_ROWS)
    dry_run: bool = False


class UndoContactImport(TerritoriesCommand):
    """Take back what an import brought, save what has been used since."""

    contacts: str
    reason: Annotated[str, StringConstraints(max_length=1_000)] = ""


class PlannedContact(Value):
    """What a row will become."""

    row: int
    structure: str
    structure_is: Literal["new", "known", "none"]
    person: str
    person_is: Literal["new", "known", "none"]
    remark: str


class ContactProblem(Value):
    """What is wrong in a row, and how to mend it."""

    row: int
    column: str
    sentence: str


class ContactPreview(Value):
    """A table looked at, before anything is written; `sample` shows the first rows and those with a remark."""

    total: int
    organisations: int
    people: int
    known: int
    problems: list[ContactProblem]
    sample: list[PlannedContact]


class PreviewContacts(Query[ContactPreview]):
    """What a table of contacts would bring."""

    service = "territories"
    territory: str
    rows: list[ContactRow] = Field(max_length=MOST_ROWS)


class ContactImportLine(Value):
    """An import of contacts."""

    id: str
    filename: str
    state: Literal["done", "undone"]
    recorded_at: datetime
    organisations: int
    people: int


class ContactImports(Value):
    """The imports of a territory, the latest first."""

    imports: list[ContactImportLine]


class ListContactImports(Query[ContactImports]):
    """The tables of contacts taken over for a territory."""

    service = "territories"
    territory: str
