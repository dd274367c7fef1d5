"""The contours that maps are drawn with: a file looked at, taken into use whole, replaced, removed."""

from __future__ import annotations

import hashlib

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.security import signed_in
from shared.aside import aside
from shared.contours import MOST_BYTES, ContourFile, placed, read_contours
from shared.contracts.base import Command
from shared.contracts.territories import (
    ConfirmContours,
    GetContours,
    ListContours,
    PrepareContours,
    RemoveContours,
)
from shared.french import tidy

PAGES = Blueprint("contours", __name__)

ROOT = "/territoires/contours"
SHOWN = 50
"""So many problems are shown at once: whoever has more mends these first."""
TOO_LARGE = tidy(f"Ce fichier dépasse {MOST_BYTES // 1024**2} Mo : gardez la région, ou prenez une version simplifiée.")


@PAGES.get(ROOT)
@signed_in
def index() -> Response:
    """The files in use, and the form to bring another."""
    return _index(new_form(), ContourFile())


@PAGES.post(ROOT)
@signed_in
def send() -> Response:
    """Lay a file out to be looked at."""
    request.max_content_length = MOST_BYTES + 100_000
    try:
        form, sent = sent_form(), request.files.get("fichier")
    except RequestEntityTooLarge:
        form = new_form()
        form.note("fichier", TOO_LARGE)
        form.refuse("Un champ est à revoir.")
        return _index(form, ContourFile())
    content = _content(sent)
    for name, sentence in (
        ("origin", "Dites d’où vient ce fichier : les cartes le nomment."),
        ("licence", "Dites sous quelle licence il est : les cartes la nomment."),
    ):
        if not form.get(name):
            form.note(name, sentence)
    if not content:
        form.note("fichier", "Choisissez un fichier GeoJSON.")
    if form.problems:
        form.refuse("Un champ est à revoir.")
        return _index(form, ContourFile())
    read = aside(read_contours, content)
    if read.problems:
        form.refuse(tidy("Ce fichier ne peut pas être repris tel quel : rien n’a changé."))
        return _index(form, read)
    name = (sent.filename or "")[-255:] if sent else ""
    digest = hashlib.sha256(content).hexdigest()
    receipts = form.send(
        lambda _: PrepareContours(
            filename=name,
            digest=digest,
            origin=form.get("origin"),
            licence=form.get("licence"),
            contours=[placed(one) for one in read.contours],
        )
    )
    if receipts is None:
        return _index(form, ContourFile())
    for sentence in (*read.notices, *receipts[0].notes):
        flash(sentence)
    return redirect(f"{ROOT}/{receipts[0].id}", 303)


def _content(sent: FileStorage | None) -> bytes:
    """What was sent; a large file waits in one of its own meanwhile, which goes at once."""
    if sent is None:
        return b""
    with sent.stream:
        content: bytes = sent.read()
    return content


@PAGES.get(f"{ROOT}/<id>")
@signed_in
def one(id: str) -> Response:
    """What a file would draw, or draws."""
    return _one(id, new_form())


@PAGES.post(f"{ROOT}/<id>/<any(reprendre, retirer):what>")
@signed_in
def settle(id: str, what: str) -> Response:
    """Take a file into use, or forget it."""
    form = sent_form()
    receipts = form.send(lambda _: _command(what, id, form))
    if receipts is None:
        return _one(id, form)
    done = "Les cartes sont dessinées avec ces contours." if what == "reprendre" else "Ces contours sont retirés."
    for sentence in (done, *receipts[0].notes):
        flash(sentence)
    return redirect(ROOT, 303)


def _command(what: str, id: str, form: Form) -> Command:
    if what == "reprendre":
        return ConfirmContours(contours=id, known_only=form.get("known_only") == "oui")
    return RemoveContours(contours=id)


def _index(form: Form, read: ContourFile) -> Response:
    page = render_template(
        "contours.html",
        form=form,
        problems=read.problems[:SHOWN],
        more=len(read.problems) - SHOWN,
        sets=ask(ListContours()).sets,
    )
    return make_response(page, form.status)


def _one(id: str, form: Form) -> Response:
    page = ask(GetContours(id=id))
    return make_response(render_template("contours_one.html", page=page, form=form, shown=SHOWN), form.status)
