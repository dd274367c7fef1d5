"""Taking over a table of presence: looked at session by session first, recorded whole or not at all."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.security import check_form_token, signed_in
from shared.attendance_table import COLUMNS, attendance_rows
from shared.contracts.territories import AccompanimentCard, GetTerritory
from shared.contracts.workshops import AttendanceRow, ImportAttendance, PreviewAttendance
from shared.contracts.workshops.presence import MOST_ROWS
from shared.errors import InvalidInput
from shared.french import number
from shared.workbooks import Table, read_table

PAGES = Blueprint("presence_import", __name__)

A_DAY = 24 * 3600
MOST_FORM_BYTES = 4 * 1024 * 1024


@PAGES.route("/accompagnements/<id>/presences/reprise", methods=["GET", "POST"])
@signed_in
def look(id: str) -> Response:
    """Choose a file (GET), then read it and show what it would record (POST); nothing is written."""
    card = accompaniment(id)
    if request.method == "GET":
        return _page(card, new_form())
    form = sent_form()
    check_form_token()
    sent = request.files.get("fichier")
    content = sent.read() if sent else b""
    if not content:
        form.note("fichier", "Choisissez un fichier XLSX, ODS ou CSV.")
        return _page(card, form)
    table = read_table(content, COLUMNS)
    if len(table.rows) > MOST_ROWS:
        form.note("fichier", f"Ce tableau a plus de {number(MOST_ROWS)} lignes, reprenez-le en plusieurs parties.")
        return _page(card, form)
    rows = attendance_rows(table, ask(GetTerritory(id=card.id)).people)
    return _preview(card, form, table, rows)


def _preview(card: AccompanimentCard, form: Form, table: Table, rows: list[AttendanceRow]) -> Response:
    again = form.get("regularisation")
    preview = ask(PreviewAttendance(accompaniment=card.id, rows=rows, regularisation=again))
    problems = [(one.row, one.column, one.message) for one in table.problems]
    problems += [(one.row, one.column, one.sentence) for one in preview.problems]
    if not rows and not problems:
        problems = [(1, "date", "Ce tableau n’a aucune ligne sous ses titres.")]
    sealed = _serializer().dumps([card.id, again, [one.model_dump(exclude_defaults=True) for one in rows]])
    html = render_template(
        "presence_preview.html",
        card=card,
        form=form,
        preview=preview,
        problems=sorted(problems),
        notices=table.notices,
        total=len(rows),
        parcel="" if problems else str(sealed),
    )
    return make_response(html, 422 if problems else 200)


@PAGES.post("/accompagnements/<id>/presences/reprise/faire")
@signed_in
def take_over(id: str) -> Response:
    """Record what was looked at."""
    request.max_form_memory_size = MOST_FORM_BYTES
    card = accompaniment(id)
    form = sent_form()
    try:
        opened: list[Any] = _serializer().loads(request.form.get("tableau", ""), max_age=A_DAY)
    except BadSignature as error:
        raise InvalidInput("Ce tableau a été regardé il y a trop longtemps\u00a0: choisissez-le de nouveau.") from error
    whose, again, rows = opened
    if whose != card.id:
        raise InvalidInput("Ce tableau a été regardé pour un autre territoire\u00a0: choisissez-le de nouveau.")
    command = {"accompaniment": card.id, "rows": rows, "regularisation": again}
    receipts = form.send(lambda _: ImportAttendance.model_validate(command))
    if receipts is None:
        flash(form.refusal or "Rien n’a été repris.")
        return redirect(f"/accompagnements/{card.id}/presences/reprise", 303)
    for sentence in ("Les présences sont enregistrées.", *receipts[0].notes):
        flash(sentence)
    return redirect(f"{page_of(card)}#ateliers", 303)


def _page(card: AccompanimentCard, form: Form) -> Response:
    return make_response(render_template("presence_import.html", card=card, form=form, back=page_of(card)), form.status)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="terreau.presence")
