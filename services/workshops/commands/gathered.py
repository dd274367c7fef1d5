"""Writing down together: adding, rewriting, taking away; making a need of what came up."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.workshops import rules
from services.workshops.commands.outcomes import note_need
from services.workshops.commands.registry import COMMANDS, workshop
from services.workshops.rules.gathered import MISSING, PARENTS, same_actor
from services.workshops.tables import KNOWN, GatheredRow, GatheredVersion
from shared.contracts.base import Receipt
from shared.contracts.workshops import AddItem, EditItem, NoteNeed, RaiseNeed, WithdrawItem
from shared.errors import NotFound, Refused
from shared.events import ItemGathered
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(AddItem)
def add_item(uow: UnitOfWork, command: AddItem) -> Receipt:
    """Write an item down; whoever has the page open sees it. Raises `NotFound`, `InvalidInput`, `Refused`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    if command.workshop is not None:
        workshop(uow, command.workshop, within=accompaniment.id)
    body = command.body.model_dump()
    parent = _parent(uow, command, accompaniment.id)
    if parent is not None and body["kind"] == "stance":
        _check_actor(uow, parent, body["actor"])
    row = GatheredRow(
        id=new_id(),
        accompaniment=accompaniment.id,
        workshop=command.workshop,
        parent=parent.id if parent else None,
        kind=body["kind"],
        body=body,
        version=1,
        author=uow.actor,
        need=None,
        withdrawn=None,
    )
    uow.session.add(row)
    uow.session.flush()
    _keep(uow, row)
    _tell(uow, row, accompaniment.territory)
    return Receipt(id=row.id)


def _parent(uow: UnitOfWork, command: AddItem, accompaniment: str) -> GatheredRow | None:
    wanted = PARENTS.get(command.body.kind)
    if wanted is None:
        return None
    # Locked: of two stances of one actor written at once, the second learns of the first.
    row = uow.session.get(GatheredRow, command.parent, with_for_update=True) if command.parent else None
    if row is None or (row.kind, row.accompaniment) != (wanted, accompaniment) or row.withdrawn is not None:
        raise rules.wrong([("parent", MISSING[command.body.kind])])
    return row


def _check_actor(uow: UnitOfWork, project: GatheredRow, actor: str, *, but: str | None = None) -> None:
    others = select(GatheredRow).where(GatheredRow.parent == project.id, GatheredRow.withdrawn.is_(None))
    said = [one.body["actor"] for one in uow.session.scalars(others) if one.id != but]
    if same_actor(actor, said):
        raise Refused("Cet acteur a déjà sa ligne pour cette piste : modifiez-la.", code="actor-speaks-already")


@COMMANDS.handles(EditItem)
def edit_item(uow: UnitOfWork, command: EditItem) -> Receipt:
    """Say an item otherwise. Raises `NotFound`, `Refused` when somebody else changed it meanwhile."""
    row = _seen(uow, command.item, command.seen)
    if command.body.kind != row.kind:
        raise Refused("Un élément garde sa sorte : retirez-le et écrivez-en un autre.", code="another-kind")
    body = command.body.model_dump()
    if row.kind == "stance" and row.parent:
        project = uow.session.get_one(GatheredRow, row.parent, with_for_update=True)
        _check_actor(uow, project, body["actor"], but=row.id)
    row.body, row.version = body, row.version + 1
    _keep(uow, row)
    _tell(uow, row)
    return Receipt(id=row.id)


@COMMANDS.handles(WithdrawItem)
def withdraw_item(uow: UnitOfWork, command: WithdrawItem) -> Receipt:
    """Take an item away, and what hangs on it. Raises `NotFound`, `Refused`."""
    row = _seen(uow, command.item, command.seen)
    hanging = select(GatheredRow).where(GatheredRow.parent == row.id, GatheredRow.withdrawn.is_(None))
    for one in [row, *uow.session.scalars(hanging)]:
        one.withdrawn = command.reason
    _tell(uow, row)
    return Receipt(id=row.id)


@COMMANDS.handles(RaiseNeed)
def raise_need(uow: UnitOfWork, command: RaiseNeed) -> Receipt:
    """Make a need of an item, once: platforms hear of it. Raises `NotFound`, `Refused`."""
    row = _item(uow, command.item)
    if row.need is not None:
        raise Refused("Un besoin en a déjà été tiré.", code="need-raised")
    receipt = note_need(uow, NoteNeed(accompaniment=row.accompaniment, title=command.title, workshop=row.workshop))
    row.need = receipt.id
    _tell(uow, row)
    return receipt


def _item(uow: UnitOfWork, id: str) -> GatheredRow:
    row = uow.session.get(GatheredRow, id, with_for_update=True)
    if row is None or row.withdrawn is not None:
        raise NotFound("Cet élément n’est plus là.", code="unknown-item")
    return row


def _seen(uow: UnitOfWork, id: str, seen: str) -> GatheredRow:
    row = _item(uow, id)
    check_unchanged(seen, row.body)
    return row


def _keep(uow: UnitOfWork, row: GatheredRow) -> None:
    said: dict[str, Any] = dict(row.body)
    uow.session.add(GatheredVersion(item=row.id, version=row.version, body=said, author=uow.actor, recorded_at=uow.now))


def _tell(uow: UnitOfWork, row: GatheredRow, territory: str | None = None) -> None:
    place = territory or require(uow, KNOWN, row.accompaniment).territory
    uow.tell(
        ItemGathered(
            territory=place, accompaniment=row.accompaniment, item=row.id, kind=row.kind, workshop=row.workshop
        ),
        occurred=uow.today.isoformat(),
    )
