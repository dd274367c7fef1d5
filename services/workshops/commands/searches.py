"""A month without slot, remembered with its reason (WKS-02, U5, U49)."""

from __future__ import annotations

from sqlalchemy import func, select

from services.workshops.commands.registry import COMMANDS
from services.workshops.rules import month_text
from services.workshops.tables import KNOWN, Search
from shared.contracts.base import Receipt
from shared.contracts.workshops import RecordNoSlot
from shared.events import SlotSearchFailed
from shared.french import NBSP
from shared.ids import new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(RecordNoSlot)
def record_no_slot(uow: UnitOfWork, command: RecordNoSlot) -> Receipt:
    """Keep the search; without `occurred` it stands on its month. A second run of the same search is kept beside it.

    Raises `NotFound` for an unknown accompaniment.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    earlier = _runs(uow, command)
    occurred = command.occurred or command.month
    row = Search(id=new_id(), occurred=occurred, **command.model_dump(exclude={"occurred"}))
    uow.session.add(row)
    uow.tell(
        SlotSearchFailed(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            month=command.month,
            reason=command.reason,
            detail=command.detail,
        ),
        occurred=occurred,
    )
    return Receipt(id=row.id, notes=_notes(command.month, earlier))


def _runs(uow: UnitOfWork, command: RecordNoSlot) -> int:
    same = select(func.count()).where(
        Search.accompaniment == command.accompaniment,
        Search.month == command.month,
        Search.reason == command.reason,
    )
    return int(uow.session.scalar(same) or 0)


def _notes(month: str, earlier: int) -> list[str]:
    if not earlier:
        return []
    noted = "une recherche" if earlier == 1 else f"{earlier} recherches"
    return [f"Déjà noté{NBSP}: {noted} sans créneau en {month_text(month)} pour ce motif. Celle-ci s’y ajoute."]
