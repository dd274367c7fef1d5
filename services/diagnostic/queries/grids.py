"""The shared interview grid as pages show it."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select

from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.rules.grids import PARTIES
from services.diagnostic.stamps import seen_of
from services.diagnostic.tables import KNOWN, Grid, GridAgreement, Interview
from shared.contracts.diagnostic import Agreement, GetGrid, GridPage, GridVersion, KeyedQuestion
from shared.stamps import stamp
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetGrid)
def get_grid(reader: Reader, query: GetGrid) -> GridPage:
    """The version in use and those before it; raises `NotFound` for an unknown accompaniment."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    rows = list(
        reader.session.scalars(select(Grid).where(Grid.accompaniment == accompaniment).order_by(Grid.version.desc()))
    )
    agreements = _agreements(reader, [row.id for row in rows])
    followed = _followed(reader, [row.id for row in rows])
    versions = [_version(row, agreements[row.id], followed.get(row.id, 0)) for row in rows]
    return GridPage(accompaniment=accompaniment, current=versions[0] if versions else None, earlier=versions[1:])


def _agreements(reader: Reader, grids: list[str]) -> dict[str, list[Agreement]]:
    found: dict[str, list[Agreement]] = defaultdict(list)
    for row in reader.session.scalars(
        select(GridAgreement).where(GridAgreement.grid.in_(grids)).order_by(GridAgreement.id)
    ):
        found[row.grid].append(Agreement(party=row.party, occurred=row.occurred))
    return found


def _followed(reader: Reader, grids: list[str]) -> dict[str, int]:
    statement = (
        select(Interview.grid, func.count())
        .where(Interview.grid.in_(grids), Interview.state == "logged")
        .group_by(Interview.grid)
    )
    return {grid: count for grid, count in reader.session.execute(statement) if grid is not None}


def _version(row: Grid, agreements: list[Agreement], interviews: int) -> GridVersion:
    return GridVersion.model_validate(
        {
            "id": row.id,
            "version": row.version,
            "stamp": stamp(seen_of(row)),
            "preparation": row.preparation,
            "questions": [KeyedQuestion.model_validate(one) for one in row.questions],
            "expertises": row.expertises,
            "note": row.note,
            "recorded": row.recorded_at.isoformat(),
            "agreements": agreements,
            "shared": len(agreements) >= PARTIES,
            "interviews": interviews,
        }
    )
