"""What a rule may watch, and the fields that its texts may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Watch:
    """Something that makes rules speak: news (told at once), or a day (before and after which one may write).

    `need` is the number in domain.md, section 6; `stops` says in French what makes it fall silent.
    """

    code: str
    label: str
    kind: Literal["news", "day"]
    need: str
    stops: str = ""
    fixed: bool = False
    """Whom it reaches is not for the team to choose: a poll writes to those asked."""


_ABOUT_A_WORKSHOP = "l’atelier est tenu, déplacé ou annulé"

_ALL = (
    Watch("call-published", "Un appel est publié", "news", "NOT-01"),
    Watch("decision", "Une candidature reçoit sa réponse", "news", "NOT-02"),
    Watch(
        "interview-to-log", "Le jour d’un entretien prévu", "day", "NOT-03", "l’entretien est saisi ou change de jour"
    ),
    Watch("interview-planned", "Un entretien est prévu avec une personne", "news", "NOT-03", "l’entretien est saisi"),
    Watch("contact-stalled", "Un contact n’avance plus", "news", "NOT-04", "le contact avance"),
    Watch("slot-not-found", "Aucun créneau commun dans un mois", "news", "NOT-05"),
    Watch("poll-invitation", "Un sondage est ouvert", "news", "NOT-05", "le sondage est terminé", fixed=True),
    Watch("poll-slot-changed", "Un créneau de sondage change", "news", "NOT-05", "le sondage est terminé", fixed=True),
    Watch("poll-chase", "Une relance de sondage est demandée", "news", "NOT-05", "la personne a répondu", fixed=True),
    Watch("poll-decided", "La date d’un sondage est fixée", "news", "NOT-05", fixed=True),
    Watch("poll-overdue", "Le temps d’un sondage est passé", "news", "NOT-05", "le sondage est terminé"),
    Watch(
        "busy-asked",
        "Des disponibilités sont demandées",
        "news",
        "NOT-05",
        "le lien est retiré",
        fixed=True,
    ),
    Watch("workshop-announced", "Un atelier reçoit sa date", "news", "NOT-06", _ABOUT_A_WORKSHOP),
    Watch("workshop-reminder", "Le jour d’un atelier", "day", "NOT-06", _ABOUT_A_WORKSHOP),
    Watch("workshop-moved", "Un atelier change de date", "news", "NOT-06", _ABOUT_A_WORKSHOP),
    Watch("workshop-corrected", "Un atelier change de lieu", "news", "NOT-06", _ABOUT_A_WORKSHOP),
    Watch("workshop-maintained", "Un atelier est maintenu", "news", "NOT-06", _ABOUT_A_WORKSHOP),
    Watch("workshop-cancelled", "Un atelier est annulé", "news", "NOT-06"),
    Watch("workshop-left", "Une personne invitée n’est plus concernée", "news", "NOT-06", fixed=True),
    Watch("visit-logistics", "Le jour d’une visite", "day", "NOT-08", _ABOUT_A_WORKSHOP),
    Watch("stage-overrun", "La durée conseillée d’une étape est passée", "day", "NOT-09", "une autre étape commence"),
    Watch("bilan-due", "L’échéance du bilan", "day", "NOT-11", "le bilan est tenu"),
    Watch("project-end", "La fin du projet européen", "day", "NOT-10"),
    Watch("report-due", "L’échéance d’un rapport", "day", "NOT-10", "le rapport est publié"),
    Watch("choice-to-follow", "Un choix resté ouvert", "day", "NOT-12", "une plateforme est choisie"),
    Watch("mooc-asked", "Un accès au MOOC est demandé", "news", "NOT-13"),
    Watch("monthly-news", "Les nouvelles d’un mois sont prêtes", "news", "NOT-14"),
    Watch("outcome-told", "Une plateforme est choisie ou un projet naît", "news", "NOT-15"),
)

WATCHES: Mapping[str, Watch] = {one.code: one for one in _ALL}

FIELDS: Mapping[str, str] = {
    "territoire": "Val d’Exemple",
    "titre": "Coopérer ensemble",
    "date": "jeudi 12 mars 2026, de 9 h à 12 h",
    "lieu": "Salle des fêtes",
    "motif": "la salle n’est pas libre",
    "structure": "Association d’exemple",
    "appel": "AMI 2026",
    "échéance": "jeudi 5 mars 2026",
    "note": "",
}
"""What a text may say between braces, each with a sample."""
