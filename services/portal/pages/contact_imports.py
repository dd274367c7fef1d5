"""Taking over a table of contacts: looked at row by row first, taken over whole or not at all, taken back if wrong."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.pages.directory import territories
from services.portal.security import check_form_token, signed_in
from services.portal.sheets import About, Input, Sheet, show
from shared.contracts.territories import (
    ContactImportLine,
    ContactPreview,
    ContactRow,
    ImportContacts,
    ListContactImports,
    PreviewContacts,
    UndoContactImport,
)
from shared.contracts.territories.contact_imports import MOST_ROWS
from shared.errors import InvalidInput
from shared.french import number
from shared.workbooks import CONTACT_COLUMNS, Table, read_table

PAGES = Blueprint("contact_imports", __name__)

A_DAY = 24 * 3600
MOST_FORM_BYTES = 4 * 1024 * 1024
UNDO = Sheet(
    "Annuler une reprise",
    UndoContactImport,
    (Input("reason", "Pourquoi"),),
    "La reprise est annulée.",
    target="contacts",
    intro="Les structures et les personnes qu’elle avait apportées quittent l’annuaire, sauf celles qui ont servi "
    "depuis : un rôle, un statut, des coordonnées consultées.",
    button="Annuler la reprise",
)


@PAGES.get("/annuaire/reprise")
@signed_in
def index() -> Response:
    """Choose a file and a territory; what was taken over before."""
    return _page(new_form({"territory": request.args.get("territoire", "")}))


@PAGES.post("/annuaire/reprise")
@signed_in
def look() -> Response:
    """Read the file and show what it would bring; nothing is written."""
    form = sent_form()
    check_form_token()
    sent = request.files.get("fichier")
    content = sent.read() if sent else b""
    if not form.get("territory"):
        form.note("territory", "Choisissez le territoire de ces contacts.")
    if not content:
        form.note("fichier", "Choisissez un fichier XLSX, ODS ou CSV.")
    if form.problems:
        form.refuse("Un champ est à revoir.")
        return _page(form)
    table = read_table(content, CONTACT_COLUMNS)
    if len(table.rows) > MOST_ROWS:
        form.note("fichier", f"Ce tableau a plus de {number(MOST_ROWS)} lignes, reprenez-le en plusieurs parties.")
        form.refuse("Ce tableau est trop long.")
        return _page(form)
    rows = [ContactRow(row=row.number, **row.cells) for row in table.rows]
    preview = ask(PreviewContacts(territory=form.get("territory"), rows=rows))
    parcel = _Parcel(form.get("territory"), (sent.filename or "")[:255] if sent else "", content, rows)
    return _preview(form, preview, table, parcel)


class _Parcel:
    """A table on its way from the look to the taking over: signed, so that what was looked at is what is entered."""

    def __init__(self, territory: str, filename: str, content: bytes, rows: list[ContactRow]):
        self.territory, self.filename, self.rows = territory, filename, rows
        self.digest = hashlib.sha256(content).hexdigest()

    def sealed(self) -> str:
        rows = [one.model_dump(exclude_defaults=True) for one in self.rows]
        return str(_serializer().dumps([self.territory, self.filename, self.digest, rows]))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="terreau.contacts")


@PAGES.post("/annuaire/reprise/faire")
@signed_in
def take_over() -> Response:
    """Enter what was looked at."""
    request.max_form_memory_size = MOST_FORM_BYTES
    form = sent_form()
    try:
        opened: list[Any] = _serializer().loads(request.form.get("tableau", ""), max_age=A_DAY)
    except BadSignature as error:
        raise InvalidInput("Ce tableau a été regardé il y a trop longtemps\u00a0: choisissez-le de nouveau.") from error
    territory, filename, digest, rows = opened
    receipts = form.send(
        lambda _: ImportContacts.model_validate(
            {"territory": territory, "filename": filename, "digest": digest, "rows": rows}
        )
    )
    if receipts is None:
        flash(form.refusal or "Rien n’a été repris.")
        return redirect(f"/annuaire/reprise?territoire={territory}", 303)
    for sentence in ("Le tableau est repris.", *receipts[0].notes):
        flash(sentence)
    return redirect(f"/annuaire/reprise?territoire={territory}", 303)


@PAGES.route("/annuaire/reprise/<id>/annuler", methods=["GET", "POST"])
@signed_in
def undo(id: str) -> Response:
    """Take back what a table brought."""
    place = request.args.get("territoire", "")
    return show(UNDO, id, About("Reprendre un tableau", f"/annuaire/reprise?territoire={place}"))


def _page(form: Form) -> Response:
    places = territories()
    chosen = form.get("territory")
    before: list[ContactImportLine] = []
    if any(chosen == id_ for id_, _ in places):
        before = ask(ListContactImports(territory=chosen)).imports
    page = render_template("contacts_import.html", form=form, places=places, before=before, columns=CONTACT_COLUMNS)
    return make_response(page, form.status)


def _preview(form: Form, preview: ContactPreview, table: Table, parcel: _Parcel) -> Response:
    problems = [(one.row, one.column, one.message) for one in table.problems]
    problems += [(one.row, one.column, one.sentence) for one in preview.problems]
    page = render_template(
        "contacts_preview.html",
        form=form,
        preview=preview,
        problems=sorted(problems),
        notices=table.notices,
        filename=parcel.filename,
        parcel="" if problems else parcel.sealed(),
    )
    return make_response(page, 422 if problems else 200)
