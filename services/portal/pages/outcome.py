"""What came of a diagnostic: conclusion, restitution, orientation, entry point, and everything said before."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import WHEN, About, Input, Sheet, show
from services.portal.words import CONCLUSIONS
from shared.contracts.diagnostic import (
    ConcludeDiagnostic,
    GetDiagnostic,
    GetOutcome,
    PresentDiagnostic,
    ValidateOrientation,
)

PAGES = Blueprint("outcome", __name__)

REASONS = (
    "Peu d’acteurs, éloignés les uns des autres",
    "Aucune communauté économique installée ou en formation",
    "Pas d’envie de coopérer",
)
"""What the documented diagnostic gave as reasons for «trop tôt» (DIA-41): suggestions, the list is free."""

CONCLUDE = Sheet(
    "Conclure le diagnostic",
    ConcludeDiagnostic,
    (
        Input(
            "conclusion",
            "Où en est le territoire",
            "radios",
            required=True,
            options=[(code, text.capitalize()) for code, text in CONCLUSIONS.items()],
            hint=(
                "« Trop tôt » est un résultat, pas un échec : on attendrait que d’autres s’y mettent d’abord. « Trop "
                "tard » est autre chose : des habitudes sont prises autour d’autres outils."
            ),
        ),
        Input("reasons", "Pourquoi", "lines", hint=f"Une raison par ligne. Par exemple : {' ; '.join(REASONS)}."),
        Input("plain_words", "En mots simples, pour la suite", "area", hint="Sans jargon : ce qu’on dira aux acteurs."),
        WHEN,
    ),
    "La conclusion du diagnostic est enregistrée.",
)
PRESENT = Sheet(
    "Diagnostic présenté",
    PresentDiagnostic,
    (
        Input("audience", "À qui", hint="Des instances et des fonctions, sans nom de personne : bureau, conseil…"),
        Input("feedback", "Ce qui s’est dit", "area"),
        WHEN,
    ),
    "La présentation est notée.",
)


@PAGES.get("/accompagnements/<id>/issue")
@signed_in
def overview(id: str) -> str:
    """Everything the diagnostic ever concluded, the presentations, the orientations."""
    card = accompaniment(id)
    return render_template("outcome.html", card=card, page=ask(GetOutcome(accompaniment=card.id)), back=page_of(card))


@PAGES.route("/accompagnements/<id>/conclusion", methods=["GET", "POST"])
@signed_in
def conclude(id: str) -> Response:
    """Say where the territory stands."""
    return show(CONCLUDE, accompaniment(id).id, _about(id))


@PAGES.route("/accompagnements/<id>/diagnostic-presente", methods=["GET", "POST"])
@signed_in
def present(id: str) -> Response:
    """Note to whom the diagnostic was presented."""
    return show(PRESENT, accompaniment(id).id, _about(id))


@PAGES.route("/accompagnements/<id>/orientation", methods=["GET", "POST"])
@signed_in
def validate(id: str) -> Response:
    """Note the orientation that the collectivité validated, and its entry point with the two tests of it."""
    card = accompaniment(id)
    stakes = [(one.id, one.title) for one in ask(GetDiagnostic(accompaniment=card.id)).stakes]
    inputs = (
        Input("orientation", "L’orientation retenue par la collectivité", "area", required=True),
        Input("validated_by", "Validée par", hint="Une instance ou une fonction : conseil communautaire, bureau…"),
        Input("entry_point", "La porte d’entrée", hint="Le lieu ou le projet par lequel on commence, s’il y en a un."),
        Input("interests", "Les structures qu’elle intéresse, et comment on le sait", "area"),
        Input("stakes", "Les enjeux du diagnostic auxquels elle répond", "checks", options=stakes),
        WHEN,
    )
    sheet = Sheet(
        "Orientation validée",
        ValidateOrientation,
        tuple(one for one in inputs if one.kind != "checks" or one.options),
        "L’orientation est enregistrée.",
    )
    return show(sheet, card.id, _about(id))


def _about(id: str) -> About:
    card = accompaniment(id)
    return About(f"Conclusion et suites · {card.territory_label}", f"/accompagnements/{card.id}/issue")
