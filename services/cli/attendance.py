"""`terreau import attendance`: a table of presence, taken over whole or not at all."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from pathlib import Path

from services.cli.office import Office
from services.cli.telling import NAMESPACE
from shared.attendance_table import attendance_rows
from shared.contracts.base import Receipt
from shared.contracts.territories import GetTerritory
from shared.contracts.workshops import ImportAttendance
from shared.contracts.workshops.presence import MOST_ROWS
from shared.errors import InvalidInput, TerreauError
from shared.french import number, tidy
from shared.ids import new_id
from shared.workbooks import Table

Placed = Callable[[Path, InvalidInput], TerreauError]


def import_attendance(
    office: Office, file: Path, content: bytes, table: Table, accompaniment: str, placed: Placed, *, dry_run: bool
) -> Receipt:
    """Have the presence of every session of a table recorded; names are looked up in the directory first.

    Raises `InvalidInput` with each problem at its row and column. The same file for the same territory once only.
    """
    if not table.rows:
        raise InvalidInput(tidy("Ce tableau n’a aucune ligne sous ses titres : il n’y a rien à reprendre."))
    if len(table.rows) > MOST_ROWS:
        raise InvalidInput(tidy(f"Ce tableau a plus de {number(MOST_ROWS)} lignes : importez-le en plusieurs parties."))
    rows = attendance_rows(table, office.ask(GetTerritory(id=accompaniment)).people)
    command = ImportAttendance(accompaniment=accompaniment, rows=rows, dry_run=dry_run)
    order = new_id() if dry_run else _order(content, accompaniment)
    try:
        return office.obey(command, order=order, correlation=office.correlation)
    except InvalidInput as error:
        raise placed(file, error) from error


def _order(content: bytes, accompaniment: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"import-attendance/{accompaniment}/{hashlib.sha256(content).hexdigest()}"))
