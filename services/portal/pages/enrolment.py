"""Enrolling a new territory: find it in the reference, enter it in the register, engage it in a call."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.security import signed_in
from services.portal.words import TERRITORY_KINDS
from shared.contracts.base import Command, Receipt
from shared.contracts.territories import (
    EnrolTerritory,
    ListCalls,
    ListTerritories,
    Place,
    RegisterTerritory,
    SearchPlaces,
)
from shared.french import number

PAGES = Blueprint("enrolment", __name__)

KIND_OF_PLACE = {
    "commune": "commune",
    "associee": "commune-associee",
    "deleguee": "commune-associee",
    "CC": "communaute-de-communes",
    "CA": "communaute-agglomeration",
    "CU": "communaute-urbaine",
    "METRO": "metropole",
}
SIREN_DIGITS = 9


@PAGES.get("/recherche/lieux")
@signed_in
def places() -> Response:
    """Places for what was typed so far, as JSON for the page's own script."""
    found = _search(request.args.get("q", ""))
    return jsonify(places=[{"label": one.label, "about": about(one), "url": _chosen(one)} for one in found])


@PAGES.route("/territoires/nouveau", methods=["GET", "POST"])
@signed_in
def enrol() -> tuple[str, int] | str | Response:
    """Find a place, then its form; sending it registers the territory (if new) and enrols it in the call chosen."""
    if request.method == "POST":
        return _send(sent_form())
    if "kind" in request.args:
        return _form(new_form({name: request.args.get(name, "") for name in ("label", "kind", "code", "call")}))
    text = request.args.get("q", "")
    found = [(one, about(one), _chosen(one)) for one in _search(text)]
    return render_template("find_place.html", text=text, found=found, call=request.args.get("call", ""))


def about(place: Place) -> str:
    """What tells a place from its namesakes: « commune, 12 345 habitants »."""
    kind = TERRITORY_KINDS.get(KIND_OF_PLACE.get(place.kind, place.kind), place.kind)
    return f"{kind}, {number(place.population)} habitants" if place.population else kind


def _search(text: str) -> list[Place]:
    return ask(SearchPlaces(text=text[:100], limit=12)).places if text.strip() else []


def _chosen(place: Place) -> str:
    kind = KIND_OF_PLACE.get(place.kind, "commune")
    words = {"kind": kind, "code": place.code, "label": _name(place.label)}
    if request.args.get("call"):
        words["call"] = request.args["call"]
    return f"/territoires/nouveau?{urlencode(words)}"


def _name(label: str) -> str:
    """« Brie » for « Brie (80) »: the département only tells namesakes apart."""
    return re.sub(r" \([0-9][0-9AB]\)(, .*)?$", "", label)


def _form(form: Form) -> tuple[str, int]:
    calls = [(call.id, call.title) for call in ask(ListCalls()).calls]
    return render_template("enrol.html", form=form, calls=calls), form.status


def _send(form: Form) -> tuple[str, int] | Response:
    occurred = form.when()
    if not form.get("label"):
        form.note("label", "Le nom du territoire est nécessaire.")
    if form.get("kind") not in TERRITORY_KINDS:
        form.note("kind", "Choisissez une forme.")
    known = _registered(form.get("code"))
    call = form.optional("call")

    def enrol_it(done: list[Receipt]) -> Command:
        return EnrolTerritory(call=call or "", territory=known or done[0].id, occurred=occurred)

    steps = [] if known else [lambda _: _registration(form)]
    if call:
        steps.append(enrol_it)
    if not steps:
        form.note("call", "Ce territoire est déjà inscrit\u00a0: choisissez l’appel dans lequel l’engager.")
    receipts = form.send(*steps)
    if receipts is None:
        return _form(form)
    flash(f"{form.get('label')} est {'engagé' if call else 'inscrit'}.")
    return redirect(f"/territoires/{known or receipts[0].id}", 303)


def _registered(code: str) -> str | None:
    """The id of the territory that already has this code: it is enrolled again, not entered twice."""
    if not code:
        return None
    return next((card.id for card in ask(ListTerritories()).territories if code in (card.siren, card.insee)), None)


def _registration(form: Form) -> Command:
    code = form.get("code")
    words: dict[str, Any] = {
        "label": form.get("label"),
        "kind": form.get("kind"),
        "context": form.get("context"),
        "communes": [part for part in re.split(r"[\s,;]+", form.get("communes")) if part],
    }
    if code:
        words["siren" if len(code) == SIREN_DIGITS else "insee"] = code
    return RegisterTerritory.model_validate(words)
