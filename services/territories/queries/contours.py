"""Files of contours: those in use, and one looked at."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.queries.registry import QUERIES
from services.territories.tables import Contour, ContourSet
from shared.contracts.territories import (
    ContourSetCard,
    ContourSetPage,
    ContourSets,
    GetContours,
    ListContours,
)
from shared.storage.unit_of_work import Reader

SIREN = 9
"""Digits of the code of an EPCI; that of a commune has five."""


@QUERIES.answers(ListContours)
def list_contours(reader: Reader, query: ListContours) -> ContourSets:  # noqa: ARG001 - asks for all
    """The files in use, the latest first."""
    chosen = select(ContourSet).where(ContourSet.state == "current").order_by(ContourSet.recorded_at.desc())
    return ContourSets(sets=[_card(reader.session, row) for row in reader.session.scalars(chosen)])


@QUERIES.answers(GetContours)
def get_contours(reader: Reader, query: GetContours) -> ContourSetPage:
    """One file, and what would change with it; raises `NotFound` (`unknown-contours`)."""
    row = finding.contour_set(reader.session, query.id)
    others = select(ContourSet.id).where(ContourSet.state == "current", ContourSet.id != row.id)
    mine = select(Contour.code).where(Contour.set == row.id)
    known = select(func.count()).select_from(Contour).where(Contour.set.in_(others), Contour.code.in_(mine))
    return ContourSetPage(
        card=_card(reader.session, row), unknown=row.unknown, replaced=reader.session.scalar(known) or 0
    )


def _card(session: Session, row: ContourSet) -> ContourSetCard:
    length = func.length(Contour.code)
    statement = select(length, func.count()).where(Contour.set == row.id).group_by(length)
    counts = {row[0]: row[1] for row in session.execute(statement)}
    # A point has no extent; neither has a polygon of nothing, which no file brings in.
    points = select(func.count()).where(Contour.set == row.id, Contour.west == Contour.east)
    return ContourSetCard.model_validate(
        {
            "id": row.id,
            "filename": row.filename,
            "origin": row.origin,
            "licence": row.licence,
            "state": row.state,
            "recorded_at": row.recorded_at,
            "communes": sum(count for digits, count in counts.items() if digits != SIREN),
            "epci": counts.get(SIREN, 0),
            "points": session.scalar(points) or 0,
        }
    )
