"""Keeping the words of actors, and writing what the team reads across interviews."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select

from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.known import require_alone
from services.diagnostic.synthesis_stamps import READING, VERBATIM, reading_seen, verbatim_seen
from services.diagnostic.tables import KNOWN, Interview, ReadingRow, VerbatimRow
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import (
    NoteVerbatim,
    RewordVerbatim,
    StructureKind,
    WithdrawVerbatim,
    WriteSynthesis,
)
from shared.errors import InvalidInput, NotFound
from shared.events import SynthesisRevised, VerbatimUpdated
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.accompaniments import Accompaniment, require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(NoteVerbatim)
def note_verbatim(uow: UnitOfWork, command: NoteVerbatim) -> Receipt:
    """Keep a verbatim; tells `verbatim-updated`, without its words. Raises `InvalidInput` when nobody says it."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = VerbatimRow(id=new_id(), accompaniment=accompaniment.id, withdrawn=False)
    _write(uow, row, command)
    uow.session.add(row)
    _tell(uow, accompaniment, row, "noted")
    return Receipt(id=row.id)


@COMMANDS.handles(RewordVerbatim)
def reword_verbatim(uow: UnitOfWork, command: RewordVerbatim) -> Receipt:
    """Write a verbatim otherwise; tells `verbatim-updated`.

    Raises `NotFound`, `InvalidInput`, `Refused` (`changed-meanwhile`). The same words again change nothing.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = _find(uow, accompaniment, command.verbatim)
    kind = _kind(uow, command)
    if all(getattr(row, name) == (kind if name == "kind" else getattr(command, name)) for name in VERBATIM):
        return Receipt(id=row.id, notes=["Rien n’a changé\u00a0: le verbatim disait déjà cela."])
    check_unchanged(command.seen, verbatim_seen(row))
    _write(uow, row, command)
    _tell(uow, accompaniment, row, "reworded")
    return Receipt(id=row.id)


@COMMANDS.handles(WithdrawVerbatim)
def withdraw_verbatim(uow: UnitOfWork, command: WithdrawVerbatim) -> Receipt:
    """Forget the words of a verbatim; tells `verbatim-updated`. Raises `NotFound`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = _find(uow, accompaniment, command.verbatim)
    row.text, row.withdrawn = "", True
    _tell(uow, accompaniment, row, "withdrawn")
    return Receipt(id=row.id)


@COMMANDS.handles(WriteSynthesis)
def write_synthesis(uow: UnitOfWork, command: WriteSynthesis) -> Receipt:
    """Write the team's reading anew, the earlier ones stay; tells `synthesis-revised`.

    Raises `Refused` (`changed-meanwhile`). The same words again change nothing.
    """
    accompaniment = require_alone(uow, command.accompaniment)
    last = uow.session.scalar(
        select(ReadingRow)
        .where(ReadingRow.accompaniment == accompaniment.id)
        .order_by(ReadingRow.version.desc())
        .limit(1)
    )
    said = {name: getattr(command, name) for name in READING}
    if last is not None:
        if reading_seen(last) == said:
            return Receipt(id=accompaniment.id, notes=["Rien n’a changé\u00a0: la synthèse disait déjà cela."])
        check_unchanged(command.seen, reading_seen(last))
    number = last.version + 1 if last else 1
    uow.session.add(
        ReadingRow(accompaniment=accompaniment.id, version=number, **said, author=uow.actor, recorded_at=uow.now)
    )
    uow.tell(SynthesisRevised(territory=accompaniment.territory, accompaniment=accompaniment.id, number=number))
    return Receipt(id=accompaniment.id)


def _find(uow: UnitOfWork, accompaniment: Accompaniment, id: str) -> VerbatimRow:
    row = uow.session.scalar(
        select(VerbatimRow)
        .where(VerbatimRow.id == id, VerbatimRow.accompaniment == accompaniment.id, VerbatimRow.withdrawn.is_(False))
        .with_for_update()
    )
    if row is None:
        raise NotFound("Ce verbatim est inconnu pour ce territoire, ou il a été retiré.", code="unknown-verbatim")
    return row


def _kind(uow: UnitOfWork, said: NoteVerbatim | RewordVerbatim) -> StructureKind:
    """The kind of structure that says it; checks the interview on the way."""
    kind = said.kind
    if said.interview:
        found = uow.session.execute(
            select(Interview.kind).where(
                Interview.id == said.interview,
                Interview.accompaniment == said.accompaniment,
                Interview.state == "logged",
            )
        ).first()
        if found is None:
            raise _wrong("interview", "Cet entretien n’est pas parmi ceux de ce territoire.")
        kind = kind or found.kind
    if kind is None:
        raise _wrong("kind", "Dites quelle sorte d’acteur parle, ou choisissez l’entretien.")
    return kind


def _wrong(field: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, problems=[(field, sentence)])


def _write(uow: UnitOfWork, row: VerbatimRow, said: NoteVerbatim | RewordVerbatim) -> None:
    row.kind = _kind(uow, said)
    row.text, row.theme, row.interview, row.leaves = said.text, said.theme, said.interview, said.leaves
    row.author, row.recorded_at = uow.actor, uow.now


def _tell(
    uow: UnitOfWork,
    accompaniment: Accompaniment,
    row: VerbatimRow,
    change: Literal["noted", "reworded", "withdrawn"],
) -> None:
    uow.tell(
        VerbatimUpdated(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            verbatim=row.id,
            kind=row.kind,
            change=change,
        )
    )
