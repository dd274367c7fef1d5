"""The French words for the codes of the house: one place, so that every page says the same thing."""

from __future__ import annotations

from shared import events
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
from shared.contracts.workshops import labels
from shared.french import month as month_of
from shared.partial_dates import WrongDate, parse

STAGES = {
    "prospection": "Prospection",
    "diagnostic": "Diagnostic",
    "rencontres": "Rencontres",
    "inspiration": "Inspiration",
    "prefiguration": "Préfiguration",
    "bilan": "Bilan",
    "suites": "Suites",
}
TERRITORY_KINDS = {
    "commune": "commune",
    "commune-associee": "commune associée",
    "communaute-de-communes": "communauté de communes",
    "communaute-agglomeration": "communauté d’agglomération",
    "communaute-urbaine": "communauté urbaine",
    "metropole": "métropole",
    "grouping": "regroupement de communes",
    "qpv": "quartier prioritaire de la politique de la ville",
    "bassin-de-vie": "bassin de vie",
}
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
ROLES = {
    "elected-referent": "Élu·e référent·e",
    "diagnostic-pilot": "Pilote du diagnostic",
    "agent": "Agent ou agente de la collectivité",
    "programme-officer": "Chargé ou chargée de mission",
    "accompanier": "Accompagnateur ou accompagnatrice",
}
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
SEARCH_FAILURES = {
    "public-holidays": "jours fériés",
    "school-holidays": "vacances scolaires",
    "back-to-school": "rentrée",
    "overload": "agendas surchargés",
    "people-busy": "personnes indispensables prises",
    "external": "cause extérieure",
    "other": "autre raison",
}
CASES = {
    1: "Une plateforme semble réunir tous les ingrédients",
    2: "Une plateforme demande à être remaniée",
    3: "Une plateforme est pertinente, mais est-elle de l’ESS\u202f?",
    4: "La solution technique n’existe pas encore",
    5: "La plateforme arrive trop tôt dans le projet",
}
CRITERIA = {
    "governance": "Gouvernance inclusive",
    "value": "Partage de la valeur",
    "data-ethics": "Éthique des données",
    "commons": "Production de communs",
    "cooperation": "Coopération entre les plateformes coopératives",
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
EVENTS = {
    "call-published": "Appel publié",
    "call-extended": "Appel prolongé",
    "call-closed": "Appel clos",
    "territory-registered": "Territoire enregistré",
    "territory-described": "Portrait réécrit",
    "feature-noted": "Portrait complété",
    "contact-noted": "Échange",
    "candidature-submitted": "Candidature",
    "review-opened": "Candidature en instruction",
    "correction-asked": "Correction demandée",
    "correction-answered": "Correction reçue",
    "opinion-delivered": "Avis reçu",
    "candidature-decided": "Réponse à la candidature",
    "prospect-added": "Vivier",
    "prospect-removed": "Sortie du vivier",
    "territory-enrolled": "Engagement",
    "stage-entered": "Étape",
    "perimeter-grown": "Périmètre élargi",
    "referent-designated": "Personne désignée",
    "designation-ended": "Fin d’un rôle",
    "organisation-registered": "Structure enregistrée",
    "legal-form-changed": "Statut juridique",
    "organisation-revised": "Structure mise à jour",
    "organisations-merged": "Structures réunies",
    "people-merged": "Personnes réunies",
    "contacts-imported": "Contacts repris",
    "contacts-retracted": "Reprise de contacts annulée",
    "contours-imported": "Contours des cartes",
    "contours-removed": "Contours retirés",
    "method-sheet-filled": "Fiche de la méthode",
    "role-assumed": "Rôle de la collectivité",
    "role-ended": "Rôle quitté",
    "timing-warned": "Alerte sur le moment",
    "timing-lifted": "Alerte levée",
    "manifesto-signed": "Manifeste signé",
    "cooperation-noted": "Coopération",
    "cooperation-placed": "Stade d’une coopération",
    "budget-noted": "Budget d’une coopération",
    "aid-noted": "Aide publique",
    "milestone-noted": "Jalon",
    "bilan-due": "Bilan à tenir",
    "bilan-held": "Bilan tenu",
    "project-emerged": "Projet né ensuite",
    "person-erased": "Personne oubliée",
    "interview-planned": "Entretien prévu",
    "interview-logged": "Entretien",
    "interview-retracted": "Entretien retiré",
    "grid-revised": "Grille d’entretien écrite",
    "grid-agreed": "Grille d’entretien partagée",
    "observation-noted": "Observation",
    "map-centred": "Cartographie des acteurs",
    "contact-added": "Acteur au plan de contact",
    "contact-advanced": "Contact avancé",
    "contact-stalled": "Contact à relancer",
    "stake-named": "Enjeu",
    "moff-updated": "Matrice MOFF",
    "thematic-portrait-revised": "Portrait thématique",
    "verbatim-updated": "Verbatim",
    "synthesis-revised": "Synthèse",
    "diagnostic-concluded": "Conclusion du diagnostic",
    "diagnostic-presented": "Diagnostic présenté",
    "orientation-validated": "Orientation validée",
    "slot-search-failed": "Aucun créneau",
    "agenda-conflict-detected": "Conflit d’agenda",
    "agenda-conflict-resolved": "Conflit d’agenda résolu",
    "busy-times-asked": "Disponibilités demandées",
    "poll-opened": "Sondage ouvert",
    "poll-slot-changed": "Créneau proposé changé",
    "poll-extended": "Sondage prolongé",
    "poll-answered": "Réponse à un sondage",
    "poll-chased": "Sondage relancé",
    "poll-overdue": "Sondage terminé",
    "poll-decided": "Sondage conclu",
    "poll-closed": "Sondage clos",
    "workshop-scheduled": "Atelier prévu",
    "workshop-moved": "Atelier déplacé",
    "workshop-corrected": "Atelier corrigé",
    "invitations-changed": "Invitations revues",
    "workshop-maintained": "Atelier maintenu",
    "workshop-cancelled": "Atelier annulé",
    "workshop-held": "Atelier tenu",
    "attendance-recorded": "Présences",
    "sheet-attached": "Feuille d’émargement",
    "item-gathered": "Sortie d’atelier",
    "trip-planned": "Voyage en préparation",
    "task-assigned": "Préparatif à faire",
    "task-finished": "Préparatif fait",
    "visit-held": "Visite inspirante",
    "need-emerged": "Besoin",
    "agreement-recorded": "Accord",
    "need-linked": "Besoin rapproché",
    "specification-drafted": "Cahier des charges",
    "platform-questioned": "Questions partagées",
    "eliminatory-criterion-held": "Critère éliminatoire",
    "platform-described": "Fiche de plateforme",
    "initiative-watched": "Veille",
    "case-assigned": "Cas de préfiguration",
    "platform-shortlisted": "Plateforme à l’étude",
    "platform-presented": "Plateforme présentée",
    "choice-left-open": "Choix laissé ouvert",
    "platform-chosen": "Plateforme choisie",
    "deadline-fixed": "Échéance",
    "notification-planned": "Message prévu",
    "notification-sent": "Message parti",
    "notification-voided": "Message sans objet",
    "report-due": "Compte rendu à remettre",
    "report-published": "Compte rendu établi",
}
QUIET_EVENTS = frozenset(
    {
        "platform-described",
        "territory-described",
        "feature-noted",
        "notification-planned",
        "notification-sent",
        "notification-voided",
        "organisation-registered",
        "organisation-revised",
        "organisations-merged",
        "people-merged",
        "contacts-imported",
        "contacts-retracted",
        "contours-imported",
        "contours-removed",
        "method-sheet-filled",
        "budget-noted",
        "person-erased",
        "moff-updated",
        "thematic-portrait-revised",
        "verbatim-updated",
        "synthesis-revised",
        "contact-added",
        "contact-advanced",
        "contact-stalled",
        "sheet-attached",
        "item-gathered",
        "task-assigned",
        "task-finished",
        "agenda-conflict-detected",
        "agenda-conflict-resolved",
        "busy-times-asked",
        "poll-slot-changed",
        "poll-extended",
        "poll-answered",
        "poll-chased",
        "poll-overdue",
    }
)
"""Bookkeeping: in the list of events of a territory, but not among its moments."""

_MISSING = events.ALL - EVENTS.keys()
assert not _MISSING, f"events without a French name: {sorted(_MISSING)}"  # noqa: S101 - said at start, not on a page


def month_name(month: str) -> str:
    """« mai 2025 » for `2025-05`."""
    try:
        return month_of(parse(month).earliest)
    except WrongDate:
        return month


def role(code: str | None) -> str:
    """A role of a person in French; an unknown one as it is."""
    return ROLES.get(code or "", code or "Autre rôle")
