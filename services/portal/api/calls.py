"""What the API offers of calls: written, published, answered by candidatures, prepared by the vivier."""

from __future__ import annotations

from services.portal.api import territory_scope as scope
from services.portal.api.kinds import Reading, Writing
from shared.contracts.territories import (
    AddProspect,
    AskCorrection,
    CloseCall,
    CompleteCandidature,
    DecideCandidature,
    DraftCall,
    EnrolTerritory,
    ExtendCall,
    GetCall,
    GetCandidature,
    GetPublicCall,
    ListCalls,
    ListComingLastCalls,
    ListProspects,
    ListPublicCalls,
    OpenCall,
    PublishCall,
    RemoveProspect,
    ReviseCall,
    StopLastCall,
    SubmitPreFile,
    TakeUpCandidature,
)

CALL_READINGS: tuple[Reading, ...] = (
    Reading("/calls", "listCalls", ListCalls, "Les appels, le plus récent d’abord.", {}),
    Reading(
        "/calls/{id}",
        "getCall",
        GetCall,
        "Un appel et ses candidatures.",
        {"id": "id"},
        after=scope.own_candidatures,
    ),
    Reading("/public-calls", "listPublicCalls", ListPublicCalls, "Les appels publiés, tels que chacun les lit.", {}),
    Reading(
        "/public-calls/{id}",
        "getPublicCall",
        GetPublicCall,
        "Un appel publié\u00a0: s’il prend des candidatures, et sinon pourquoi.",
        {"id": "id"},
    ),
    Reading(
        "/coming-last-calls",
        "listComingLastCalls",
        ListComingLastCalls,
        "Les derniers appels à venir aux brouillons non déposés, sans nom de personne.",
        {},
        ("days",),
        before=scope.nobody_else,
    ),
    Reading(
        "/candidatures/{id}",
        "getCandidature",
        GetCandidature,
        "Une candidature\u00a0: ce qui a été envoyé, les corrections, les avis, sans nom de personne.",
        {"id": "id"},
        before=scope.nobody_else,
        after=scope.unsigned,
    ),
    Reading(
        "/prospects",
        "listProspects",
        ListProspects,
        "Le vivier\u00a0: les territoires qui pourraient répondre un jour.",
        {},
        before=scope.nobody_else,
    ),
)

CALL_WRITINGS: tuple[Writing, ...] = (
    Writing("/calls", "publishCall", PublishCall, "Publier un appel déjà écrit.", whole=True),
    Writing("/call-drafts", "draftCall", DraftCall, "Écrire le brouillon d’un appel.", whole=True),
    Writing("/call-drafts/edits", "reviseCall", ReviseCall, "Réécrire un brouillon, en entier.", whole=True),
    Writing("/call-drafts/openings", "openCall", OpenCall, "Publier un brouillon.", whole=True),
    Writing("/calls/extensions", "extendCall", ExtendCall, "Donner plus de temps pour répondre.", whole=True),
    Writing("/calls/closings", "closeCall", CloseCall, "Clore la réception des candidatures.", whole=True),
    Writing(
        "/calls/last-call-stops",
        "stopLastCall",
        StopLastCall,
        "Ne pas faire le dernier appel, ou pas à un brouillon.",
        whole=True,
    ),
    Writing("/candidatures", "submitPreFile", SubmitPreFile, "Noter un pré-dossier reçu autrement.", whole=True),
    Writing(
        "/candidatures/full-files",
        "completeCandidature",
        CompleteCandidature,
        "Noter le dossier complet d’une candidature.",
        whole=True,
    ),
    Writing(
        "/candidatures/examinations",
        "takeUpCandidature",
        TakeUpCandidature,
        "Mettre une candidature en instruction.",
        whole=True,
    ),
    Writing(
        "/candidatures/corrections",
        "askCorrection",
        AskCorrection,
        "Demander une correction à qui a répondu.",
        whole=True,
    ),
    Writing(
        "/candidatures/decisions", "decideCandidature", DecideCandidature, "Répondre\u00a0: oui ou non.", whole=True
    ),
    Writing(
        "/prospects", "addProspect", AddProspect, "Mettre un territoire au vivier, ou noter un appel dit.", whole=True
    ),
    Writing("/prospects/removals", "removeProspect", RemoveProspect, "Retirer un territoire du vivier.", whole=True),
    Writing("/accompaniments", "enrolTerritory", EnrolTerritory, "Commencer un accompagnement.", whole=True),
)
