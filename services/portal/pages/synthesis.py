"""The synthesis of a diagnostic: by kind of actor, by theme, with the words of actors and team."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.authors import authors
from services.portal.desk import accompaniment, ask
from services.portal.lines import page_of
from services.portal.pages.moff import met_options
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from services.portal.together import Current, edit
from services.portal.words import STRUCTURE_KINDS
from shared.contracts.diagnostic import (
    GetSynthesis,
    ListThemeAnswers,
    NoteVerbatim,
    RewordVerbatim,
    SynthesisPage,
    Verbatim,
    WithdrawVerbatim,
    WriteSynthesis,
)
from shared.contracts.territories import AccompanimentCard

PAGES = Blueprint("synthesis", __name__)

READING = (
    Input("reading", "La lecture transversale", "area", hint="Ce qui relie ce que disent les uns et les autres."),
    Input("cooperations", "Des coopérations déjà à l’œuvre", "area"),
    Input("common", "Ce que les acteurs intéressés ont en commun", "area", hint="Un métier, un public, une histoire…"),
    Input("means", "Ce que personne ne peut porter seul", "area", hint="Temps, argent, outils, compétences."),
)


@PAGES.get("/accompagnements/<id>/synthese")
@signed_in
def overview(id: str) -> str:
    """The whole synthesis."""
    card = accompaniment(id)
    page = ask(GetSynthesis(accompaniment=card.id))
    return render_template(
        "synthesis.html", card=card, page=page, back=page_of(card), names=authors([page.written.author])
    )


@PAGES.get("/accompagnements/<id>/synthese/reponses")
@signed_in
def answers(id: str) -> str:
    """The answers to the grid under one theme (`?theme=`)."""
    card = accompaniment(id)
    page = ask(ListThemeAnswers(accompaniment=card.id, theme=request.args.get("theme", "").strip()))
    return render_template("theme_answers.html", card=card, page=page)


@PAGES.route("/accompagnements/<id>/synthese/lecture", methods=["GET", "POST"])
@signed_in
def write(id: str) -> Response:
    """Write what the team reads across the interviews."""
    card = accompaniment(id)
    sheet = Sheet(
        "Écrire la lecture d’ensemble",
        WriteSynthesis,
        READING,
        "La lecture d’ensemble est enregistrée.",
        intro="Avec des mots simples : ce texte ouvre la conclusion du document de restitution.",
    )
    return edit(sheet, card.id, _about(card), lambda: _written(card.id))


@PAGES.route("/accompagnements/<id>/verbatim", methods=["GET", "POST"])
@signed_in
def quote(id: str) -> Response:
    """Keep the words of an actor."""
    card = accompaniment(id)
    sheet = Sheet(
        "Garder une parole",
        NoteVerbatim,
        _quote_inputs(card.id),
        "La parole est gardée. Hors de l’équipe, seule la sorte d’acteur sera dite.",
        shape=_leaving,
    )
    return show(sheet, card.id, _about(card))


@PAGES.route("/accompagnements/<id>/verbatims/<verbatim>", methods=["GET", "POST"])
@signed_in
def reword(id: str, verbatim: str) -> Response:
    """Write a verbatim otherwise, for instance without a name."""
    card = accompaniment(id)
    sheet = Sheet(
        "Réécrire une parole",
        RewordVerbatim,
        _quote_inputs(card.id),
        "La parole est réécrite ; l’ancien texte n’est gardé nulle part.",
        target="verbatim",
        shape=lambda values: {"accompaniment": card.id, **_leaving(values)},
    )
    return edit(sheet, verbatim, _about(card), lambda: _current(card.id, verbatim))


@PAGES.route("/accompagnements/<id>/verbatims/<verbatim>/retirer", methods=["GET", "POST"])
@signed_in
def withdraw(id: str, verbatim: str) -> Response:
    """Forget a verbatim."""
    card = accompaniment(id)
    found = _find(ask(GetSynthesis(accompaniment=card.id)), verbatim)
    sheet = Sheet(
        "Retirer une parole",
        WithdrawVerbatim,
        (),
        "La parole est retirée, son texte est oublié.",
        target="verbatim",
        intro=f"« {found.text} »",
        button="Retirer",
        shape=lambda values: {"accompaniment": card.id, **values},
    )
    return show(sheet, verbatim, _about(card))


def _about(card: AccompanimentCard) -> About:
    return About(f"Synthèse · {card.territory_label}", f"/accompagnements/{card.id}/synthese")


def _quote_inputs(accompaniment: str) -> tuple[Input, ...]:
    return (
        Input("text", "La parole", "area", required=True, hint="Mot pour mot, sans nom de personne ni de structure."),
        Input("theme", "Le thème", hint="Le même mot que dans la matrice rapproche ce que chacun dit."),
        Input("interview", "L’entretien", "select", options=met_options(accompaniment)),
        Input(
            "kind",
            "Qui parle",
            "select",
            options=list(STRUCTURE_KINDS.items()),
            hint="Sans réponse, la sorte d’acteur de l’entretien.",
        ),
        Input("leaves", "Peut figurer dans les documents, sous la seule sorte d’acteur", "check", default="oui"),
    )


def _leaving(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "leaves": values.get("leaves", False)}


def _find(page: SynthesisPage, id: str) -> Verbatim:
    everything = [said for theme in page.themes for said in theme.verbatims] + page.unthemed
    found = next((one for one in everything if one.id == id), None)
    if found is None:
        raise NotFound
    return found


def _current(accompaniment: str, verbatim: str) -> Current:
    found = _find(ask(GetSynthesis(accompaniment=accompaniment)), verbatim)
    values = {
        "text": found.text,
        "theme": found.theme,
        "interview": found.interview or "",
        "kind": found.kind,
        "leaves": "oui" if found.leaves else "",
    }
    return Current(found.stamp, values)


def _written(accompaniment: str) -> Current:
    now = ask(GetSynthesis(accompaniment=accompaniment)).written
    return Current(now.stamp, {one.name: getattr(now, one.name) for one in READING})
