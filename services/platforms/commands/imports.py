"""Many cards at once, from a workbook: looked at, taken over whole or not at all, and taken back."""

from __future__ import annotations

from sqlalchemy import exists, select

from services.platforms.cards import said_by, versions_of, withdraw, write
from services.platforms.commands.registry import COMMANDS
from services.platforms.rules.rows import Change, read_rows
from services.platforms.tables import (
    AnswerRow,
    CatalogueImport,
    ChoiceStep,
    NeedLink,
    Platform,
    PlatformVersion,
    ShortlistOption,
)
from shared.contracts.base import Receipt
from shared.contracts.platforms import (
    CatalogueRow,
    ConfirmCatalogueImport,
    DropCatalogueImport,
    ImportCatalogue,
    PrepareCatalogueImport,
    UndoCatalogueImport,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.french import listing, plural, quoted, tidy
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(ImportCatalogue)
def import_catalogue(uow: UnitOfWork, command: ImportCatalogue) -> Receipt:
    """Add and correct cards, or do nothing: raises `InvalidInput` with the problems of all rows.

    A row that says what its card says already changes nothing. With `dry_run` nothing is changed either way.
    """
    kept = _kept(uow, command.filename, command.rows)
    changes = _changes(uow, command.rows)
    if not command.dry_run:
        uow.session.add(kept)
        _take_over(uow, kept, changes)
    return Receipt(id=kept.id, notes=_notes(changes, command.dry_run))


@COMMANDS.handles(PrepareCatalogueImport)
def prepare_catalogue_import(uow: UnitOfWork, command: PrepareCatalogueImport) -> Receipt:
    """Keep the rows to be looked at, wrong ones too."""
    row = _kept(uow, command.filename, command.rows)
    row.state, row.rows = "prepared", [one.model_dump() for one in command.rows]
    uow.session.add(row)
    return Receipt(id=row.id)


@COMMANDS.handles(ConfirmCatalogueImport)
def confirm_catalogue_import(uow: UnitOfWork, command: ConfirmCatalogueImport) -> Receipt:
    """Take over every row laid out, or none. Raises `NotFound`, `Refused` when no longer open, `InvalidInput`."""
    row = _open(uow, command.import_id, "prepared")
    changes = _changes(uow, [CatalogueRow.model_validate(one) for one in row.rows or []])
    _take_over(uow, row, changes)
    row.state, row.rows = "done", None
    return Receipt(id=row.id, notes=_notes(changes, dry_run=False))


@COMMANDS.handles(DropCatalogueImport)
def drop_catalogue_import(uow: UnitOfWork, command: DropCatalogueImport) -> Receipt:
    """Leave the rows laid out. Raises `NotFound`, `Refused` when they are no longer open."""
    row = _open(uow, command.import_id, "prepared")
    row.state, row.rows = "dropped", None
    return Receipt(id=row.id)


@COMMANDS.handles(UndoCatalogueImport)
def undo_catalogue_import(uow: UnitOfWork, command: UndoCatalogueImport) -> Receipt:
    """Put back every card as it was before an import; tells `platform-described` for each.

    A card that somebody changed since, or that a comparison speaks of, stays; the notes name them.
    Raises `NotFound`, `Refused` when there is nothing to take back.
    """
    row = _open(uow, command.import_id, "done")
    table = PlatformVersion
    brought = uow.session.scalars(select(table.platform).where(table.import_id == row.id).order_by(table.platform))
    kept = [label for slug in list(brought) if (label := _take_back(uow, slug, row.id)) is not None]
    row.state = "undone"
    notes = [plural(row.brought - len(kept), "fiche remise en l’état", "fiches remises en l’état")]
    if kept:
        named = listing(quoted(label) for label in kept)
        notes.append(tidy(f"Restent comme elles sont, parce qu’on s’en est servi depuis : {named}."))
    return Receipt(id=row.id, notes=notes)


def _take_back(uow: UnitOfWork, slug: str, import_id: str) -> str | None:
    """Put a card back; its name when it has to stay as it is."""
    versions = versions_of(uow, slug)
    last = versions[-1]
    if last.import_id != import_id:
        return str(last.said["label"])
    if len(versions) > 1 and versions[-2].state != "withdrawn":
        write(uow, slug, versions[-2].said)
        return None
    card = uow.session.get_one(Platform, slug)
    if _spoken_of(uow, slug):
        return card.label
    withdraw(uow, card)
    return None


def _spoken_of(uow: UnitOfWork, slug: str) -> bool:
    places = (ShortlistOption.platform, ChoiceStep.platform, AnswerRow.platform, NeedLink.platform)
    return any(uow.session.scalar(select(exists().where(place == slug))) for place in places)


def _kept(uow: UnitOfWork, filename: str, rows: list[CatalogueRow]) -> CatalogueImport:
    return CatalogueImport(
        id=new_id(), filename=filename, state="done", total=len(rows), brought=0, recorded_at=uow.now
    )


_NOT_OPEN = {
    "prepared": "Ce classeur est encore à vérifier\u00a0: rien n’en a été repris.",
    "done": "Ce classeur est déjà repris\u00a0: ses fiches sont au catalogue.",
    "dropped": "Ce classeur a été laissé\u00a0: envoyez-le à nouveau.",
    "undone": "Cet import est déjà annulé.",
}


def _open(uow: UnitOfWork, id: str, state: str) -> CatalogueImport:
    row = uow.session.scalar(select(CatalogueImport).where(CatalogueImport.id == id).with_for_update())
    if row is None:
        raise NotFound("Cet import est inconnu.", code="unknown-import")
    if row.state != state:
        raise Refused(_NOT_OPEN[row.state], code="import-settled")
    return row


def _changes(uow: UnitOfWork, rows: list[CatalogueRow]) -> list[Change]:
    """What the rows do to the catalogue as it is now, held. Raises `InvalidInput`."""
    cards = uow.session.scalars(select(Platform).order_by(Platform.slug).with_for_update())
    changes, problems = read_rows(rows, {card.slug: said_by(card) for card in cards})
    if problems:
        count = len({where.split(".")[1] for where, _ in problems})
        lines = plural(count, "ligne à corriger", "lignes à corriger")
        raise InvalidInput(f"L’import est refusé, {lines}\u00a0: le catalogue n’a pas changé.", problems=problems)
    return changes


def _take_over(uow: UnitOfWork, into: CatalogueImport, changes: list[Change]) -> None:
    for one in changes:
        if one.fields:
            write(uow, one.slug, one.said, into.id)
    into.brought = sum(bool(one.fields) for one in changes)


def _notes(changes: list[Change], dry_run: bool) -> list[str]:
    added = sum(one.new for one in changes)
    corrected = sum(bool(one.fields) and not one.new for one in changes)
    notes = [
        plural(added, "fiche nouvelle", "fiches nouvelles"),
        plural(corrected, "fiche complétée ou corrigée", "fiches complétées ou corrigées"),
        plural(len(changes) - added - corrected, "fiche inchangée", "fiches inchangées"),
    ]
    return [*notes, "Vérification seule\u00a0: rien n’a été enregistré."] if dry_run else notes
