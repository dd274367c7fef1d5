"""What commands and queries both look up."""

from __future__ import annotations

from sqlalchemy import select

from services.diagnostic.rules.rows import Known
from services.diagnostic.tables import KNOWN, Interview
from shared.storage.accompaniments import Accompaniment, require
from shared.storage.unit_of_work import Reader, UnitOfWork


def require_alone(uow: UnitOfWork, accompaniment: str) -> Accompaniment:
    """The accompaniment, held by this transaction until it ends: for what may be written first by two at once.

    Raises `NotFound` for an unknown one.
    """
    found = require(uow, KNOWN, accompaniment)
    uow.session.execute(select(KNOWN.c.id).where(KNOWN.c.id == found.id).with_for_update())
    return found


def known_interviews(reader: Reader, accompaniment: str) -> list[Known]:
    """The interviews that an imported row may tell again; withdrawn ones may come back."""
    statement = select(
        Interview.fingerprint, Interview.structure, Interview.occurred, Interview.kind, Interview.appetite
    ).where(Interview.accompaniment == accompaniment, Interview.state == "logged")
    return [
        Known(row.fingerprint, row.structure, row.occurred, row.kind, row.appetite)
        for row in reader.session.execute(statement)
        if row.fingerprint is not None
    ]
