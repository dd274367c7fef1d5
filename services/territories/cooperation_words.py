"""Finding a cooperation, the words that one form changes together, and the aids of an organisation added up."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories.rules.aids import Granted, Standing, standings
from services.territories.tables import Aid, Cooperation
from shared.errors import NotFound


def cooperation_of(session: Session, id: str, *, lock: bool = False) -> Cooperation:
    """The cooperation with this id; raises `NotFound` (`unknown-cooperation`)."""
    row = session.get(Cooperation, id, with_for_update=True if lock else None)
    if row is None:
        raise NotFound("Cette coopération est inconnue.", code="unknown-cooperation")
    return row


def cooperation_words(row: Cooperation) -> dict[str, Any]:
    """The words that `ReviseCooperation` rewrites."""
    names = ("title", "summary", "initiators", "starting_point", "model", "beneficiary", "source")
    return {name: getattr(row, name) for name in names}


def standings_of(session: Session, organisation: str, day: date) -> list[Standing]:
    """What an organisation received over three rolling years, by regime with a ceiling."""
    rows = session.scalars(select(Aid).where(Aid.organisation == organisation, Aid.withdrawn.is_(None)))
    return standings((Granted(row.regime, row.cents, row.granted, row.expected) for row in rows), day)
