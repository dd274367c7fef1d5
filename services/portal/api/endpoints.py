"""What the API offers, as data: the routes, the OpenAPI document and the readable page are made from this table."""

from __future__ import annotations

from services.portal.api import territory_scope as scope
from services.portal.api.agenda import AGENDA_READINGS, AGENDA_WRITINGS
from services.portal.api.calls import CALL_READINGS, CALL_WRITINGS
from services.portal.api.diagnostic import DIAGNOSTIC_READINGS, DIAGNOSTIC_WRITINGS
from services.portal.api.kinds import Reading, Writing
from services.portal.api.mails import MAIL_READINGS, MAIL_WRITINGS
from services.portal.api.platforms import PLATFORM_READINGS, PLATFORM_WRITINGS
from services.portal.api.sessions import SESSION_READINGS, SESSION_WRITINGS
from services.portal.api.synthesis import SYNTHESIS_READINGS, SYNTHESIS_WRITINGS
from services.portal.api.territories import TERRITORY_READINGS, TERRITORY_WRITINGS
from shared.contracts.reporting import GetFollowUp, GetFunderReport, ReadJournal
from shared.contracts.workshops import (
    AnswerPollFor,
    ChasePoll,
    ClosePoll,
    DecidePoll,
    GetPoll,
    GetWorkshops,
    OpenPoll,
    ScheduleWorkshop,
)

__all__ = ["READINGS", "WRITINGS", "Reading", "Writing"]

READINGS: tuple[Reading, ...] = (
    *CALL_READINGS,
    *TERRITORY_READINGS,
    *SESSION_READINGS,
    *DIAGNOSTIC_READINGS,
    *SYNTHESIS_READINGS,
    Reading(
        "/accompaniments/{id}/workshops",
        "getWorkshops",
        GetWorkshops,
        "Les ateliers, les sondages, les mois sans créneau, les visites, ce qui en est sorti.",
        {"id": "accompaniment"},
        before=scope.own_accompaniment,
    ),
    Reading(
        "/polls/{id}",
        "getPoll",
        GetPoll,
        "Un sondage\u00a0: les créneaux dans l’ordre de préférence, les réponses, qui manque.",
        {"id": "id"},
        after=scope.own_poll,
    ),
    *AGENDA_READINGS,
    *PLATFORM_READINGS,
    *MAIL_READINGS,
    Reading(
        "/follow-up",
        "getFollowUp",
        GetFollowUp,
        "Le suivi des appels, à une date et selon ce qu’on savait à un instant.",
        {},
        ("as_of", "known_at", "call"),
        after=scope.own_lines,
    ),
    Reading(
        "/funder-report",
        "getFunderReport",
        GetFunderReport,
        "Les chiffres d’une période pour un bailleur, chacun avec ses événements.",
        {},
        ("period", "funder", "as_of", "known_at"),
        before=scope.nobody_else,
    ),
    Reading(
        "/events",
        "readEvents",
        ReadJournal,
        "Le journal en CloudEvents, dans l’ordre d’enregistrement, page par page (`after` reprend à `next`).",
        {},
        ("type", "territory", "since", "after", "limit"),
        before=scope.own_events,
    ),
)

WRITINGS: tuple[Writing, ...] = (
    *CALL_WRITINGS,
    *TERRITORY_WRITINGS,
    *SESSION_WRITINGS,
    *DIAGNOSTIC_WRITINGS,
    *SYNTHESIS_WRITINGS,
    Writing("/workshops", "scheduleWorkshop", ScheduleWorkshop, "Donner sa date à un atelier."),
    Writing("/polls", "openPoll", OpenPoll, "Demander à des personnes quels créneaux leur conviennent."),
    Writing("/polls/answers", "answerPollFor", AnswerPollFor, "Noter ce qu’une personne a répondu autrement."),
    Writing("/polls/chases", "chasePoll", ChasePoll, "Relancer ceux qui n’ont pas répondu, et eux seuls."),
    Writing("/polls/decisions", "decidePoll", DecidePoll, "Donner à l’atelier la date d’un créneau."),
    Writing("/polls/closures", "closePoll", ClosePoll, "Clore un sondage sans date."),
    *AGENDA_WRITINGS,
    *PLATFORM_WRITINGS,
    *MAIL_WRITINGS,
)
