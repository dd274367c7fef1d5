"""A workbook of cards: sent, looked at, taken over or left, and taken back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.security import signed_in
from shared.catalogue_workbook import read_catalogue_rows
from shared.contracts.base import Command
from shared.contracts.platforms import (
    ConfirmCatalogueImport,
    DropCatalogueImport,
    GetCatalogueImport,
    ListCatalogueImports,
    PrepareCatalogueImport,
    UndoCatalogueImport,
)

PAGES = Blueprint("catalogue_import", __name__)


@PAGES.get("/catalogue/import")
@signed_in
def index() -> str:
    """Send a workbook; the imports made so far."""
    return _index(new_form(), [])


@PAGES.post("/catalogue/import")
@signed_in
def send() -> Response | tuple[str, int]:
    """Lay the rows of a workbook out to be looked at."""
    form = sent_form()
    file = request.files.get("classeur")
    if file is None or not file.filename:
        form.note("classeur", "Choisissez le classeur à reprendre.")
        return _index(form, []), 422
    rows, problems, notices = read_catalogue_rows(file.read())
    if problems or not rows:
        form.refuse("Ce classeur ne peut pas être lu tel quel\u00a0: rien n’a été repris.")
        return _index(form, problems or ["Ce classeur n’a aucune ligne sous ses titres."]), 422
    name = file.filename[-200:]
    receipts = form.send(lambda _: PrepareCatalogueImport(rows=rows, filename=name))
    if receipts is None:
        return _index(form, []), form.status
    for notice in notices:
        flash(notice)
    return redirect(f"/catalogue/import/{receipts[0].id}", 303)


def _index(form: Form, problems: list[str]) -> str:
    imports = ask(ListCatalogueImports()).imports
    return render_template("catalogue_imports.html", form=form, problems=problems, imports=imports)


@PAGES.get("/catalogue/import/<id>")
@signed_in
def one(id: str) -> str:
    """What an import will do, or did."""
    return _one(id, new_form())


@PAGES.post("/catalogue/import/<id>/<any(reprendre, laisser, annuler):what>")
@signed_in
def settle(id: str, what: str) -> Response | tuple[str, int]:
    """Take the rows over, leave them, or take an import back."""
    form = sent_form()
    receipts = form.send(lambda _: _command(what, id))
    if receipts is None:
        return _one(id, form), form.status
    done = {"reprendre": "Le catalogue est à jour.", "laisser": "Le classeur est laissé, rien n’a changé."}
    for sentence in (done.get(what, "L’import est annulé."), *receipts[0].notes):
        flash(sentence)
    return redirect("/catalogue/import" if what != "reprendre" else f"/catalogue/import/{id}", 303)


def _command(what: str, id: str) -> Command:
    if what == "reprendre":
        return ConfirmCatalogueImport(import_id=id)
    return DropCatalogueImport(import_id=id) if what == "laisser" else UndoCatalogueImport(import_id=id)


def _one(id: str, form: Form) -> str:
    return render_template("catalogue_import.html", page=ask(GetCatalogueImport(import_id=id)), form=form)
