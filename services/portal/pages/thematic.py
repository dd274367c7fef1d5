"""Thematic portraits: a page of them, one to read, one form to write."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from services.portal.authors import authors
from services.portal.desk import accompaniment, ask
from services.portal.lines import page_of
from services.portal.pages.moff import met_options
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from services.portal.templating import happened
from services.portal.together import Current, edit, typed
from services.portal.words import FACETS
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import (
    GetThematicPortrait,
    ListObservations,
    ListThematicPortraits,
    WriteThematicPortrait,
)
from shared.contracts.territories import AccompanimentCard

PAGES = Blueprint("thematic", __name__)

THEMES = "économie, alimentation, habitat, mobilité, culture, enfance"
"""The guide's own examples; the list stays open (U27)."""


@PAGES.get("/accompagnements/<id>/portraits")
@signed_in
def index(id: str) -> str:
    """The portraits by theme, and the themes that wait for one."""
    card = accompaniment(id)
    page = ask(ListThematicPortraits(accompaniment=card.id))
    return render_template("thematic_portraits.html", card=card, page=page, back=page_of(card))


@PAGES.route("/accompagnements/<id>/portraits/nouveau", methods=["GET", "POST"])
@signed_in
def new(id: str) -> Response:
    """Write the portrait of a theme (`?theme=` fills it)."""
    card = accompaniment(id)
    sheet = _sheet(card, "Écrire un portrait thématique", "Le portrait est enregistré.", "accompaniment")
    return show(sheet, card.id, _about(card), after=lambda receipt: _url(card, receipt))


@PAGES.get("/accompagnements/<id>/portraits/<portrait>")
@signed_in
def one(id: str, portrait: str) -> str:
    """One portrait, and everything that it ever said."""
    card = accompaniment(id)
    history = ask(GetThematicPortrait(accompaniment=card.id, portrait=portrait))
    names = authors(version.author for version in history.versions)
    return render_template("thematic_portrait.html", card=card, history=history, now=history.versions[0], names=names)


@PAGES.route("/accompagnements/<id>/portraits/<portrait>/modifier", methods=["GET", "POST"])
@signed_in
def write(id: str, portrait: str) -> Response:
    """Write a portrait anew; what somebody else changed meanwhile is shown beside it."""
    card = accompaniment(id)
    sheet = _sheet(card, "Compléter un portrait", "Le portrait est enregistré.", "portrait")
    return edit(
        sheet, portrait, _about(card), lambda: _current(card.id, portrait), after=lambda receipt: _url(card, receipt)
    )


def _about(card: AccompanimentCard) -> About:
    return About(f"Portraits thématiques · {card.territory_label}", f"/accompagnements/{card.id}/portraits")


def _url(card: AccompanimentCard, receipt: Receipt) -> str:
    return f"/accompagnements/{card.id}/portraits/{receipt.id}"


def _sheet(card: AccompanimentCard, title: str, done: str, target: str) -> Sheet:
    seen = [
        (one.id, f"{one.title}, {happened(one.occurred, 'short')}")
        for one in ask(ListObservations(accompaniment=card.id)).observations
    ]
    inputs = (
        Input("theme", "Le thème", required=True, hint=f"Liste libre : {THEMES}…"),
        *(Input(code, label, "area") for code, label in FACETS.items()),
        Input("sources", "Les études et documents", "lines", hint="Un par ligne : son titre, son année."),
        Input("interviews", "Les entretiens sur lesquels il repose", "checks", options=met_options(card.id)),
        Input("observations", "Les observations de terrain", "checks", options=seen),
    )
    # A list with nothing to tick is not worth its legend.
    shown = tuple(one for one in inputs if one.kind != "checks" or one.options)
    return Sheet(
        title,
        WriteThematicPortrait,
        shown,
        done,
        target=target,
        shape=lambda values: _shape(card, values, target),
        intro="Une facette suffit pour commencer. Le portrait d’un thème vient avant la lecture croisée.",
    )


def _shape(card: AccompanimentCard, values: dict[str, Any], target: str) -> dict[str, Any]:
    facets = {code: values[code] for code in FACETS if code in values}
    others = {name: value for name, value in values.items() if name not in FACETS}
    here = {} if target == "accompaniment" else {"accompaniment": card.id}
    return {**here, **others, "facets": facets}


def _current(accompaniment: str, portrait: str) -> Current:
    history = ask(GetThematicPortrait(accompaniment=accompaniment, portrait=portrait))
    now = history.versions[0]
    values: dict[str, str | list[str]] = {
        "theme": now.theme,
        **{code: now.facets.get(code, "") for code in FACETS},
        "sources": typed(now.sources),
        "interviews": [ground.id for ground in now.grounds if ground.kind == "interview"],
        "observations": [ground.id for ground in now.grounds if ground.kind == "observation"],
    }
    return Current(history.stamp, values)
