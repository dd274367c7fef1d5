"""Workbooks of cards, looked at and taken over."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms.cards import said_by
from services.platforms.queries.registry import QUERIES
from services.platforms.rules.rows import read_rows
from services.platforms.tables import CatalogueImport, Platform, PlatformVersion
from shared.contracts.platforms import (
    CatalogueChange,
    CatalogueImportLine,
    CatalogueImportPage,
    CatalogueImports,
    CatalogueProblem,
    CatalogueRow,
    GetCatalogueImport,
    ListCatalogueImports,
)
from shared.errors import NotFound
from shared.storage.unit_of_work import Reader

MOST_SHOWN = 300


@QUERIES.answers(GetCatalogueImport)
def get_catalogue_import(reader: Reader, query: GetCatalogueImport) -> CatalogueImportPage:
    """One import: what each row will do while it is open, what it did afterwards. Raises `NotFound`."""
    row = reader.session.get(CatalogueImport, query.import_id)
    if row is None:
        raise NotFound("Cet import est inconnu.", code="unknown-import")
    changes, problems = _ahead(reader, row) if row.state == "prepared" else (_done(reader, row), [])
    added = sum(one.new for one in changes)
    corrected = sum(bool(one.fields) for one in changes) - added
    return CatalogueImportPage(
        id=row.id,
        filename=row.filename,
        state=row.state,
        recorded=row.recorded_at.isoformat(),
        total=row.total,
        added=added,
        corrected=corrected,
        unchanged=row.total - added - corrected - len({one.row for one in problems}),
        problems=problems[:MOST_SHOWN],
        changes=[one for one in changes if one.fields][:MOST_SHOWN],
    )


def _ahead(reader: Reader, row: CatalogueImport) -> tuple[list[CatalogueChange], list[CatalogueProblem]]:
    cards = {card.slug: said_by(card) for card in reader.session.scalars(select(Platform))}
    changes, problems = read_rows([CatalogueRow.model_validate(one) for one in row.rows or []], cards)
    shown = [
        CatalogueChange(row=one.row, slug=one.slug, label=one.label, new=one.new, fields=one.fields) for one in changes
    ]
    return shown, [_problem(where, sentence) for where, sentence in problems]


def _problem(where: str, sentence: str) -> CatalogueProblem:
    _, row, column = where.split(".", 2)
    return CatalogueProblem(row=int(row), column=column, sentence=sentence)


def _done(reader: Reader, row: CatalogueImport) -> list[CatalogueChange]:
    table = PlatformVersion
    versions = reader.session.scalars(select(table).where(table.import_id == row.id).order_by(table.id))
    return [
        CatalogueChange(row=0, slug=one.platform, label=one.said["label"], new=one.state == "added", fields=one.fields)
        for one in versions
    ]


@QUERIES.answers(ListCatalogueImports)
def list_catalogue_imports(reader: Reader, _query: ListCatalogueImports) -> CatalogueImports:
    """What was imported, the latest first; what was looked at and left is not shown."""
    table = CatalogueImport
    rows = reader.session.scalars(select(table).where(table.state != "dropped").order_by(table.id.desc()))
    return CatalogueImports(
        imports=[
            CatalogueImportLine(
                id=row.id,
                filename=row.filename,
                state=row.state,
                recorded=row.recorded_at.isoformat(),
                total=row.total,
                brought=row.brought,
            )
            for row in rows
        ]
    )
