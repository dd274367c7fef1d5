"""What the API offers of the tools of a diagnostic: contact plan, grid, interviews, imports, observations."""

from __future__ import annotations

from services.portal.api import territory_scope as scope
from services.portal.api.contact_map import ContactMap, contact_map
from services.portal.api.kinds import Reading, Writing
from shared.contracts.diagnostic import (
    AddContacts,
    AdvanceContact,
    AgreeGrid,
    CentreMap,
    ConfirmImport,
    DropImport,
    GetContactPlan,
    GetGrid,
    GetImport,
    GetInterview,
    GetPicture,
    ListImports,
    ListInterviews,
    ListObservations,
    ListPlannedInterviews,
    ListStalledContacts,
    NoteObservation,
    PlanInterview,
    PrepareImport,
    RemovePicture,
    UndoImport,
    WriteGrid,
)

_OF_ONE = {"id": "accompaniment"}

DIAGNOSTIC_READINGS: tuple[Reading, ...] = (
    Reading(
        "/accompaniments/{id}/contacts",
        "getContactPlan",
        GetContactPlan,
        "Le plan de contact\u00a0: une ligne par acteur, le centre de la carte, l’avancement.",
        _OF_ONE,
        before=scope.own_accompaniment,
    ),
    Reading(
        "/accompaniments/{id}/contacts/map",
        "getContactMap",
        GetContactPlan,
        "La carte du plan de contact en GeoJSON\u00a0: par commune, combien d’acteurs et où on en est, sans nom.",
        _OF_ONE,
        before=scope.own_accompaniment,
        after=contact_map,
        gives=ContactMap,
    ),
    Reading(
        "/stalled-contacts",
        "listStalledContacts",
        ListStalledContacts,
        "Les contacts qui attendent leur prochaine étape, dans tous les plans.",
        {},
        ("limit",),
        before=scope.nobody_else,
    ),
    Reading(
        "/planned-interviews",
        "listPlannedInterviews",
        ListPlannedInterviews,
        "Les entretiens prévus et pas encore notés, le plus ancien d’abord.",
        {},
        before=scope.nobody_else,
    ),
    Reading(
        "/accompaniments/{id}/grid",
        "getGrid",
        GetGrid,
        "La grille d’entretien partagée, ses versions et les accords.",
        _OF_ONE,
        before=scope.own_accompaniment,
    ),
    Reading(
        "/accompaniments/{id}/interviews",
        "listInterviews",
        ListInterviews,
        "Les entretiens tenus, page par page, le dernier d’abord.",
        _OF_ONE,
        ("text", "kind", "appetite", "offset", "limit"),
        before=scope.own_accompaniment,
    ),
    Reading(
        "/interviews/{id}",
        "getInterview",
        GetInterview,
        "Un entretien, ses réponses sous les questions de la version de la grille qu’il a suivie.",
        {"id": "interview"},
        after=scope.own_interview,
    ),
    Reading(
        "/accompaniments/{id}/interview-imports",
        "listImports",
        ListImports,
        "Les classeurs d’entretiens repris.",
        _OF_ONE,
        before=scope.own_accompaniment,
    ),
    Reading(
        "/interview-imports/{id}",
        "getImport",
        GetImport,
        "Un classeur à vérifier ou repris\u00a0: ses lignes, et tout ce qui est à y corriger.",
        {"id": "import_id"},
        after=scope.own_import,
    ),
    Reading(
        "/accompaniments/{id}/observations",
        "listObservations",
        ListObservations,
        "Les observations de terrain, avec leurs photos.",
        _OF_ONE,
        before=scope.own_accompaniment,
    ),
    Reading(
        "/pictures/{id}",
        "getPicture",
        GetPicture,
        "Une photo (JPEG en base64), ou sa vignette.",
        {"id": "picture"},
        ("thumbnail",),
        after=scope.own_picture,
    ),
)

DIAGNOSTIC_WRITINGS: tuple[Writing, ...] = (
    Writing("/planned-interviews", "planInterview", PlanInterview, "Prévoir un entretien."),
    Writing("/contacts", "addContacts", AddContacts, "Ajouter des acteurs au plan de contact."),
    Writing("/contacts/advances", "advanceContact", AdvanceContact, "Dire où en est un contact vu (`seen`)."),
    Writing("/contact-maps", "centreMap", CentreMap, "Écrire le centre de la carte des acteurs."),
    Writing("/grids", "writeGrid", WriteGrid, "Écrire la grille d’entretien\u00a0: au besoin, une nouvelle version."),
    Writing("/grids/agreements", "agreeGrid", AgreeGrid, "Noter l’accord d’une partie sur la version en cours."),
    Writing("/interview-imports", "prepareImport", PrepareImport, "Déposer les lignes d’un classeur, à vérifier."),
    Writing("/interview-imports/confirmations", "confirmImport", ConfirmImport, "Reprendre un classeur vérifié."),
    Writing("/interview-imports/drops", "dropImport", DropImport, "Laisser un classeur déposé."),
    Writing("/interview-imports/undos", "undoImport", UndoImport, "Annuler un import\u00a0: ses entretiens partent."),
    Writing("/observations", "noteObservation", NoteObservation, "Noter une observation, avec ses photos (base64)."),
    Writing("/pictures/removals", "removePicture", RemovePicture, "Retirer une photo, pour de bon."),
)
