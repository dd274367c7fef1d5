"""The vivier: territories that may answer a call one day, and which of them were told of a call."""

from __future__ import annotations

from sqlalchemy import select

from services.territories import finding
from services.territories.commands.calls import published
from services.territories.commands.registry import COMMANDS, refused
from services.territories.tables import Prospect
from shared.contracts.base import Receipt
from shared.contracts.territories import AddProspect, RemoveProspect
from shared.events import ProspectAdded, ProspectRemoved
from shared.french import quoted
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(AddProspect)
def add_prospect(uow: UnitOfWork, command: AddProspect) -> Receipt:
    """Put a territory into the vivier, or note that it was told of a call (AMI-02, AMI-05).

    Raises `NotFound`, `Refused`: `already-prospect`, `already-told`, `call-draft`.
    """
    territory = finding.territory(uow.session, command.territory)
    call = published(uow, command.call) if command.call else None
    known = [row for row in _rows(uow, territory.id) if row.call == (call.id if call else None)]
    if known and call is None:
        raise refused(f"{territory.label} est déjà dans le vivier.", "already-prospect")
    if known and call is not None:
        raise refused(f"{territory.label} a déjà été informé de l’appel {quoted(call.title)}.", "already-told")
    prospect = Prospect(
        id=new_id(),
        territory=territory.id,
        call=call.id if call else None,
        state="told" if call else "vivier",
        note=command.note,
        occurred=command.occurred,
    )
    uow.session.add(prospect)
    uow.tell(ProspectAdded(territory=territory.id, call=call.id if call else None), occurred=command.occurred)
    return Receipt(id=prospect.id)


@COMMANDS.handles(RemoveProspect)
def remove_prospect(uow: UnitOfWork, command: RemoveProspect) -> Receipt:
    """Take a territory out of the vivier; its exchanges and the calls it was told of stay. Raises `Refused`."""
    territory = finding.territory(uow.session, command.territory)
    row = next((one for one in _rows(uow, territory.id) if one.call is None), None)
    if row is None:
        raise refused(f"{territory.label} n’est pas dans le vivier.", "no-prospect")
    row.state = "removed"
    uow.tell(ProspectRemoved(territory=territory.id, reason=command.reason or None), occurred=uow.today.isoformat())
    return Receipt(id=row.id)


def _rows(uow: UnitOfWork, territory: str) -> list[Prospect]:
    chosen = select(Prospect).where(Prospect.territory == territory, Prospect.state != "removed")
    return list(uow.session.scalars(chosen.order_by(Prospect.id).with_for_update()))
