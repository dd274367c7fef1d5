"""What a group wrote down together."""

from __future__ import annotations

from sqlalchemy import select

from services.workshops.queries.registry import QUERIES
from services.workshops.tables import KNOWN, GatheredRow
from shared.contracts.workshops import Gathered, GatheredItem, ListGathered
from shared.stamps import stamp
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListGathered)
def list_gathered(reader: Reader, query: ListGathered) -> Gathered:
    """The items that stand, in the order they were written. Raises `NotFound`."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    chosen = (
        select(GatheredRow)
        .where(GatheredRow.accompaniment == accompaniment, GatheredRow.withdrawn.is_(None))
        .order_by(GatheredRow.id)
    )
    if query.workshop is not None:
        chosen = chosen.where(GatheredRow.workshop == query.workshop)
    return Gathered(items=[_item(row) for row in reader.session.scalars(chosen)])


def _item(row: GatheredRow) -> GatheredItem:
    fields = ("id", "workshop", "parent", "kind", "body", "version", "author", "need")
    return GatheredItem.model_validate({**{one: getattr(row, one) for one in fields}, "stamp": stamp(row.body)})
