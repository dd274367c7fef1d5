"""Workbooks of interviews, looked at and taken over."""

from __future__ import annotations

from sqlalchemy import select

from services.diagnostic.known import known_interviews
from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.rules.rows import Sorted, read_rows, sort_out
from services.diagnostic.tables import KNOWN, InterviewImport
from shared.contracts.diagnostic import (
    GetImport,
    ImportedRow,
    ImportLine,
    ImportPage,
    Imports,
    InterviewRow,
    ListImports,
    RowProblem,
)
from shared.errors import NotFound
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader

FIRST_ROWS = 10
MOST_SHOWN = 200


@QUERIES.answers(GetImport)
def get_import(reader: Reader, query: GetImport) -> ImportPage:
    """One import; while it is open, what each row says and everything that is wrong. Raises `NotFound`."""
    row = reader.session.get(InterviewImport, query.import_id)
    if row is None:
        raise NotFound("Cet import est inconnu.", code="unknown-import")
    read, problems = read_rows([InterviewRow.model_validate(one) for one in row.rows or []])
    known = known_interviews(reader, row.accompaniment) if row.state == "prepared" else []
    sorted_ = sort_out(row.accompaniment, read, known)
    return ImportPage(
        id=row.id,
        accompaniment=row.accompaniment,
        filename=row.filename,
        state=row.state,
        recorded=row.recorded_at.isoformat(),
        total=row.total,
        new=sum(one.new for one in sorted_) if row.state == "prepared" else row.brought,
        known=sum(not one.new for one in sorted_) if row.state == "prepared" else row.total - row.brought,
        problems=[_problem(where, sentence) for where, sentence in problems],
        sample=_sample(sorted_),
    )


def _problem(where: str, sentence: str) -> RowProblem:
    _, row, column = where.split(".")
    return RowProblem(row=int(row), column=column, sentence=sentence)


def _sample(sorted_: list[Sorted]) -> list[ImportedRow]:
    shown = [one for index, one in enumerate(sorted_) if index < FIRST_ROWS or one.remark][:MOST_SHOWN]
    return [
        ImportedRow(
            row=one.row.row,
            occurred=one.row.occurred,
            structure=one.row.structure,
            kind=one.row.kind,
            appetite=one.row.appetite,
            known=not one.new,
            remark=one.remark,
        )
        for one in shown
    ]


@QUERIES.answers(ListImports)
def list_imports(reader: Reader, query: ListImports) -> Imports:
    """What was imported into an accompaniment, the latest first; what was only looked at and dropped is left out."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    rows = reader.session.scalars(
        select(InterviewImport)
        .where(InterviewImport.accompaniment == accompaniment, InterviewImport.state != "dropped")
        .order_by(InterviewImport.id.desc())
    )
    return Imports(
        imports=[
            ImportLine(
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
