"""A workbook of interviews: sent, looked at, taken over or left, and taken back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.security import signed_in
from shared.aside import aside
from shared.contracts.base import Command
from shared.contracts.diagnostic import (
    ConfirmImport,
    DropImport,
    GetImport,
    ImportPage,
    InterviewRow,
    ListImports,
    PrepareImport,
    UndoImport,
)
from shared.contracts.territories import AccompanimentCard
from shared.workbooks import INTERVIEW_COLUMNS, Problem, read_table

PAGES = Blueprint("imports", __name__)

MOST_BYTES = 16 * 1024 * 1024
"""Ten thousand interviews with their syntheses, in a CSV that nothing compresses."""
SHOWN = 100
"""So many problems are shown at once: whoever has more mends these first."""

DONE = {
    "reprendre": "Les entretiens sont repris.",
    "laisser": "Le classeur est laissé, rien n’a changé.",
    "annuler": "L’import est annulé.",
}


@PAGES.get("/accompagnements/<id>/import")
@signed_in
def index(id: str) -> str:
    """The form to send a workbook, and the imports made so far."""
    return _index(accompaniment(id), new_form(), [])


@PAGES.post("/accompagnements/<id>/import")
@signed_in
def send(id: str) -> Response:
    """Lay the rows of a workbook out to be looked at."""
    request.max_content_length = MOST_BYTES
    card = accompaniment(id)
    form = sent_form()
    file = request.files.get("classeur")
    if file is None or not file.filename:
        form.note("classeur", "Choisissez le classeur à reprendre.")
        return _again(card, form, [])
    table = aside(read_table, file.read(), INTERVIEW_COLUMNS)
    if table.problems or not table.rows:
        form.refuse("Ce classeur ne peut pas être lu tel quel\u00a0: rien n’a été repris.", 422)
        return _again(card, form, table.problems or [Problem(1, "", "Il n’a aucune ligne sous ses titres.")])
    rows = [InterviewRow(row=row.number, **row.cells) for row in table.rows]
    name = file.filename[-200:]
    receipts = form.send(lambda _: PrepareImport(accompaniment=card.id, rows=rows, filename=name))
    if receipts is None:
        return _again(card, form, [])
    for notice in table.notices:
        flash(notice)
    return redirect(f"{address(card.id)}/{receipts[0].id}", 303)


def _again(card: AccompanimentCard, form: Form, problems: Sequence[Problem]) -> Response:
    return current_app.make_response((_index(card, form, problems), max(form.status, 422)))


def _index(card: AccompanimentCard, form: Form, problems: Sequence[Problem]) -> str:
    return render_template(
        "imports.html",
        card=card,
        form=form,
        problems=problems[:SHOWN],
        more=len(problems) - SHOWN,
        imports=ask(ListImports(accompaniment=card.id)).imports,
        back=page_of(card),
    )


@PAGES.get("/accompagnements/<id>/import/<import_id>")
@signed_in
def one(id: str, import_id: str) -> str:
    """What an import will bring, or brought."""
    return _one(accompaniment(id), import_id, new_form())


@PAGES.post("/accompagnements/<id>/import/<import_id>/<any(reprendre, laisser, annuler):what>")
@signed_in
def settle(id: str, import_id: str, what: str) -> Response:
    """Take the rows over, leave them, or take an import back."""
    card = accompaniment(id)
    form = sent_form()
    receipts = form.send(lambda _: _command(what, card.id, import_id))
    if receipts is None:
        return current_app.make_response((_one(card, import_id, form), form.status))
    for sentence in (DONE[what], *receipts[0].notes[:10]):
        flash(sentence)
    return redirect(f"{address(card.id)}/{import_id}" if what == "reprendre" else address(card.id), 303)


def _command(what: str, id: str, import_id: str) -> Command:
    if what == "reprendre":
        return ConfirmImport(accompaniment=id, import_id=import_id)
    made = DropImport if what == "laisser" else UndoImport
    return made(accompaniment=id, import_id=import_id)


def address(id: str) -> str:
    """The page of the imports of an accompaniment."""
    return f"/accompagnements/{id}/import"


def _one(card: AccompanimentCard, import_id: str, form: Form) -> str:
    page: ImportPage = ask(GetImport(import_id=import_id))
    if page.accompaniment != card.id:
        raise NotFound
    return render_template(
        "import.html", card=card, page=page, form=form, shown=SHOWN, base=address(card.id), back=page_of(card)
    )
