"""The rules as data: each says what it speaks of, to whom, and how its moment is found.

No source tells when reminders leave (domain.md, sections 6 and 14): the delays are free choices, the needs are cited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

REFERENTS = ("elected-referent", "diagnostic-pilot")
OFFICER = ("programme-officer",)

Timing = Literal["at-once", "before", "after"]


@dataclass(frozen=True)
class Rule:
    """One kind of message.

    `timing`: at once when the news is heard; or so many `days` before or after the day it hangs on, at nine in Paris
    on a working day. `roles` hold the accompaniment's recipients; `team` means the officers of every accompaniment,
    `guests` those asked by a poll: all, those that the plan names, or those who have not answered.
    `grace` is how many days late a fact raised by a clock may be heard and still count as today's.
    """

    code: str
    title: str
    recipients: str
    timing: Timing
    roles: tuple[str, ...] = ()
    team: bool = False
    guests: Literal["all", "named", "missing"] | None = None
    days: int = 0
    grace: int = 0


_ALL = (
    # NOT-03: the interview that was planned must be told afterwards, or the diagnostic forgets it.
    Rule("interview-to-log", "Entretien à saisir", "chargé ou chargée de mission", "after", OFFICER, days=1),
    # NOT-06: a workshop confirmed, upcoming, moved, maintained in spite of withdrawals.
    Rule("workshop-announced", "Annonce d’un atelier", "référents et pilote du diagnostic", "at-once", REFERENTS),
    Rule("workshop-reminder", "Rappel d’un atelier", "référents et pilote du diagnostic", "before", REFERENTS, days=7),
    Rule("workshop-moved", "Atelier déplacé", "référents et pilote du diagnostic", "at-once", REFERENTS),
    Rule("workshop-maintained", "Atelier maintenu", "référents et pilote du diagnostic", "at-once", REFERENTS),
    Rule("workshop-cancelled", "Atelier annulé", "référents et pilote du diagnostic", "at-once", REFERENTS),
    # WKS-02: the date is looked for with those concerned, each by a link of their own.
    Rule("poll-invitation", "Sondage pour une date", "personnes invitées au sondage", "at-once", guests="all"),
    Rule("poll-slot-changed", "Créneau changé", "personnes qui avaient répondu", "at-once", guests="named"),
    Rule("poll-chase", "Relance d’un sondage", "personnes qui n’ont pas répondu", "at-once", guests="missing"),
    Rule("poll-decided", "Date fixée", "personnes invitées au sondage", "at-once", guests="all"),
    Rule("poll-overdue", "Sondage terminé", "chargé ou chargée de mission", "at-once", OFFICER),
    # NOT-05: no common slot found.
    Rule("slot-not-found", "Aucun créneau trouvé", "chargé ou chargée de mission", "at-once", OFFICER),
    # NOT-11: the bilan is due after one year.
    Rule(
        "bilan-due",
        "Bilan à tenir",
        "référents, pilote du diagnostic, chargé ou chargée de mission",
        "after",
        REFERENTS + OFFICER,
        grace=2,
    ),
    # Section 7.3: a funder's report is due.
    Rule("report-due", "Rapport à remettre", "équipe du programme", "after", team=True, grace=2),
    # NOT-02: the answer to a candidature. A refusal is for people to tell: only the team is mailed then.
    Rule("decision", "Décision sur une candidature", "équipe du programme et territoire retenu", "at-once", team=True),
    # NOT-12: was a platform chosen? Asked three months after the choice was left open.
    Rule("choice-to-follow", "Choix resté ouvert", "chargé ou chargée de mission", "after", OFFICER, days=90),
)

RULES = {rule.code: rule for rule in _ALL}
