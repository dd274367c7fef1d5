"""Many cards at once, from a workbook: looked at, taken over whole or not at all, and taken back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.platforms.base import PlatformsCommand

ImportState = Literal["prepared", "done", "dropped", "undone"]


class CatalogueRow(Value):
    """A row of a workbook: its number, and the text of each field (`sources` included) that it speaks of."""

    row: int
    cells: dict[str, str]


class ImportCatalogue(PlatformsCommand):
    """Add and correct cards from rows: all of them, or none when one is wrong. `dry_run` only checks."""

    rows: list[CatalogueRow]
    dry_run: bool = False
    filename: str = Field(default="", max_length=200)


class PrepareCatalogueImport(PlatformsCommand):
    """Lay rows out to be looked at; nothing is taken over yet."""

    rows: list[CatalogueRow]
    filename: str = Field(default="", max_length=200)


class ConfirmCatalogueImport(PlatformsCommand):
    """Take over the rows laid out: all of them, or none when one is wrong."""

    import_id: str


class DropCatalogueImport(PlatformsCommand):
    """Leave the rows laid out; they are forgotten."""

    import_id: str


class UndoCatalogueImport(PlatformsCommand):
    """Put the cards back as they were before an import; what somebody changed since stays, and is named."""

    import_id: str


class CatalogueProblem(Value):
    """What is wrong in a row, and how to mend it."""

    row: int
    column: str
    sentence: str


class CatalogueChange(Value):
    """What a row will do: `fields` are those that it changes; none: the card says this already."""

    row: int
    slug: str
    label: str
    new: bool
    fields: list[str]


class CatalogueImportPage(Value):
    """A workbook looked at or taken over."""

    id: str
    filename: str
    state: ImportState
    recorded: str
    total: int
    added: int
    corrected: int
    unchanged: int
    problems: list[CatalogueProblem]
    changes: list[CatalogueChange]


class GetCatalogueImport(Query[CatalogueImportPage]):
    """One import."""

    service = "platforms"
    import_id: str


class CatalogueImportLine(Value):
    """An import in the list."""

    id: str
    filename: str
    state: ImportState
    recorded: str
    total: int
    brought: int


class CatalogueImports(Value):
    """The imports, the latest first."""

    imports: list[CatalogueImportLine]


class ListCatalogueImports(Query[CatalogueImports]):
    """What was imported into the catalogue."""

    service = "platforms"
