"""What happened, in one French sentence per event: no name of a person, no date that the page shows beside it."""

from __future__ import annotations

from services.reporting.rules.facts import Fact, Told
from services.reporting.rules.sentences import diagnostic, house, platforms, territories, workshops
from services.reporting.rules.sentences.pieces import Sayer
from shared.events import REGISTRY
from shared.french import plural, tidy

_SAYERS: dict[str, Sayer] = {
    **territories.SAYINGS.functions,
    **diagnostic.SAYINGS.functions,
    **workshops.SAYINGS.functions,
    **platforms.SAYINGS.functions,
    **house.SAYINGS.functions,
}

_MANY = {
    "interview-logged": ("entretien consigné", "entretiens consignés"),
    "moff-updated": ("changement dans la matrice MOFF", "changements dans la matrice MOFF"),
    "thematic-portrait-revised": ("portrait thématique écrit", "portraits thématiques écrits"),
    "verbatim-updated": ("changement dans les verbatims", "changements dans les verbatims"),
    "stake-named": ("enjeu nommé", "enjeux nommés"),
    "interview-retracted": ("entretien retiré", "entretiens retirés"),
    "observation-noted": ("observation notée", "observations notées"),
    "contact-added": ("acteur entré au plan de contact", "acteurs entrés au plan de contact"),
    "contact-advanced": ("contact qui avance", "contacts qui avancent"),
    "platform-described": ("fiche de plateforme écrite", "fiches de plateformes écrites"),
    "specification-drafted": ("version d’un cahier des charges", "versions d’un cahier des charges"),
    "platform-questioned": ("réponse aux questions partagées", "réponses aux questions partagées"),
    "platform-shortlisted": ("plateforme mise en comparaison", "plateformes mises en comparaison"),
    "platform-presented": ("plateforme présentée", "plateformes présentées"),
    "territory-registered": ("territoire entré au registre", "territoires entrés au registre"),
    "organisation-registered": ("structure entrée à l’annuaire", "structures entrées à l’annuaire"),
    "slot-search-failed": ("mois sans créneau commun", "mois sans créneau commun"),
    "poll-answered": ("réponse à un sondage", "réponses à un sondage"),
    "interview-planned": ("entretien prévu", "entretiens prévus"),
}

GROUPED = frozenset(_MANY)
"""Types of which many often come at once: a short page says them together."""


def sentence(fact: Told) -> str:
    """The French sentence that says this fact; tidy typography, no personal data."""
    event = REGISTRY[fact.type].model_validate(fact.data)
    return _finished(_SAYERS[fact.type](event, fact.occurred))


def together(facts: list[Fact]) -> str:
    """One sentence for facts of one grouped type: « 31 entretiens consignés. »; a single one keeps its own."""
    if len(facts) == 1:
        return sentence(facts[0])
    return _finished(plural(len(facts), *_MANY[facts[0].type]))


def _finished(words: str) -> str:
    closed = words if words.endswith((".", "…", "!", "?")) else f"{words}."
    return tidy(closed.replace("'", "’"))
