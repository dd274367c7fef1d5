"""The MOFF matrix as a file: taken away as CSV or JSON, and brought back as a workbook, CSV or JSON."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from services.portal.authors import authors
from services.portal.desk import accompaniment, ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.moff_lists import HEADERS, WrongList, as_csv, as_json, as_rows, read_items
from services.portal.security import signed_in
from services.portal.words import EVIDENCE, MOFF, STRUCTURE_KINDS
from shared.contracts.diagnostic import AddMoffItems, GetMoff
from shared.contracts.territories import AccompanimentCard

PAGES = Blueprint("moff_lists", __name__)

WRITERS = {"csv": (as_csv, "text/csv; charset=utf-8"), "json": (as_json, "application/json")}


@PAGES.get("/accompagnements/<id>/moff.<format>")
@signed_in
def take(id: str, format: str) -> Response:
    """The standing items as a file; with `?equipe=oui` the structures interviewed are named."""
    card = accompaniment(id)
    if format not in WRITERS:
        raise NotFound
    write, media_type = WRITERS[format]
    page = ask(GetMoff(accompaniment=card.id))
    names = authors(one.first_author for one in page.items)
    content = write(as_rows(page, names, team=request.args.get("equipe") == "oui"))
    return Response(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="moff.{format}"'},
    )


@PAGES.route("/accompagnements/<id>/moff/importer", methods=["GET", "POST"])
@signed_in
def bring(id: str) -> AnyResponse | tuple[str, int]:
    """Take over a list of items: all of them, or none with a sentence for each row that is wrong."""
    card = accompaniment(id)
    if request.method == "GET":
        return _page(card, new_form(), []), 200
    form = sent_form()
    sent = request.files.get("fichier")
    content = sent.read() if sent else b""
    if not content:
        form.note("fichier", "Choisissez un fichier.")
        form.refuse("Aucun fichier n’a été envoyé.")
        return _page(card, form, []), form.status
    try:
        items = read_items(content)
    except WrongList as error:
        form.refuse("Rien n’a été repris : corrigez ces lignes, puis envoyez le fichier à nouveau.")
        return _page(card, form, error.sentences), form.status
    receipts = form.send(lambda _: AddMoffItems(accompaniment=card.id, items=items))
    if receipts is None:
        wrong = list(form.problems.values())
        form.problems.clear()
        if wrong:
            form.refuse("Rien n’a été repris : corrigez ces lignes, puis envoyez le fichier à nouveau.")
        return _page(card, form, wrong), form.status
    for sentence in receipts[0].notes:
        flash(sentence)
    return redirect(f"/accompagnements/{card.id}/moff", 303)


def _page(card: AccompanimentCard, form: Form, wrong: list[str]) -> str:
    expected = {
        HEADERS["category"]: [label for label, _ in MOFF.values()],
        HEADERS["voice"]: list(STRUCTURE_KINDS.values()),
        HEADERS["evidence"]: list(EVIDENCE.values()),
    }
    return render_template("moff_import.html", card=card, form=form, wrong=wrong, headers=HEADERS, expected=expected)
