"""What the API offers of sessions: their presence, their frame, what is written down together, visits and journeys."""

from __future__ import annotations

from services.portal.api import territory_scope as scope
from services.portal.api.kinds import Reading, Writing
from shared.contracts.reporting import GetBilan
from shared.contracts.workshops import (
    AddItem,
    CancelTrip,
    CancelWorkshop,
    CheckAtDoor,
    CorrectWorkshop,
    EditItem,
    FinishTask,
    GetCircle,
    GetPresence,
    GetTrip,
    HoldTrip,
    HoldVisit,
    HoldWorkshop,
    ImportAttendance,
    ListGathered,
    ListTrips,
    ListUnsigned,
    MaintainWorkshop,
    MoveWorkshop,
    NoteNeed,
    PlanSeries,
    PlanTrip,
    PresencePage,
    RaiseNeed,
    RecordAgreement,
    RecordAttendance,
    SetCircle,
    SetInvited,
    SetProgramme,
    SetStop,
    SetTask,
    TripPage,
    WithdrawItem,
)

_OF_ONE = {"id": "accompaniment"}


def own_presence(asked: scope.Scope, answer: PresencePage) -> PresencePage:
    """Only of the token's own territory."""
    asked.check_accompaniment(answer.workshop.accompaniment)
    return answer


def own_trip(asked: scope.Scope, answer: TripPage) -> TripPage:
    """Only of the token's own territory."""
    asked.check_accompaniment(answer.accompaniment)
    return answer


SESSION_READINGS: tuple[Reading, ...] = (
    Reading(
        "/workshops/{id}/presence",
        "getPresence",
        GetPresence,
        "La présence d’une séance\u00a0: demi-journées, statuts par identifiant, saisies, feuilles signées.",
        {"id": "workshop"},
        after=own_presence,
    ),
    Reading(
        "/unsigned-sessions",
        "listUnsigned",
        ListUnsigned,
        "Les séances passées sans feuille signée ou sans présence.",
        {},
        before=scope.nobody_else,
    ),
    Reading(
        "/accompaniments/{id}/circle",
        "getCircle",
        GetCircle,
        "Qui est invité à chaque action, et de quel collège vient chaque personne (identifiants).",
        _OF_ONE,
        before=scope.own_accompaniment,
    ),
    Reading(
        "/accompaniments/{id}/gathered",
        "listGathered",
        ListGathered,
        "Ce qui s’écrit ensemble\u00a0: notes, idées, matrice de convergence, personas et parcours.",
        _OF_ONE,
        ("workshop",),
        before=scope.own_accompaniment,
    ),
    Reading(
        "/accompaniments/{id}/trips",
        "listTrips",
        ListTrips,
        "Les visites et voyages d’un accompagnement, ceux auxquels il se joint compris.",
        _OF_ONE,
        before=scope.own_accompaniment,
    ),
    Reading(
        "/trips/{id}",
        "getTrip",
        GetTrip,
        "Un voyage\u00a0: ses rencontres, sa liste, ce qui n’est pas prêt.",
        {"id": "trip"},
        after=own_trip,
    ),
    Reading(
        "/accompaniments/{id}/bilan",
        "getBilan",
        GetBilan,
        "Le bilan d’un accompagnement, à une date et selon ce qu’on savait à un instant.",
        _OF_ONE,
        ("as_of", "known_at"),
        before=scope.own_accompaniment,
    ),
)

SESSION_WRITINGS: tuple[Writing, ...] = (
    Writing("/workshops/moves", "moveWorkshop", MoveWorkshop, "Donner une autre date à un atelier."),
    Writing("/workshops/decisions", "maintainWorkshop", MaintainWorkshop, "Maintenir un atelier malgré tout."),
    Writing("/workshops/corrections", "correctWorkshop", CorrectWorkshop, "Corriger le titre ou le lieu d’un atelier."),
    Writing("/workshops/cancellations", "cancelWorkshop", CancelWorkshop, "Annuler un atelier."),
    Writing("/workshops/holdings", "holdWorkshop", HoldWorkshop, "Dire qu’un atelier a eu lieu."),
    Writing("/workshops/programmes", "setProgramme", SetProgramme, "Écrire le programme d’une séance."),
    Writing("/workshops/invitations", "setInvited", SetInvited, "Dire qui est invité à une séance."),
    Writing("/series", "planSeries", PlanSeries, "Prévoir plusieurs séances sous un même nom."),
    Writing("/circles", "setCircle", SetCircle, "Dire qui est invité à chaque action, et de quel collège."),
    Writing("/attendances", "recordAttendance", RecordAttendance, "Saisir la présence d’une séance."),
    Writing("/attendances/marks", "checkAtDoor", CheckAtDoor, "Pointer une personne à l’entrée."),
    Writing("/attendances/tables", "importAttendance", ImportAttendance, "Reprendre des présences (`dry_run`)."),
    Writing("/needs", "noteNeed", NoteNeed, "Noter un besoin."),
    Writing("/agreements", "recordAgreement", RecordAgreement, "Noter un accord."),
    Writing("/gathered", "addItem", AddItem, "Écrire une note, une idée, une piste, une parole, un persona."),
    Writing("/gathered/edits", "editItem", EditItem, "Réécrire un élément que l’on a vu (`seen`)."),
    Writing("/gathered/withdrawals", "withdrawItem", WithdrawItem, "Retirer un élément que l’on a vu."),
    Writing("/gathered/needs", "raiseNeed", RaiseNeed, "Faire d’un élément un besoin."),
    Writing("/visits", "holdVisit", HoldVisit, "Noter une visite inspirante."),
    Writing("/trips", "planTrip", PlanTrip, "Prévoir une visite ou un voyage."),
    Writing("/trips/stops", "setStop", SetStop, "Ajouter ou réécrire une rencontre."),
    Writing("/trips/tasks", "setTask", SetTask, "Ajouter ou réécrire une ligne de la liste."),
    Writing("/trips/tasks/ticks", "finishTask", FinishTask, "Cocher une ligne de la liste."),
    Writing("/trips/holdings", "holdTrip", HoldTrip, "Dire qu’un voyage a eu lieu."),
    Writing("/trips/cancellations", "cancelTrip", CancelTrip, "Annuler un voyage."),
)
