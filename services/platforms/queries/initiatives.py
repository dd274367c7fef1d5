"""The watch list."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms.initiatives import facts_of
from services.platforms.queries.registry import QUERIES
from services.platforms.rules.words import plain
from services.platforms.tables import Initiative
from shared.contracts.platforms import InitiativeCard, Initiatives, ListInitiatives
from shared.stamps import stamp
from shared.storage.unit_of_work import Reader


def _order(row: Initiative) -> tuple[bool, str, str]:
    return bool(row.left), plain(row.label), row.id


@QUERIES.answers(ListInitiatives)
def list_initiatives(reader: Reader, _query: ListInitiatives) -> Initiatives:
    """The initiatives by name; those that are no longer followed come last."""
    rows = sorted(
        reader.session.scalars(select(Initiative)), key=lambda row: (bool(row.left), plain(row.label), row.id)
    )
    return Initiatives(
        initiatives=[
            InitiativeCard.model_validate({"id": row.id, "stamp": stamp(facts_of(row))} | facts_of(row))
            for row in sorted(rows, key=_order)
        ]
    )
