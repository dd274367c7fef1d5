"""What `platforms` tells, in French."""

from __future__ import annotations

from services.reporting.rules.sentences.pieces import Sayings, because, line
from services.reporting.rules.words import CRITERIA, platform_name
from shared import events

SAYINGS = Sayings()


@SAYINGS.of(events.PlatformDescribed)
def _described(event: events.PlatformDescribed, _occurred: str | None) -> str:
    what = {"added": "entrée au catalogue", "corrected": "complétée ou corrigée", "withdrawn": "retirée du catalogue"}
    return f"Fiche de plateforme {what[event.state]} : {line(event.label)}"


@SAYINGS.of(events.InitiativeWatched)
def _watched(event: events.InitiativeWatched, _occurred: str | None) -> str:
    place = f" ({line(event.place)})" if event.place else ""
    if event.left:
        return f"Initiative qui n’est plus suivie : {line(event.label)}{place}{because(event.left, ', ')}"
    return f"Initiative dans la veille : {line(event.label)}{place}"


@SAYINGS.of(events.CaseAssigned)
def _case(event: events.CaseAssigned, _occurred: str | None) -> str:
    project = f", projet {line(event.project)}" if event.project else ""
    return f"Cas {event.case} de préfiguration pour le besoin « {line(event.need)} »{project}{because(event.reason)}"


@SAYINGS.of(events.PlatformQuestioned)
def _questioned(event: events.PlatformQuestioned, _occurred: str | None) -> str:
    return f"Réponse aux questions partagées sur {platform_name(event.platform)}"


@SAYINGS.of(events.EliminatoryCriterionHeld)
def _eliminatory(event: events.EliminatoryCriterionHeld, _occurred: str | None) -> str:
    what = "tenu pour éliminatoire" if event.held else "qui n’est plus éliminatoire"
    return f"Critère {what} : {CRITERIA.get(event.criterion, event.criterion)}{because(event.reason, ', ')}"


@SAYINGS.of(events.NeedLinked)
def _linked(event: events.NeedLinked, _occurred: str | None) -> str:
    if event.left:
        need = f"« {line(event.need)} »{because(event.left)}"
        return f"{platform_name(event.platform)} ne répond finalement pas au besoin {need}"
    return f"Besoin « {line(event.need)} » rapproché d’une plateforme : {platform_name(event.platform)}"


@SAYINGS.of(events.SpecificationDrafted)
def _specified(event: events.SpecificationDrafted, _occurred: str | None) -> str:
    what = "commencé" if event.number == 1 else f"réécrit, version {event.number}"
    return f"Cahier des charges {what} pour le besoin « {line(event.need)} »"


@SAYINGS.of(events.PlatformShortlisted)
def _shortlisted(event: events.PlatformShortlisted, _occurred: str | None) -> str:
    public = ", publique" if event.public else ""
    return f"Plateforme mise en comparaison : {platform_name(event.platform)}{public} ({line(event.approach)})"


@SAYINGS.of(events.PlatformPresented)
def _presented(event: events.PlatformPresented, _occurred: str | None) -> str:
    return f"Plateforme présentée : {platform_name(event.platform)}"


@SAYINGS.of(events.ChoiceLeftOpen)
def _left_open(event: events.ChoiceLeftOpen, _occurred: str | None) -> str:
    return f"Le choix d’une plateforme reste ouvert{because(event.note)}"


@SAYINGS.of(events.PlatformChosen)
def _chosen(event: events.PlatformChosen, _occurred: str | None) -> str:
    return f"Plateforme choisie : {platform_name(event.platform)}"
