"""What one notes about an accompaniment: a sheet for each thing that may happen."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment
from services.portal.invitable import invitable, short_name
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import WHEN, About, Input, Sheet, show
from services.portal.words import DEADLINES, SEARCH_FAILURES, STAGES, STRUCTURE_KINDS
from shared.contracts.diagnostic import NameStake, PlanInterview
from shared.contracts.territories import (
    AccompanimentCard,
    EnterStage,
    GrowPerimeter,
    HoldBilan,
    NoteEmergedProject,
    NoteMilestone,
    SetDeadline,
)
from shared.contracts.workshops import HoldVisit, NoteNeed, RecordAgreement, RecordNoSlot

PAGES = Blueprint("notes", __name__)

_OWN_WORDS = "Avec les mots du territoire."


SHEETS: dict[str, Sheet] = {
    "entretien-prevu": Sheet(
        "Prévoir un entretien",
        PlanInterview,
        (
            Input("structure", "Structure à rencontrer", required=True),
            Input("kind", "De quel monde vient-elle", "radios", options=list(STRUCTURE_KINDS.items()), default="other"),
            Input("on", "Le jour du rendez-vous", "day", required=True),
            Input(
                "person",
                "La personne que l’on va rencontrer",
                "select",
                hint="Désignez-la : un message lui dira pourquoi l’on vient.",
            ),
        ),
        "L’entretien est prévu. Terreau rappellera de le noter.",
        button="Prévoir",
    ),
    "enjeu": Sheet(
        "Nommer un enjeu",
        NameStake,
        (
            Input("title", "L’enjeu", required=True, hint=_OWN_WORDS),
            Input("detail", "Ce qu’il recouvre", "area"),
            WHEN,
        ),
        "L’enjeu est nommé.",
    ),
    "etape": Sheet(
        "Changer d’étape",
        EnterStage,
        (
            Input("stage", "L’étape où en est le territoire", "radios", required=True, options=list(STAGES.items())),
            Input("reason", "Pourquoi", "area"),
            WHEN,
        ),
        "L’étape est changée.",
        intro="L’ordre est libre : on peut revenir en arrière ou sauter une étape.",
    ),
    "jalon": Sheet(
        "Noter un moment",
        NoteMilestone,
        (Input("title", "Ce qui s’est passé", required=True), Input("text", "En quelques mots", "area"), WHEN),
        "C’est noté.",
        intro="Une feuille de route, un doute, un lieu qui rouvre : ce qu’aucun autre formulaire ne dit.",
    ),
    "visite": Sheet(
        "Noter une visite inspirante",
        HoldVisit,
        (
            Input("title", "La visite", required=True),
            Input("destination", "Où", required=True),
            Input("intention", "Ce qu’on allait y chercher", "area"),
            Input("lessons", "Ce qu’on en rapporte", "area"),
            Input("days", "Nombre de jours", "number"),
            Input("meetings", "Nombre de rencontres", "number"),
            WHEN,
        ),
        "La visite est notée.",
    ),
    "besoin": Sheet(
        "Noter un besoin",
        NoteNeed,
        (
            Input("workshop", "", "hidden"),
            Input("title", "Le besoin", required=True, hint=_OWN_WORDS),
            Input("detail", "Précisions", "area"),
            WHEN,
        ),
        "Le besoin est noté.",
    ),
    "accord": Sheet(
        "Noter un accord",
        RecordAgreement,
        (
            Input("workshop", "", "hidden"),
            Input("text", "Ce sur quoi les personnes présentes se sont accordées", "area", required=True),
            WHEN,
        ),
        "L’accord est noté.",
    ),
    "aucun-creneau": Sheet(
        "Aucun créneau ce mois-ci",
        RecordNoSlot,
        (
            Input("month", "Le mois", required=True, hint="Sous la forme 2025-05."),
            Input("reason", "La raison", "radios", required=True, options=list(SEARCH_FAILURES.items())),
            Input("detail", "En quelques mots", "area"),
        ),
        "C’est noté : ce mois-là, aucun créneau commun n’a été trouvé.",
        intro="Ce n’est la faute de personne. Le noter évite de chercher deux fois et éclaire le bilan.",
    ),
    "bilan": Sheet(
        "Bilan tenu",
        HoldBilan,
        (
            Input(
                "findings", "Ce que le bilan constate", "area", required=True, hint="Les résultats modestes comptent."
            ),
            Input("circle", "Avec qui"),
            Input("open_questions", "Questions restées ouvertes", "lines", hint="Une question par ligne."),
            WHEN,
        ),
        "Le bilan est enregistré. La relation continue.",
    ),
    "projet": Sheet(
        "Un projet né ensuite",
        NoteEmergedProject,
        (Input("title", "Le projet", required=True), Input("text", "En quelques mots", "area"), WHEN),
        "Le projet est noté.",
        intro="On ne saura pas toujours s’il doit quelque chose à l’accompagnement : Terreau le dit.",
    ),
    "perimetre": Sheet(
        "Élargir le périmètre",
        GrowPerimeter,
        (
            Input(
                "communes", "Communes ajoutées", "commas", required=True, hint="Codes INSEE, séparés par des virgules."
            ),
            Input("reason", "Pourquoi", "area"),
            WHEN,
        ),
        "Le périmètre est élargi.",
    ),
    "echeance": Sheet(
        "Poser une échéance",
        SetDeadline,
        (
            Input("kind", "De quoi s’agit-il", "radios", required=True, options=list(DEADLINES.items())),
            Input("title", "Ce qu’il faudra faire", required=True),
            Input("due", "Pour le", "day", required=True),
        ),
        "L’échéance est posée.",
    ),
}


@PAGES.route("/accompagnements/<id>/<what>", methods=["GET", "POST"])
@signed_in
def note(id: str, what: str) -> Response:
    """One of the sheets of an accompaniment."""
    if what not in SHEETS:
        raise NotFound
    card = accompaniment(id)
    return show(_offering(SHEETS[what], card), card.id, About(card.territory_label, page_of(card)))


def _offering(sheet: Sheet, card: AccompanimentCard) -> Sheet:
    """The sheet with the people of the territory where one of them may be chosen."""
    people = [(one.id, short_name(one)) for one in invitable(card)]
    return replace(
        sheet, inputs=tuple(replace(one, options=people) if one.name == "person" else one for one in sheet.inputs)
    )
