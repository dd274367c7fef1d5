"""`terreau import contacts`: a table of organisations and people, taken over whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from services.cli.office import Office
from shared.contracts.base import Receipt
from shared.contracts.territories import ContactRow, ImportContacts
from shared.contracts.territories.contact_imports import MOST_ROWS
from shared.errors import InvalidInput, TerreauError
from shared.french import number, tidy
from shared.ids import new_id
from shared.workbooks import Table

Placed = Callable[[Path, InvalidInput], TerreauError]


def import_contacts(
    office: Office, file: Path, content: bytes, table: Table, territory: str, placed: Placed, *, dry_run: bool
) -> Receipt:
    """Have the rows of a table entered in the directory.

    Raises `InvalidInput` with each problem at its row and column, `NotFound` for an unknown territory.
    """
    if not table.rows:
        raise InvalidInput(tidy("Ce tableau n’a aucune ligne sous ses titres : il n’y a rien à reprendre."))
    if len(table.rows) > MOST_ROWS:
        raise InvalidInput(tidy(f"Ce tableau a plus de {number(MOST_ROWS)} lignes : importez-le en plusieurs parties."))
    command = ImportContacts(
        territory=territory.strip(),
        filename=file.name[:255],
        digest=hashlib.sha256(content).hexdigest(),
        rows=[ContactRow(row=row.number, **row.cells) for row in table.rows],
        dry_run=dry_run,
    )
    try:
        return office.obey(command, order=new_id(), correlation=office.correlation)
    except InvalidInput as error:
        raise placed(file, error) from error
