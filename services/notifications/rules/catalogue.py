"""The rules as they are delivered; the team changes them, switches them off and adds its own in the portal.

No source tells when reminders leave (domain.md, sections 6 and 14): the delays are free choices, the needs are cited.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal

REFERENTS = ("elected-referent", "diagnostic-pilot")
OFFICER = ("programme-officer",)
COMPANIONS = ("accompanier", "programme-officer")
TEAM, PROSPECTS, NETWORKS, INVITED = "team", "prospects", "networks", "invited"
INTERVIEWEE = "interviewee"

PARTICIPANTS = (*REFERENTS, INVITED)

AUDIENCES = {
    "elected-referent": "élu·e référent·e",
    "diagnostic-pilot": "pilote du diagnostic",
    "agent": "agents du territoire",
    "programme-officer": "chargé ou chargée de mission",
    "accompanier": "accompagnateur ou accompagnatrice",
    INVITED: "personnes invitées à l’atelier ou qui l’animent",
    INTERVIEWEE: "personne que l’on va rencontrer",
    TEAM: "équipe du programme",
    NETWORKS: "associations et réseaux du territoire",
    PROSPECTS: "territoires du vivier",
}
"""Whom a rule may write to; who that is, is asked at the moment of sending."""

Timing = Literal["at-once", "before", "after"]

NINE = time(9, 0)
MOST_ROUNDS = 2
"""After two reminders without effect a person takes over (peers.md, section 7)."""


@dataclass(frozen=True)
class Rule:
    """One kind of message.

    `watch` is what makes it speak. `timing`: at once when the news is heard; or so many `days` before or after the day
    it hangs on, `at` that hour in Paris on a working day, and again every `repeat_days` while nothing was done, twice
    at most. `roles` are its audiences; `guests` those asked by a poll: all, those that the plan names, or those who
    have not answered: nobody chooses others. `grace` is how many days late a fact raised by a clock may be heard and
    still count as today's. `subject` and `words` are the team's own texts, empty for those of the letter; `made` is
    when the team made the rule, None for one delivered with the program: what is older never makes it speak.
    """

    code: str
    title: str
    timing: Timing
    roles: tuple[str, ...] = ()
    guests: Literal["all", "named", "missing"] | None = None
    days: int = 0
    grace: int = 0
    watch: str = ""
    at: time = NINE
    repeat_days: int | None = None
    enabled: bool = True
    subject: str = ""
    words: str = ""
    made: datetime | None = None
    also: str = field(default="")

    @property
    def watched(self) -> str:
        """What makes it speak: for the rules delivered, a thing of the same name."""
        return self.watch or self.code

    @property
    def recipients(self) -> str:
        """Whom it writes to, in French."""
        if self.guests is not None:
            return _GUESTS[self.guests]
        said = [AUDIENCES[role] for role in self.roles] + ([self.also] if self.also else [])
        return ", ".join(said) or "personne"


_GUESTS = {
    "all": "personnes invitées au sondage",
    "named": "personnes qui avaient répondu",
    "missing": "personnes qui n’ont pas répondu",
}

_ALL = (
    # NOT-01: a call is published. Many are written to at once: somebody confirms it (see `composing`).
    Rule("call-published", "Appel publié", "at-once", (PROSPECTS,)),
    # NOT-02: the answer to a candidature. A refusal is for people to tell: only the team is mailed then.
    Rule("decision", "Décision sur une candidature", "at-once", (TEAM,), also="territoire retenu"),
    # NOT-03: the interview is prepared with a plain statement of intention, and told afterwards.
    Rule("interview-planned", "Entretien annoncé", "at-once", (INTERVIEWEE,)),
    Rule("interview-ahead", "Entretien à préparer", "before", OFFICER, days=3, watch="interview-to-log"),
    Rule("interview-to-log", "Entretien à saisir", "after", OFFICER, days=1, repeat_days=5),
    # NOT-04: a contact not made, or stalled.
    Rule("contact-stalled", "Contact à reprendre", "at-once", ("diagnostic-pilot",), grace=4),
    # NOT-06: a workshop confirmed, upcoming, moved, maintained in spite of withdrawals.
    Rule("workshop-announced", "Annonce d’un atelier", "at-once", PARTICIPANTS),
    Rule("workshop-reminder", "Rappel d’un atelier", "before", PARTICIPANTS, days=7),
    Rule("workshop-moved", "Atelier déplacé", "at-once", PARTICIPANTS),
    Rule("workshop-corrected", "Lieu d’un atelier corrigé", "at-once", PARTICIPANTS),
    Rule("workshop-maintained", "Atelier maintenu", "at-once", PARTICIPANTS),
    Rule("workshop-cancelled", "Atelier annulé", "at-once", PARTICIPANTS),
    Rule("workshop-left", "Invitation retirée", "at-once", also="personne qui n’est plus concernée"),
    # NOT-07: associations and networks known to the territory are invited to each action.
    # Never to a restricted group, which was named one by one (WKS-12).
    Rule(
        "networks-invited",
        "Invitation des associations et réseaux",
        "at-once",
        (NETWORKS,),
        watch="workshop-announced",
    ),
    # NOT-08: the logistics of a visit, well ahead.
    Rule("visit-logistics", "Préparer une visite", "before", PARTICIPANTS, days=21),
    # WKS-02: the date is looked for with those concerned, each by a link of their own.
    Rule("poll-invitation", "Sondage pour une date", "at-once", guests="all"),
    Rule("poll-slot-changed", "Créneau changé", "at-once", guests="named"),
    Rule("poll-chase", "Relance d’un sondage", "at-once", guests="missing"),
    Rule("poll-decided", "Date fixée", "at-once", guests="all"),
    Rule("poll-overdue", "Sondage terminé", "at-once", OFFICER),
    # WKS-01: who is to come says when they cannot, by a link of their own and without an account.
    Rule("busy-asked", "Demande de disponibilités", "at-once", also="personnes à qui elles sont demandées"),
    # NOT-05: no common slot found.
    Rule("slot-not-found", "Aucun créneau trouvé", "at-once", OFFICER),
    # NOT-09: the guide gives a stage three, two, one months; a signal, never a lock.
    Rule("stage-overrun", "Étape plus longue que prévu", "after", COMPANIONS),
    # NOT-10: the end of the European project; the date is the programme's, nobody has to guess it.
    Rule("project-end", "Fin du projet européen", "before", (TEAM, *COMPANIONS), days=90),
    Rule(
        "project-end-near", "Fin du projet européen proche", "before", (TEAM, *COMPANIONS), days=30, watch="project-end"
    ),
    # NOT-11: the bilan is due after one year.
    Rule("bilan-due", "Bilan à tenir", "after", REFERENTS + OFFICER, grace=2),
    # Section 7.3: a funder's report is due.
    Rule("report-due", "Rapport à remettre", "after", (TEAM,), grace=2, repeat_days=7),
    # NOT-12: was a platform chosen? Asked three months after the choice was left open.
    Rule("choice-to-follow", "Choix resté ouvert", "after", OFFICER, days=90, repeat_days=30),
    # NOT-13: somebody asks for access to the MOOC.
    Rule("mooc-asked", "Demande d’accès au MOOC", "at-once", (TEAM,)),
    # NOT-14: the news of a month, made and read by a person; it always waits for a yes.
    Rule("monthly-news", "Nouvelles du mois", "at-once", (TEAM, *REFERENTS, "agent", NETWORKS)),
    # NOT-15: those who took part are told what came of it.
    Rule("outcome-told", "Des nouvelles du territoire", "at-once", (*REFERENTS, NETWORKS)),
)

RULES = {rule.code: rule for rule in _ALL}
