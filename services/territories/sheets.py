"""The last filling of a sheet: what the next one is compared with, and what the page shows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories.tables import MethodSheet


def fillings(session: Session, territory: str, accompaniment: str | None) -> list[MethodSheet]:
    """Every filling of the sheets of a territory in one accompaniment (None: before any), in the order told."""
    here = MethodSheet.accompaniment == accompaniment if accompaniment else MethodSheet.accompaniment.is_(None)
    chosen = select(MethodSheet).where(MethodSheet.territory == territory, here).order_by(MethodSheet.id)
    return list(session.scalars(chosen))


def last_filling(session: Session, territory: str, accompaniment: str | None, sheet: str) -> MethodSheet | None:
    """The filling that counts, None before the first."""
    mine = [row for row in fillings(session, territory, accompaniment) if row.sheet == sheet]
    return mine[-1] if mine else None
