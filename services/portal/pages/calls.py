"""Calls: the list, one call with its candidatures, and what one does with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.coming_links import link_states
from services.portal.desk import accompaniments, ask
from services.portal.security import signed_in
from services.portal.sheets import AS_SAID, WHEN, About, Input, Sheet, show
from services.portal.together import typed, typed_date
from services.portal.words import DECISIONS
from shared.contracts.territories import (
    CallPage,
    CandidatureCard,
    CloseCall,
    CompleteCandidature,
    DecideCandidature,
    DraftCall,
    GetCall,
    ListCalls,
    ListTerritories,
    PublishCall,
    ReviseCall,
    SubmitPreFile,
)

PAGES = Blueprint("calls", __name__)


def _months(values: dict[str, Any]) -> dict[str, Any]:
    # An empty field is an answer here: this call has no bilan deadline.
    return {"bilan_after_months": None, **values}


PUBLISH = Sheet(
    "Publier un appel",
    PublishCall,
    (
        Input("title", "Titre de l’appel", required=True),
        Input("summary", "En quelques phrases", "area"),
        Input("opens", "Ouvre", "when", hint=AS_SAID),
        Input("closes", "Se termine", "when"),
        Input("places", "Nombre de territoires accompagnés", "number"),
        Input("departements", "Départements concernés", "commas", hint="Leurs numéros, par exemple 59, 62, 80."),
        Input("epci", "Intercommunalités concernées", "commas", hint="Leurs SIREN. Vide : toutes."),
        Input("full_until", "Dossiers complets attendus jusqu’à", "when", hint="Après les pré-dossiers."),
        Input(
            "criteria", "Ce que l’équipe lira", "lines", hint="Un critère par ligne. Ils se lisent, ne se notent pas."
        ),
        Input("accompanists", "Qui accompagne", "lines", hint="Une structure par ligne."),
        Input("contact", "Où poser une question", hint="Une adresse de l’équipe, pas celle d’une personne."),
        Input("last_call_days", "Dernier appel aux brouillons (jours avant la fin)", "number", default="7"),
        Input(
            "bilan_after_months",
            "Bilan après (mois)",
            "number",
            hint="Compté depuis l’engagement de chaque territoire. Laissez vide si cet appel n’en fixe pas.",
            default="12",
        ),
    ),
    "L’appel est publié.",
    button="Publier",
    shape=_months,
)
DRAFT = Sheet(
    "Préparer un appel",
    DraftCall,
    PUBLISH.inputs,
    "Le brouillon de l’appel est gardé : personne d’autre que l’équipe ne le voit.",
    button="Garder le brouillon",
    shape=_months,
)
CLOSE = Sheet(
    "Clore l’appel",
    CloseCall,
    (WHEN,),
    "L’appel est clos.",
    target="call",
    intro="Plus aucun pré-dossier ne pourra y être déposé.",
    button="Clore",
)
COMPLETE = Sheet(
    "Compléter la candidature",
    CompleteCandidature,
    (
        Input("wished_perimeter", "Périmètre souhaité", "area"),
        Input("existing_actions", "Actions déjà menées", "lines", hint="Une par ligne."),
        Input("existing_knowledge", "Ce que l’on sait déjà du territoire", "area"),
        WHEN,
    ),
    "La candidature est complète.",
    target="candidature",
)
DECIDE = Sheet(
    "Répondre à la candidature",
    DecideCandidature,
    (
        Input("decision", "La réponse", "radios", required=True, options=list(DECISIONS.items())),
        Input("reason", "Pourquoi", "area", hint="Pour mémoire, et pour la réponse au territoire."),
        WHEN,
    ),
    "La réponse est enregistrée.",
    target="candidature",
    intro="Une réponse ne se donne qu’une fois.",
)


@PAGES.get("/appels")
@signed_in
def index() -> str:
    """Every call."""
    return render_template("calls.html", calls=ask(ListCalls()).calls)


@PAGES.route("/appels/nouveau", methods=["GET", "POST"])
@signed_in
def publish() -> Response:
    """Publish a call."""
    return show(PUBLISH, None, About("Appels", "/appels"), after=lambda receipt: f"/appels/{receipt.id}")


@PAGES.route("/appels/preparer", methods=["GET", "POST"])
@signed_in
def draft() -> Response:
    """Write a call that nobody sees yet."""
    return show(DRAFT, None, About("Appels", "/appels"), after=lambda receipt: f"/appels/{receipt.id}")


@PAGES.route("/appels/<id>/reprendre", methods=["GET", "POST"])
@signed_in
def redraft(id: str) -> Response:
    """Write a draft anew, whole."""
    page = ask(GetCall(id=id))
    said = page.call.model_dump()
    inputs = tuple(replace(one, default=_typed(one, said.get(one.name))) for one in PUBLISH.inputs)
    sheet = replace(DRAFT, title="Reprendre le brouillon", command=ReviseCall, inputs=inputs, target="call")
    return show(sheet, id, _about(page))


def _typed(one: Input, value: Any) -> str:
    if one.kind == "when":
        return typed_date(value)
    if one.kind == "commas":
        return ", ".join(value or [])
    return typed(value)


@PAGES.get("/appels/<id>")
@signed_in
def one(id: str) -> str:
    """One call with its candidatures."""
    page = ask(GetCall(id=id))
    waiting = [card for card in page.candidatures if card.state not in DECISIONS]
    decided = [card for card in page.candidatures if card.state in DECISIONS]
    enrolled = {card.territory for card in accompaniments() if card.call == page.call.id}
    shown = {"waiting": waiting, "decided": decided, "enrolled": enrolled, "letters": link_states(page.call.id)}
    return render_template("call.html", page=page, call=page.call, **shown)


@PAGES.route("/appels/<id>/clore", methods=["GET", "POST"])
@signed_in
def close(id: str) -> Response:
    """Close a call."""
    return show(CLOSE, id, _about(ask(GetCall(id=id))))


@PAGES.route("/appels/<id>/pre-dossier", methods=["GET", "POST"])
@signed_in
def pre_file(id: str) -> Response:
    """Note a territory's pre-file."""
    page = ask(GetCall(id=id))
    territories = [(card.id, card.label) for card in ask(ListTerritories()).territories]
    sheet = Sheet(
        "Noter un pré-dossier",
        SubmitPreFile,
        (
            Input("territory", "Le territoire", "select", required=True, options=territories),
            Input("motives", "Pourquoi il répond", "area", required=True, hint="Quelques lignes suffisent."),
            Input("partners", "Qui répond avec lui", "lines", hint="Un territoire par ligne, par son nom ou son code."),
            WHEN,
        ),
        "Le pré-dossier est noté.",
        target="call",
        intro="Le territoire n’est pas dans la liste ? Inscrivez-le d’abord depuis « Territoires ».",
    )
    return show(sheet, id, _about(page))


@PAGES.route("/appels/<id>/candidatures/<candidature>/<what>", methods=["GET", "POST"])
@signed_in
def candidature(id: str, candidature: str, what: str) -> Response:
    """Complete or answer a candidature."""
    sheets = {"completer": COMPLETE, "repondre": DECIDE}
    page = ask(GetCall(id=id))
    if what not in sheets or not any(card.id == candidature for card in page.candidatures):
        raise NotFound
    return show(sheets[what], candidature, _about(page, _card(page, candidature)))


def _card(page: CallPage, id: str) -> CandidatureCard:
    return next(card for card in page.candidatures if card.id == id)


def _about(page: CallPage, card: CandidatureCard | None = None) -> About:
    label = f"{page.call.title} · {card.territory_label}" if card else page.call.title
    return About(label, f"/appels/{page.call.id}")
