"""Pure rules of candidatures: what can be sent when, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from services.territories.rules import DECISIONS, Reception, Takes
from shared.contracts.territories import ELSEWHERE, Answers
from shared.french import NBSP, long_day, tidy
from shared.partial_dates import in_french, latest_day, parse

Step = Literal["pre-file", "full", "correction", "none"]

LINK_LIFETIME: Final = timedelta(days=180)
"""How long a personal link opens; a new one can be asked for at any time."""

SENDER_KEPT: Final = timedelta(days=1)
DRAFTS_PER_HOUR: Final = 10
"""Drafts begun from one network address in an hour: a town hall has one address for many people."""

DRAFTS_PER_ADDRESS: Final = 3
"""Unsent drafts of one call under one e-mail address: people begin the same file several times (peers.md)."""

DRAFTS_KEPT: Final = timedelta(days=90)
"""How long an unsent draft stays after the end of its call (as long as in Démarche numérique; peers.md)."""

CANDIDATES_KEPT_DAYS: Final = 3 * 365
"""How long the contact of a candidature is kept after the call without further exchange (CNIL: three years)."""


@dataclass(frozen=True)
class Standing:
    """Where a file stands: the call's dates, the state of its candidature (None: not sent), a request unanswered."""

    reception: Reception
    full_until: str | None
    state: str | None
    decided: str | None = None
    asked: bool = False


_STATES: Mapping[Takes, Literal["planned", "open", "closed"]] = {
    "yes": "open",
    "not-yet": "planned",
    "closed": "closed",
}


def call_state(state: str, reception: Reception, today: date) -> Literal["draft", "planned", "open", "closed"]:
    """Whether a call is written, announced, takes candidatures today, or takes none any more."""
    if state == "draft":
        return "draft"
    return _STATES[reception.takes(today, today)]


def next_step(standing: Standing, today: date) -> tuple[Step, str]:
    """What can be sent today, and in French why nothing can.

    A correction that was asked for can be answered after the closing day, until the decision: the team asked for it.
    """
    if standing.state is None:
        return _first_step(standing.reception, today)
    if standing.state in DECISIONS:
        when = f" {in_french(parse(standing.decided), 'sentence')}" if standing.decided else ""
        return "none", tidy(f"Cette candidature a reçu sa réponse{when} : {DECISIONS[standing.state]}.")
    if standing.asked:
        return "correction", ""
    if standing.state == "draft":
        return _second_step(standing, today)
    if standing.state == "in-review":
        return "none", tidy("Votre candidature est en instruction : elle ne se modifie que si l’équipe le demande.")
    return "none", tidy("Votre candidature est déposée : l’équipe vous écrira à la suite de son examen.")


def _first_step(reception: Reception, today: date) -> tuple[Step, str]:
    answer = reception.takes(today, today)
    if answer == "yes":
        return "pre-file", ""
    if answer == "not-yet":
        opens = f" le {long_day(parse(reception.opens).earliest)}" if reception.opens else " plus tard"
        return "none", tidy(f"Cet appel ouvre{opens} : préparez votre brouillon, il se déposera dès ce jour-là.")
    return "none", _over(reception.last_day(), "La réception des candidatures à cet appel s’est terminée")


def _second_step(standing: Standing, today: date) -> tuple[Step, str]:
    last = latest_day(standing.full_until) if standing.full_until else standing.reception.last_day()
    if last is None or today <= last:
        return "full", ""
    return "none", _over(last, "La réception des dossiers complets s’est terminée")


def _over(last: date | None, what: str) -> str:
    when = f" le {long_day(last)}" if last else ""
    return tidy(f"{what}{when} : rien ne peut plus être déposé. Ce que vous avez écrit reste gardé à cette adresse.")


def missing(answers: Answers, step: Step) -> list[tuple[str, str]]:
    """What sending this step asks for and is not there yet: `(field, French sentence)`."""
    found: list[tuple[str, str]] = []
    if not answers.place:
        found.append(("place", "Choisissez votre territoire."))
    elif answers.place == ELSEWHERE and not answers.label:
        found.append(("label", "Écrivez le nom de votre territoire."))
    if not answers.motives:
        found.append(("motives", "Dites en quelques lignes pourquoi vous répondez."))
    if step in ("full", "correction"):
        if not answers.wished_perimeter:
            found.append(("wished_perimeter", "Dites sur quel périmètre vous souhaitez travailler."))
        if not answers.pilot_function:
            found.append(("pilot_function", f"Dites qui piloterait le diagnostic{NBSP}: une fonction suffit."))
    return found


def drafts_end(reception: Reception) -> date | None:
    """The day after which unsent drafts of a call are thrown away, None while its end is not known."""
    last = reception.last_day()
    return last + DRAFTS_KEPT if last else None


def candidate_kept_until(reception: Reception, today: date) -> date:
    """Until when the contact of a candidature is kept: three years after the end of the call or, without one, today."""
    return (reception.last_day() or today) + timedelta(days=CANDIDATES_KEPT_DAYS)


def unfitting_criteria(call: Sequence[str], said: Sequence[str]) -> list[str]:
    """The criteria that were answered and that the call does not name."""
    return [one for one in said if one not in call]
