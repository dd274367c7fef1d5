"""Many interviews at once, from a workbook: looked at, taken over whole or not at all, and taken back whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.known import known_interviews
from services.diagnostic.rules.rows import Sorted, read_rows, sort_out
from services.diagnostic.tables import KNOWN, Interview, InterviewImport
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import (
    ConfirmImport,
    DropImport,
    ImportInterviews,
    InterviewRow,
    PrepareImport,
    UndoImport,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import InterviewLogged, InterviewRetracted
from shared.french import plural
from shared.ids import new_id
from shared.storage.accompaniments import Accompaniment, require
from shared.storage.unit_of_work import UnitOfWork

UNDONE = "L’import qui l’avait apporté est annulé"


@COMMANDS.handles(ImportInterviews)
def import_interviews(uow: UnitOfWork, command: ImportInterviews) -> Receipt:
    """Log every row, or none: raises `InvalidInput` with the problems of all rows.

    A row that is known already (same date, structure and synthesis) changes nothing; the notes count both. With
    `dry_run` nothing is changed either way.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    kept = _kept(uow, accompaniment, command.filename, command.rows)
    sorted_ = _take_over(uow, accompaniment, kept, command.rows, dry_run=command.dry_run)
    if not command.dry_run:
        uow.session.add(kept)
    return Receipt(id=kept.id, notes=_notes(sorted_, command.dry_run))


@COMMANDS.handles(PrepareImport)
def prepare_import(uow: UnitOfWork, command: PrepareImport) -> Receipt:
    """Keep the rows to be looked at, wrong ones too; they are forgotten once taken over, dropped or left open."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = _kept(uow, accompaniment, command.filename, command.rows)
    row.state, row.rows = "prepared", [one.model_dump() for one in command.rows]
    uow.session.add(row)
    return Receipt(id=row.id)


@COMMANDS.handles(ConfirmImport)
def confirm_import(uow: UnitOfWork, command: ConfirmImport) -> Receipt:
    """Log every row laid out, or none. Raises `NotFound`, `Refused` when it is no longer open, `InvalidInput`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = _open(uow, accompaniment, command.import_id, "prepared")
    sorted_ = _take_over(uow, accompaniment, row, [InterviewRow.model_validate(one) for one in row.rows or []])
    row.state, row.rows = "done", None
    return Receipt(id=row.id, notes=_notes(sorted_, dry_run=False))


@COMMANDS.handles(DropImport)
def drop_import(uow: UnitOfWork, command: DropImport) -> Receipt:
    """Leave the rows laid out. Raises `NotFound`, `Refused` when they are no longer open."""
    row = _open(uow, require(uow, KNOWN, command.accompaniment), command.import_id, "prepared")
    row.state, row.rows = "dropped", None
    return Receipt(id=row.id)


@COMMANDS.handles(UndoImport)
def undo_import(uow: UnitOfWork, command: UndoImport) -> Receipt:
    """Withdraw every interview that an import brought; tells `interview-retracted` for each.

    Raises `NotFound`, `Refused` when there is nothing to take back.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = _open(uow, accompaniment, command.import_id, "done")
    brought = list(
        uow.session.scalars(
            select(Interview).where(Interview.import_id == row.id, Interview.state == "logged").order_by(Interview.told)
        )
    )
    for interview in brought:
        interview.state = "withdrawn"
    uow.tell_all((_retracted(accompaniment, interview), uow.today.isoformat()) for interview in brought)
    row.state = "undone"
    return Receipt(id=row.id, notes=[plural(len(brought), "entretien retiré", "entretiens retirés")])


def _retracted(accompaniment: Accompaniment, interview: Interview) -> InterviewRetracted:
    return InterviewRetracted(
        territory=accompaniment.territory, accompaniment=accompaniment.id, interview=interview.id, reason=UNDONE
    )


def _kept(uow: UnitOfWork, accompaniment: Accompaniment, filename: str, rows: list[InterviewRow]) -> InterviewImport:
    return InterviewImport(
        id=new_id(),
        accompaniment=accompaniment.id,
        filename=filename,
        state="done",
        total=len(rows),
        brought=0,
        recorded_at=uow.now,
    )


_NOT_OPEN = {
    "prepared": "Ce classeur est encore à vérifier\u00a0: rien n’en a été repris.",
    "done": "Ce classeur est déjà repris\u00a0: ses entretiens sont enregistrés.",
    "dropped": "Ce classeur a été laissé ou oublié après un jour\u00a0: envoyez-le à nouveau.",
    "undone": "Cet import est déjà annulé.",
}


def _open(uow: UnitOfWork, accompaniment: Accompaniment, id: str, state: str) -> InterviewImport:
    row = uow.session.scalar(
        select(InterviewImport)
        .where(InterviewImport.id == id, InterviewImport.accompaniment == accompaniment.id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("Cet import est inconnu pour ce territoire.", code="unknown-import")
    if row.state != state:
        raise Refused(_NOT_OPEN[row.state], code="import-settled")
    return row


def _take_over(
    uow: UnitOfWork,
    accompaniment: Accompaniment,
    into: InterviewImport,
    rows: list[InterviewRow],
    *,
    dry_run: bool = False,
) -> list[Sorted]:
    read, problems = read_rows(rows)
    if problems:
        raise InvalidInput(_refused(len({where.split(".")[1] for where, _ in problems})), problems=problems)
    # Two imports of one file at the same moment: the second waits here, and then knows the rows of the first.
    uow.session.execute(select(KNOWN.c.id).where(KNOWN.c.id == accompaniment.id).with_for_update())
    sorted_ = sort_out(accompaniment.id, read, known_interviews(uow, accompaniment.id))
    new = [one for one in sorted_ if one.new]
    if not dry_run:
        _log(uow, accompaniment, into, new)
        into.brought = len(new)
    return sorted_


def _log(uow: UnitOfWork, accompaniment: Accompaniment, into: InterviewImport, new: list[Sorted]) -> None:
    """Keep many interviews and tell them, with one statement for all of either kind."""
    rows = [_imported(uow, accompaniment, into, one) for one in new]
    told = uow.tell_all((_logged(accompaniment, row), row["occurred"]) for row in rows)
    if rows:
        uow.session.execute(insert(Interview), [{**row, "told": event} for row, event in zip(rows, told, strict=True)])


def _imported(uow: UnitOfWork, accompaniment: Accompaniment, into: InterviewImport, one: Sorted) -> dict[str, Any]:
    return {
        "id": new_id(),
        "accompaniment": accompaniment.id,
        "state": "logged",
        "structure": one.structure,
        "label": one.row.structure,
        "kind": one.row.kind,
        "ess": one.row.kind == "ess",
        "appetite": one.row.appetite,
        "synthesis": one.row.synthesis,
        "insee": one.row.insee,
        "occurred": one.row.occurred,
        "fingerprint": one.fingerprint,
        "recorded_at": uow.now,
        "reconstructed": False,
        "import_id": into.id,
    }


def _logged(accompaniment: Accompaniment, row: dict[str, Any]) -> InterviewLogged:
    return InterviewLogged(
        territory=accompaniment.territory,
        accompaniment=accompaniment.id,
        interview=row["id"],
        structure=row["structure"],
        kind=row["kind"],
        ess=row["ess"],
        appetite=row["appetite"],
        reconstructed=row["reconstructed"],
    )


def _refused(rows: int) -> str:
    lines = plural(rows, "ligne à corriger", "lignes à corriger")
    return f"L’import est refusé, {lines}\u00a0: aucun entretien n’a été enregistré."


def _notes(sorted_: list[Sorted], dry_run: bool) -> list[str]:
    new = sum(one.new for one in sorted_)
    notes = [
        plural(new, "entretien nouveau", "entretiens nouveaux"),
        plural(len(sorted_) - new, "entretien déjà connu", "entretiens déjà connus"),
    ]
    notes += [f"Ligne {one.row.row}\u00a0: {one.remark[:1].lower()}{one.remark[1:]}" for one in sorted_ if _worth(one)]
    if dry_run:
        notes.append("Vérification seule\u00a0: rien n’a été enregistré.")
    return notes


def _worth(one: Sorted) -> bool:
    """Whether a remark deserves a line of its own: that a row is simply known is in the count already."""
    return bool(one.remark) and (one.new or "inchangé" in one.remark)
