"""The French words for the codes of the house: one place, so that every page says the same thing."""

from __future__ import annotations

from services.portal.event_words import EVENTS as EVENTS
from shared.contracts.diagnostic.labels import (
    APPETITES as APPETITES,
)
from shared.contracts.diagnostic.labels import (
    CIRCLES_OF_ACTORS as CIRCLES_OF_ACTORS,
)
from shared.contracts.diagnostic.labels import (
    CONCLUSIONS as CONCLUSIONS,
)
from shared.contracts.diagnostic.labels import (
    EVIDENCE as EVIDENCE,
)
from shared.contracts.diagnostic.labels import (
    FACETS as FACETS,
)
from shared.contracts.diagnostic.labels import (
    MOFF as MOFF,
)
from shared.contracts.diagnostic.labels import (
    OBSERVATION_KINDS as OBSERVATION_KINDS,
)
from shared.contracts.diagnostic.labels import (
    STRUCTURE_KINDS as STRUCTURE_KINDS,
)
from shared.contracts.platforms.labels import CRITERIA as CRITERIA
from shared.contracts.territories.labels import ROLES as ROLES
from shared.contracts.territories.labels import STAGES as STAGES
from shared.contracts.territories.labels import TERRITORY_KINDS as TERRITORY_KINDS
from shared.contracts.workshops import labels
from shared.contracts.workshops.labels import SEARCH_FAILURES as SEARCH_FAILURES
from shared.french import month as month_of
from shared.partial_dates import WrongDate, parse

CANDIDATURE_STATES = {
    "draft": "déposée (pré-dossier)",
    "submitted": "déposée",
    "in-review": "en instruction",
    "retained": "retenue",
    "not-retained": "non retenue",
    "no-follow-up": "sans suite",
}
DECISIONS = {"retained": "Retenir", "not-retained": "Ne pas retenir", "no-follow-up": "Classer sans suite"}
CALL_STATES = {"draft": "brouillon", "planned": "à venir", "open": "ouvert", "closed": "clos"}
CONTACT_STATES = {
    "to-contact": "À contacter",
    "contacted": "Contacté",
    "meeting-set": "Rendez-vous pris",
    "met": "Rencontré",
    "declined": "Ne souhaite pas",
    "paused": "En attente",
}
CONTACT_COUNTS = {
    "to-contact": ("à contacter", "à contacter"),
    "contacted": ("contacté", "contactés"),
    "meeting-set": ("rendez-vous pris", "rendez-vous pris"),
    "met": ("rencontré", "rencontrés"),
    "declined": ("ne souhaite pas", "ne souhaitent pas"),
    "paused": ("en attente", "en attente"),
}
"""What is said of one actor, and of several, in each state."""
DIAGNOSTIC_TOOLS = {
    "contacts": "Plan de contact",
    "grille": "Grille d’entretien",
    "entretiens": "Entretiens",
    "observations": "Observations",
    "import": "Reprendre un classeur",
    "moff": "Matrice MOFF",
    "portraits": "Portraits thématiques",
    "synthese": "Synthèse",
    "issue": "Conclusion et suites",
    "restitution": "Document de restitution",
}
"""The pages of a diagnostic's tools, by what their address ends with."""
PREPARATION = {
    "whom": "Qui souhaite-t-on rencontrer\u202f?",
    "intention": "Comment présenter clairement l’intention de ces rencontres\u202f?",
    "knowledge": "De quelles informations clés ces acteurs disposent-ils\u202f?",
    "expertise": "Quelles sont leurs expertises\u202f?",
}
EXPERTISES = ("métiers", "marchés", "usages", "territoriales")
IMPORT_STATES = {"prepared": "à vérifier", "done": "repris", "dropped": "laissé", "undone": "annulé"}
WORKSHOP_STATES = {"scheduled": "prévu", "held": "tenu", "cancelled": "annulé"}
ATTENDANCE = {
    "present": "présent·e",
    "absent": "absent·e",
    "excused": "excusé·e",
    "late-withdrawal": "retrait tardif",
    "walk-in": "imprévu·e",
    "expected": "attendu·e",
}
TRIP_STATES = {"planned": "en préparation", "held": "a eu lieu", "cancelled": "annulé"}
TRIP_TASKS = {
    "announce": "annonce",
    "prepare": "préparation",
    "contact": "prise de contact",
    "slots": "créneaux",
    "transport": "transport",
    "lodging": "hébergement",
    "meals": "repas",
    "transitions": "trajets entre les lieux",
    "other": "autre",
}
YES_NO = {"oui": "oui", "non": "non", "": "à dire"}
NOTE_SORTS = {"note": "une note", "question": "une question", "strong": "un point fort", "improve": "à améliorer"}
MOMENTS = {"before": "Avant", "during": "Pendant", "after": "Après"}
CONSTRAINTS = {
    "meets_need": "répond à un besoin",
    "fits_place": "possible dans le lieu",
    "feasible": "faisable par les présents",
}
STANCES_OF = {
    "understood": "Ce qu’il en a compris",
    "meaning": "Le sens de son adhésion",
    "expects": "Ce qu’il en attend très concrètement",
    "brings": "Ce qu’il peut apporter",
}
GATHERED = {
    "note": "Une note",
    "idea": "Une idée",
    "project": "Une piste de projet",
    "stance": "Ce que dit un acteur",
    "persona": "Un persona",
    "step": "Une étape du parcours",
}
BOARDS = {
    "note": "Ce qui se dit et ce qui s’invente pendant la séance.",
    "project": "Pour chaque piste, ce que chaque acteur comprend, attend et peut apporter.",
    "persona": "Des personnes inventées, et leur parcours avant, pendant et après.",
}
COLLEGES = {code: said[:1].upper() + said[1:] for code, said in labels.COLLEGES.items()}
HALF_DAYS = {"morning": "matin", "afternoon": "après-midi", "whole": "séance"}
CIRCLES = {"full": "ouvert à toutes les parties prenantes", "restricted": "en comité restreint"}
CONFLICT_KINDS = {
    "person": "Les mêmes personnes à deux endroits",
    "facilitator": "La même animation à deux endroits",
    "venue": "Le lieu est pris",
    "travel": "Pas le temps de venir de l’un à l’autre",
    "holiday": "Un jour férié",
    "busy": "Quelqu’un n’est plus libre",
}
CASES = {
    1: "Une plateforme semble réunir tous les ingrédients",
    2: "Une plateforme demande à être remaniée",
    3: "Une plateforme est pertinente, mais est-elle de l’ESS\u202f?",
    4: "La solution technique n’existe pas encore",
    5: "La plateforme arrive trop tôt dans le projet",
}
STANCES = {"reassured": "Plutôt rassuré", "unsure": "À éclaircir", "concerned": "Inquiet"}
MAIL_STATES = {
    "draft": "pas encore parti",
    "pending": "en partance",
    "grouped": "parti dans un envoi groupé",
    "kept": "gardé ici",
    "sent": "envoyé",
    "failed": "non parti",
    "dropped": "devenu sans objet",
    "cancelled": "retiré de l’envoi",
}
INVITATION_REPLIES = {
    "accepted": "vient",
    "declined": "ne vient pas",
    "tentative": "peut-être",
    "counter": "propose un autre moment",
}
INCOMING_OUTCOMES = {
    "unknown-meeting": "réponse à un rendez-vous inconnu",
    "stranger": "réponse d’une personne qui n’était pas invitée",
    "withdrawn": "réponse à une invitation retirée",
    "past-sequence": "réponse à une version passée de l’invitation",
    "overtaken": "réponse plus ancienne que la dernière",
    "not-understood": "retour que Terreau ne comprend pas",
    "unknown-mail": "retour d’un courriel inconnu",
    "delayed": "courriel retardé par un serveur",
    "other": "message à lire",
}
PLAN_STATES = {
    "planned": "à venir",
    "sent": "parti",
    "skipped": "non nécessaire",
    "missed": "manqué",
    "voided": "sans objet",
    "cancelled": "annulé",
    "failed": "en échec",
}
DEADLINES = {
    "bilan": "Bilan à un an",
    "european-project-end": "Fin du projet européen",
    "other": "Autre échéance",
}
ACCOUNT_ROLES = {"admin": "administration", "team": "équipe du programme", "reader": "lecture seule"}
PLATFORM_FIELDS = {
    "label": "nom",
    "aliases": "autres noms",
    "domains": "domaines",
    "purpose": "objet",
    "operator": "porteur",
    "legal_form": "forme juridique",
    "bodies": "structures porteuses",
    "economic_model": "modèle économique",
    "openness": "ouverture",
    "white_label": "marque blanche",
    "scale": "échelle",
    "reach": "rayonnement",
    "supporters": "soutiens",
    "links": "liens",
    "public": "caractère public",
    "refused": "coopération refusée",
}


def month_name(month: str) -> str:
    """« mai 2025 » for `2025-05`."""
    try:
        return month_of(parse(month).earliest)
    except WrongDate:
        return month


def role(code: str | None) -> str:
    """A role of a person in French; an unknown one as it is."""
    return ROLES.get(code or "", code or "Autre rôle")
