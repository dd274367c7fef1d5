"""The portrait of a territory, and the sheets that complete or rewrite it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.security import signed_in
from services.portal.sheets import WHEN, About, Input, Sheet, show
from services.portal.territory_map import neighbours, placed
from services.portal.together import Current, edit, typed_date
from shared.contracts.territories import (
    DescribeTerritory,
    DrawTerritory,
    GetPortrait,
    ListOrganisations,
    NoteFeature,
    Portrait,
    RegisterTerritory,
    ReviseFeature,
)

PAGES = Blueprint("portrait", __name__)

FEATURE_KINDS = (
    ("totem", "Un lieu totem (tiers-lieu, café associatif…)"),
    ("facility", "Un équipement ou un accès (gare, autoroute, zone d’activités…)"),
    ("axis", "Un axe du projet politique"),
    ("policy", "Une politique ou une démarche existante (PAT, TEPOS, PCAET, TZCLD, PTCE, contrat…)"),
    ("study", "Une étude déjà faite (état des lieux de l’ESS…)"),
)
WORDS = Sheet(
    "Présenter le territoire",
    DescribeTerritory,
    (
        Input("label", "Nom d’usage", required=True),
        Input("context", "Ce qu’il faut savoir de lui", "area"),
        Input(
            "political_project",
            "Son projet politique",
            "area",
            hint="Le projet communautaire ou municipal, ses années, ce qu’il cherche.",
        ),
    ),
    "La présentation est enregistrée.",
    target="territory",
)
_FEATURE = (
    Input("label", "Son nom", required=True),
    Input("detail", "En quelques mots", "area"),
    Input("source", "Qui le dit, et où"),
    Input("occurred", "Depuis quand", "when", hint=WHEN.hint),
)
REVISE = Sheet(
    "Modifier",
    ReviseFeature,
    (*_FEATURE, Input("ended", "Jusqu’à quand", "when", hint="Seulement si cela n’existe plus : rien ne s’efface.")),
    "C’est modifié.",
    target="feature",
)


@PAGES.get("/territoires/<id>/portrait")
@signed_in
def one(id: str) -> str:
    """The portrait of one territory."""
    page = ask(GetPortrait(id=id))
    drawing = ask(DrawTerritory(id=page.id))
    # Points alone are no portrait: a territory is shown here by its outline, or not at all.
    shaped = bool(drawing.outline) or any(one.polygons for one in drawing.places)
    return render_template(
        "territory_portrait.html",
        page=page,
        picture=placed(drawing, {}) if shaped else None,
        around=neighbours(drawing),
        sources=drawing.sources,
    )


@PAGES.route("/territoires/<id>/portrait/presentation", methods=["GET", "POST"])
@signed_in
def describe(id: str) -> Response:
    """Rewrite the words about a territory."""
    page = ask(GetPortrait(id=id))
    return edit(WORDS, page.id, _about(page), lambda: _words(page.id))


def _words(id: str) -> Current:
    page = ask(GetPortrait(id=id))
    values = {"label": page.label, "context": page.context, "political_project": page.political_project}
    return Current(page.stamp, values)


@PAGES.route("/territoires/<id>/portrait/trait", methods=["GET", "POST"])
@signed_in
def feature(id: str) -> Response:
    """Add a feature to the portrait."""
    page = ask(GetPortrait(id=id))
    organisations = [(one.id, one.label) for one in ask(ListOrganisations(territory=page.id)).organisations]
    sheet = Sheet(
        "Compléter le portrait",
        NoteFeature,
        (
            Input("kind", "De quoi s’agit-il", "radios", required=True, options=FEATURE_KINDS),
            *_FEATURE,
            Input("organisation", "La structure qui le porte", "select", options=organisations),
        ),
        "Le portrait est complété.",
        target="territory",
    )
    return show(sheet, page.id, _about(page))


@PAGES.route("/territoires/<id>/portrait/traits/<feature>", methods=["GET", "POST"])
@signed_in
def revise(id: str, feature: str) -> Response:
    """Rewrite one feature."""
    page = ask(GetPortrait(id=id))
    return edit(REVISE, feature, _about(page), lambda: _feature(page.id, feature))


def _feature(id: str, feature: str) -> Current:
    card = next((one for one in ask(GetPortrait(id=id)).features if one.id == feature), None)
    if card is None:
        raise NotFound
    values = {
        "label": card.label,
        "detail": card.detail,
        "source": card.source,
        "occurred": typed_date(card.occurred),
        "ended": typed_date(card.ended),
    }
    return Current(card.stamp, values)


@PAGES.route("/territoires/<id>/quartier", methods=["GET", "POST"])
@signed_in
def quarter(id: str) -> Response:
    """Register a part of a territory (QPV), with a portrait of its own (REG-06)."""
    page = ask(GetPortrait(id=id))
    sheet = Sheet(
        "Ajouter un quartier",
        RegisterTerritory,
        (Input("label", "Nom du quartier", required=True), Input("context", "Ce qu’il faut savoir de lui", "area")),
        "Le quartier est inscrit : son portrait est à lui.",
        target="parent",
        shape=_quarter,
        intro="Un quartier prioritaire (QPV) a son propre portrait. Ses limites ne sont pas celles du territoire vécu.",
    )
    return show(sheet, page.id, _about(page), after=lambda receipt: f"/territoires/{receipt.id}/portrait")


def _quarter(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "kind": "qpv"}


def _about(page: Portrait) -> About:
    return About(page.label, f"/territoires/{page.id}/portrait")
