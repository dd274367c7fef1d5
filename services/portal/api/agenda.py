"""What the API offers of the agenda: busy times, places, conflicts and seasons, over all territories."""

from __future__ import annotations

from services.portal.api import territory_scope as scope
from services.portal.api.kinds import Reading, Writing
from shared.contracts.workshops import (
    AcceptConflict,
    ApplySeason,
    BeginSeason,
    DeclareHoliday,
    DescribeVenue,
    GetConflict,
    GetSeason,
    GetVenue,
    ListConflicts,
    ListDeclaredDays,
    ListSeasons,
    MeasureWay,
    PinSlot,
    ReplaceBusyTimes,
    SolveSeason,
    StopSeason,
    UnwantWorkshop,
    WantWorkshop,
)

AGENDA_READINGS = (
    Reading(
        "/conflicts",
        "listConflicts",
        ListConflicts,
        "Les conflits d’agenda qui tiennent, d’un territoire à l’autre.",
        {},
        ("workshop",),
        before=scope.nobody_else,
    ),
    Reading(
        "/conflicts/{id}",
        "getConflict",
        GetConflict,
        "Un conflit, et les meilleurs autres créneaux pour chacun de ses ateliers.",
        {"id": "id"},
        before=scope.nobody_else,
    ),
    Reading("/seasons", "listSeasons", ListSeasons, "Les saisons.", {}, before=scope.nobody_else),
    Reading(
        "/seasons/{id}",
        "getSeason",
        GetSeason,
        "Une saison\u00a0: ses ateliers, son plan, et s’il est prouvé le meilleur.",
        {"id": "id"},
        before=scope.nobody_else,
    ),
    Reading(
        "/venues/{id}",
        "getVenue",
        GetVenue,
        "Un lieu\u00a0: sa capacité, ses horaires, la route jusqu’aux autres.",
        {"id": "venue"},
        before=scope.nobody_else,
    ),
    Reading(
        "/declared-holidays",
        "listDeclaredHolidays",
        ListDeclaredDays,
        "Les jours fériés déclarés depuis un jour.",
        {},
        ("since",),
        before=scope.nobody_else,
    ),
)

AGENDA_WRITINGS = (
    Writing(
        "/busy-times",
        "replaceBusyTimes",
        ReplaceBusyTimes,
        "Dire quand une personne, un lieu ou un territoire est pris, à la place de ce qu’un fichier en disait.",
        whole=True,
    ),
    Writing("/venues", "describeVenue", DescribeVenue, "Dire ce qu’un lieu accueille, et quand.", whole=True),
    Writing("/venues/ways", "measureWay", MeasureWay, "Dire la route entre deux lieux.", whole=True),
    Writing("/declared-holidays", "declareHoliday", DeclareHoliday, "Déclarer un jour férié.", whole=True),
    Writing("/conflicts/acceptances", "acceptConflict", AcceptConflict, "Laisser un conflit tel quel.", whole=True),
    Writing("/seasons", "beginSeason", BeginSeason, "Commencer une saison.", whole=True),
    Writing("/seasons/workshops", "wantWorkshop", WantWorkshop, "Ajouter un atelier à une saison.", whole=True),
    Writing("/seasons/removals", "unwantWorkshop", UnwantWorkshop, "Retirer un atelier d’une saison.", whole=True),
    Writing("/seasons/pins", "pinSlot", PinSlot, "Garder un créneau du plan, ou ne plus le garder.", whole=True),
    Writing("/seasons/searches", "solveSeason", SolveSeason, "Chercher un plan.", whole=True),
    Writing("/seasons/stops", "stopSeason", StopSeason, "Arrêter la recherche d’un plan.", whole=True),
    Writing(
        "/seasons/proposals",
        "applySeason",
        ApplySeason,
        "Ouvrir un sondage par atelier placé\u00a0: rien n’est fixé.",
        whole=True,
    ),
)
