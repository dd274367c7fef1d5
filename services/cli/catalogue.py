"""The catalogue of platforms on the command line: its workbook in, its files out."""

from __future__ import annotations

import hashlib
import uuid
from base64 import b64decode
from typing import Literal

from services.cli.office import Office
from services.cli.telling import NAMESPACE
from shared.catalogue_workbook import CATALOGUE_COLUMNS, catalogue_table
from shared.contracts.base import Receipt
from shared.contracts.platforms import ExportCatalogue, ImportCatalogue
from shared.errors import InvalidInput
from shared.ids import new_id
from shared.workbooks import Problem


def export_catalogue(office: Office, format_: Literal["csv", "jsonld"]) -> bytes:
    """The whole catalogue as a file."""
    return b64decode(office.ask(ExportCatalogue(format=format_)).content)


def import_catalogue(office: Office, name: str, content: bytes, *, dry_run: bool) -> Receipt:
    """Take over every row of a workbook, or none. Raises `InvalidInput` with each problem at its row and column."""
    rows, problems, _ = catalogue_table(content)
    if problems:
        raise at_rows(problems)
    order = new_id() if dry_run else str(uuid.uuid5(NAMESPACE, f"catalogue/{hashlib.sha256(content).hexdigest()}"))
    command = ImportCatalogue(rows=rows, dry_run=dry_run, filename=name[-200:])
    return office.obey(command, order=order, correlation=office.correlation)


def at_rows(problems: list[Problem]) -> InvalidInput:
    """Problems of a file in the words of a room: `rows.<n>.<column>`."""
    codes = {column.name: code for code, column in CATALOGUE_COLUMNS.items()}
    return InvalidInput(
        "", problems=[(f"rows.{one.row}.{codes.get(one.column, one.column)}", one.message) for one in problems]
    )
