"""The MOFF matrix, filled by several people at once: nobody's words are lost, whoever was first."""

from __future__ import annotations

from sqlalchemy import select

from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.moff_stamps import SAID, seen_of
from services.diagnostic.tables import KNOWN, Interview, MoffRow, MoffVersionRow
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import AddMoffItem, EditMoffItem, StructureKind, WithdrawMoffItem
from shared.errors import InvalidInput, NotFound
from shared.events import MoffUpdated
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.accompaniments import Accompaniment, require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(AddMoffItem)
def add_moff_item(uow: UnitOfWork, command: AddMoffItem) -> Receipt:
    """Add an item (DIA-20, DIA-21); tells `moff-updated`. Raises `InvalidInput` for evidence that is none."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    voice = _voice(uow, command)
    item = MoffRow(id=new_id(), accompaniment=accompaniment.id, version=1)
    uow.session.add(item)
    uow.session.flush()
    _write(uow, item, command, voice)
    _tell(uow, accompaniment, item, command.category, "added")
    return Receipt(id=item.id)


@COMMANDS.handles(EditMoffItem)
def edit_moff_item(uow: UnitOfWork, command: EditMoffItem) -> Receipt:
    """Say an item otherwise; tells `moff-updated`.

    Raises `NotFound`, `InvalidInput`, and `Refused` (`changed-meanwhile`) when somebody changed it since it was read.
    The same words again change nothing.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    item = _item(uow, accompaniment, command.item)
    voice = _voice(uow, command)
    last = _last(uow, item)
    if not last.withdrawn and all(
        getattr(last, name) == (voice if name == "voice" else getattr(command, name)) for name in SAID
    ):
        return Receipt(id=item.id, notes=["Rien n’a changé\u00a0: l’élément disait déjà cela."])
    check_unchanged(command.seen, seen_of(last))
    item.version += 1
    _write(uow, item, command, voice)
    _tell(uow, accompaniment, item, command.category, "edited")
    return Receipt(id=item.id)


@COMMANDS.handles(WithdrawMoffItem)
def withdraw_moff_item(uow: UnitOfWork, command: WithdrawMoffItem) -> Receipt:
    """Take an item out of the matrix, its history stays; tells `moff-updated`.

    Raises `NotFound`, and `Refused` (`changed-meanwhile`) when somebody changed it since it was read.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    item = _item(uow, accompaniment, command.item)
    last = _last(uow, item)
    if last.withdrawn:
        return Receipt(id=item.id, notes=["L’élément était déjà retiré."])
    check_unchanged(command.seen, seen_of(last))
    item.version += 1
    uow.session.add(
        MoffVersionRow(
            item=item.id,
            version=item.version,
            **{name: getattr(last, name) for name in SAID},
            withdrawn=True,
            reason=command.reason,
            author=uow.actor,
            recorded_at=uow.now,
        )
    )
    _tell(uow, accompaniment, item, last.category, "withdrawn")
    return Receipt(id=item.id)


def _item(uow: UnitOfWork, accompaniment: Accompaniment, id: str) -> MoffRow:
    row = uow.session.scalar(
        select(MoffRow).where(MoffRow.id == id, MoffRow.accompaniment == accompaniment.id).with_for_update()
    )
    if row is None:
        raise NotFound("Cet élément est inconnu dans la matrice de ce territoire.", code="unknown-moff-item")
    return row


def _last(uow: UnitOfWork, item: MoffRow) -> MoffVersionRow:
    return uow.session.get_one(MoffVersionRow, (item.id, item.version))


def _voice(uow: UnitOfWork, said: AddMoffItem | EditMoffItem) -> StructureKind | None:
    """The kind of actor that says it; checks the evidence on the way."""
    if said.evidence == "study" and not said.source:
        raise _wrong("source", "Nommez l’étude\u00a0: son titre, son année.")
    if said.evidence != "interview":
        return said.voice
    if said.interview is None:
        raise _wrong("interview", "Choisissez l’entretien sur lequel cet élément s’appuie.")
    row = uow.session.execute(
        select(Interview.state, Interview.kind).where(
            Interview.id == said.interview, Interview.accompaniment == said.accompaniment
        )
    ).first()
    if row is None or row.state != "logged":
        raise _wrong("interview", "Cet entretien n’est pas parmi ceux de ce territoire.")
    return said.voice or row.kind


def _wrong(field: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, problems=[(field, sentence)])


def _write(uow: UnitOfWork, item: MoffRow, said: AddMoffItem | EditMoffItem, voice: StructureKind | None) -> None:
    uow.session.add(
        MoffVersionRow(
            item=item.id,
            version=item.version,
            category=said.category,
            text=said.text,
            theme=said.theme,
            voice=voice,
            evidence=said.evidence,
            interview=said.interview if said.evidence == "interview" else None,
            source=said.source,
            withdrawn=False,
            reason="",
            author=uow.actor,
            recorded_at=uow.now,
        )
    )


def _tell(uow: UnitOfWork, accompaniment: Accompaniment, item: MoffRow, category: str, change: str) -> None:
    uow.tell(
        MoffUpdated.model_validate(
            {
                "territory": accompaniment.territory,
                "accompaniment": accompaniment.id,
                "item": item.id,
                "revision": item.version,
                "category": category,
                "change": change,
            }
        )
    )
