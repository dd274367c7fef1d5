"""What `diagnostic` tells, in French."""

from __future__ import annotations

from services.reporting.rules.sentences.pieces import Sayings, because, inside, line, when
from services.reporting.rules.words import (
    APPETITES,
    CONCLUSIONS,
    CONTACTS,
    MOFF_CATEGORIES,
    MOFF_CHANGES,
    OBSERVATIONS,
    STRUCTURES_MET,
)
from shared import events
from shared.french import plural

SAYINGS = Sayings()
_VERBATIM = {"noted": "Verbatim noté", "reworded": "Verbatim réécrit", "withdrawn": "Verbatim retiré"}


@SAYINGS.of(events.InterviewPlanned)
def _planned(event: events.InterviewPlanned, _occurred: str | None) -> str:
    return f"Entretien prévu {when(event.on)}"


@SAYINGS.of(events.InterviewLogged)
def _logged(event: events.InterviewLogged, _occurred: str | None) -> str:
    ess = " de l’ESS" if event.ess and event.kind != "ess" else ""
    said = APPETITES.get(event.appetite)
    told_later = " (reconstitué)" if event.reconstructed else ""
    return f"Entretien avec {STRUCTURES_MET.get(event.kind, 'une structure')}{ess}{told_later}{because(said)}"


@SAYINGS.of(events.InterviewRetracted)
def _withdrawn(event: events.InterviewRetracted, _occurred: str | None) -> str:
    return f"Entretien retiré{because(event.reason)}"


@SAYINGS.of(events.GridRevised)
def _grid(event: events.GridRevised, _occurred: str | None) -> str:
    asked = plural(event.questions, "question") if event.questions else "sans question encore"
    return f"Grille d’entretien écrite : version {event.number}, {asked}"


@SAYINGS.of(events.GridAgreed)
def _agreed(event: events.GridAgreed, _occurred: str | None) -> str:
    parties = plural(event.parties, "partie d’accord", "parties d’accord")
    return f"Grille d’entretien, version {event.number} : {parties}"


@SAYINGS.of(events.ObservationNoted)
def _observation(event: events.ObservationNoted, _occurred: str | None) -> str:
    pictures = f", {plural(event.pictures, 'photo')}" if event.pictures else ""
    return f"{OBSERVATIONS.get(event.kind, 'Observation')}{pictures}"


@SAYINGS.of(events.MapCentred)
def _centred(_event: events.MapCentred, _occurred: str | None) -> str:
    return "Le problème et le cadre du projet sont au centre de la cartographie des acteurs"


@SAYINGS.of(events.ContactAdded)
def _contact(_event: events.ContactAdded, _occurred: str | None) -> str:
    return "Un acteur entre au plan de contact"


@SAYINGS.of(events.ContactAdvanced)
def _advanced(event: events.ContactAdvanced, _occurred: str | None) -> str:
    return f"Un contact avance : {CONTACTS.get(event.state, 'état mis à jour')}"


@SAYINGS.of(events.ContactStalled)
def _stalled(event: events.ContactStalled, _occurred: str | None) -> str:
    return f"Un contact attend sa suite, prévue {when(event.due)}"


@SAYINGS.of(events.StakeNamed)
def _stake(event: events.StakeNamed, _occurred: str | None) -> str:
    return f"Enjeu nommé : {line(event.title)}"


@SAYINGS.of(events.MoffUpdated)
def _moff(event: events.MoffUpdated, _occurred: str | None) -> str:
    return f"Matrice MOFF : {MOFF_CHANGES[event.change]} ({MOFF_CATEGORIES[event.category]})"


@SAYINGS.of(events.ThematicPortraitRevised)
def _portrait(event: events.ThematicPortraitRevised, _occurred: str | None) -> str:
    return "Portrait thématique écrit" if event.number == 1 else "Portrait thématique réécrit"


@SAYINGS.of(events.VerbatimUpdated)
def _verbatim(event: events.VerbatimUpdated, _occurred: str | None) -> str:
    return f"{_VERBATIM[event.change]} ({STRUCTURES_MET.get(event.kind, 'une structure')})"


@SAYINGS.of(events.SynthesisRevised)
def _synthesis(event: events.SynthesisRevised, _occurred: str | None) -> str:
    return "Synthèse des entretiens écrite" if event.number == 1 else "Synthèse des entretiens réécrite"


@SAYINGS.of(events.DiagnosticConcluded)
def _concluded(event: events.DiagnosticConcluded, _occurred: str | None) -> str:
    reasons = because(" ; ".join(inside(reason) for reason in event.reasons))
    return f"Diagnostic conclu, « {CONCLUSIONS[event.conclusion]} »{reasons}"


@SAYINGS.of(events.DiagnosticPresented)
def _presented(_event: events.DiagnosticPresented, _occurred: str | None) -> str:
    return "Le diagnostic est présenté à la collectivité"


@SAYINGS.of(events.OrientationValidated)
def _orientation(event: events.OrientationValidated, _occurred: str | None) -> str:
    return f"Orientation validée : {inside(event.orientation)}{because(event.entry_point, ', porte d’entrée : ')}"
