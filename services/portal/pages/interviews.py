"""Interviews: filled in the field against the shared grid, also without a network, and read afterwards."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.directory import people_of
from services.portal.forms import Form, new_form, sent_form
from services.portal.interview_form import ANSWER, command_of, inputs_of, typed
from services.portal.lines import page_of
from services.portal.security import form_token, signed_in
from services.portal.sheets import counts_later
from services.portal.words import APPETITES, STRUCTURE_KINDS
from shared.contracts.base import Command
from shared.contracts.diagnostic import GetGrid, GetInterview, ListInterviews
from shared.contracts.territories import AccompanimentCard, GetPortrait

PAGES = Blueprint("interviews", __name__)

PAGE = 25
WORKER = Path(__file__).resolve().parents[1] / "static" / "hors-ligne.js"


@PAGES.get("/hors-ligne.js")
def worker() -> Response:
    """What keeps an open form on the phone; at the root, so that it may answer for the pages of an accompaniment."""
    return Response(WORKER.read_bytes(), mimetype="text/javascript")


@PAGES.get("/accompagnements/<id>/entretien")
@signed_in
def blank(id: str) -> str:
    """The form, with what the address says of the interview."""
    card = accompaniment(id)
    known = ("interview", "organisation", "structure", "kind", "occurred", "insee")
    asked = {name: value for name, value in request.args.items() if name in known}
    return _page(card, new_form({"appetite": "not-stated", **asked}))


@PAGES.post("/accompagnements/<id>/entretien")
@signed_in
def send(id: str) -> Response:
    """Log the interview; a browser that kept it on the phone is answered in JSON."""
    card = accompaniment(id)
    form = sent_form()
    receipts = form.send(partial(_command, card.id, form, typed(form)))
    kept_there = request.accept_mimetypes.best == "application/json"
    if receipts is None:
        return _refused(form) if kept_there else current_app.make_response((_page(card, form), form.status))
    for sentence in ("L’entretien est noté.", *receipts[0].notes, *counts_later(form.when())):
        flash(sentence)
    if kept_there:
        return jsonify(sent=receipts[0].id, url=f"{page_address(card)}/{receipts[0].id}", back=page_of(card))
    return redirect(page_of(card), 303)


def page_address(card: AccompanimentCard) -> str:
    """The page of the interviews of an accompaniment."""
    return f"/accompagnements/{card.id}/entretiens"


def _command(id: str, form: Form, values: dict[str, Any], _: Any) -> Command:
    return command_of(id, form, values, ask(GetGrid(accompaniment=id)))


def _refused(form: Form) -> Response:
    """What the phone is told: the sentences for the page, and a fresh token for sending again."""
    answer = jsonify(code=form.code, refusal=form.refusal, problems=form.problems, jeton=form_token())
    answer.status_code = form.status
    return answer


def _page(card: AccompanimentCard, form: Form) -> str:
    grid = ask(GetGrid(accompaniment=card.id))
    version = next((one for one in (grid.current, *grid.earlier) if one and one.id == form.get("grid")), grid.current)
    communes = [(one.insee, one.label) for one in ask(GetPortrait(id=card.id)).communes]
    main, more = inputs_of(version, list(people_of(card.id).items()), communes)
    return render_template(
        "interview_form.html",
        card=card,
        form=form,
        version=version,
        main=main,
        more=more,
        answer=ANSWER,
        back=page_of(card),
    )


# --- reading


@PAGES.get("/accompagnements/<id>/entretiens")
@signed_in
def index(id: str) -> str:
    """The interviews that took place, a page at a time."""
    card = accompaniment(id)
    number = max(request.args.get("page", 1, type=int), 1)
    asked = {
        "text": request.args.get("q", "").strip()[:200],
        "kind": _known(request.args.get("monde"), STRUCTURE_KINDS),
        "appetite": _known(request.args.get("envie"), APPETITES),
    }
    query = {"accompaniment": card.id, "offset": (number - 1) * PAGE, "limit": PAGE, **asked}
    found = ask(ListInterviews.model_validate(query))
    return render_template(
        "interviews.html",
        card=card,
        found=found,
        number=number,
        pages=max(1, -(-found.total // PAGE)),
        asked={"q": asked["text"] or "", "monde": asked["kind"] or "", "envie": asked["appetite"] or ""},
        back=page_of(card),
    )


def _known(value: str | None, among: dict[str, str]) -> str | None:
    return value if value in among else None


@PAGES.get("/accompagnements/<id>/entretiens/<interview>")
@signed_in
def one(id: str, interview: str) -> str:
    """One interview, its answers under the questions of the version it followed."""
    card = accompaniment(id)
    sheet = ask(GetInterview(interview=interview))
    if sheet.interview.accompaniment != card.id:
        raise NotFound
    return render_template("interview.html", card=card, sheet=sheet, names=people_of(card.id), back=page_of(card))
