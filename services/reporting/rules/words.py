"""The French words for the codes that events carry."""

from __future__ import annotations

from collections.abc import Mapping

from shared.contracts.platforms import labels as of_platforms
from shared.contracts.territories import labels as of_territories


def _within(words: Mapping[str, str]) -> dict[str, str]:
    """Words as they stand in the middle of a sentence."""
    return {code: said[:1].lower() + said[1:] for code, said in words.items()}


STAGES = _within(of_territories.STAGES)
TERRITORY_KINDS = _within(of_territories.TERRITORY_KINDS)
ROLES = _within(of_territories.ROLES)
CRITERIA = _within(of_platforms.CRITERIA)

FEATURES = {
    "totem": "Lieu totem",
    "facility": "Équipement ou accès",
    "axis": "Axe du projet politique",
    "policy": "Politique existante",
    "study": "Étude",
}

SHEETS = {
    "timing": "La fenêtre du territoire",
    "stakes-collectivite": "Les enjeux de la collectivité",
    "stakes-carriers": "Les enjeux des porteurs de plateformes",
    "challenges": "Les défis, vus ensemble",
    "levers": "Les leviers que la collectivité ne tient pas",
}

COLLECTIVITE_ROLES = {
    "ambassador": "ambassadrice et porte-voix des plateformes",
    "facilitator": "facilitatrice de coopérations",
    "patron": "mécène territorial",
    "guarantor": "garante de la confiance et de l’intérêt territorial",
    "buyer": "acheteuse responsable et levier économique",
    "supporter": "accompagnatrice de l’émergence et de l’ancrage local",
}

TIMING = {"too-early": "trop tôt", "too-late": "trop tard"}

COOPERATION_STAGES = {
    "emergence": "émergence",
    "creation": "création",
    "consolidation": "consolidation",
    "scaling": "changement d’échelle",
}

STRUCTURES_MET = {
    "industry": "une entreprise industrielle",
    "services": "une entreprise de services",
    "ess": "une structure de l’ESS",
    "shop": "un commerce",
    "public": "une institution publique",
    "citizens": "des habitants",
    "other": "une structure",
}

ORGANISATION_KINDS = {
    "industry": "entreprise industrielle",
    "services": "entreprise de services",
    "ess": "structure de l’ESS",
    "shop": "commerce",
    "public": "institution publique",
    "citizens": "collectif d’habitants",
    "other": "autre",
}

APPETITES = {
    "interested": "intérêt pour la coopération",
    "curious": "curiosité pour la coopération",
    "neutral": "position neutre",
    "reserved": "réserve",
    "distrust": "méfiance",
    "refusal": "refus de coopérer",
}

CONCLUSIONS = {
    "too-early": "trop tôt",
    "ready": "le moment est venu",
    "too-late": "trop tard",
    "to-deepen": "à approfondir",
}

MOFF_CATEGORIES = {
    "resource": "ressources",
    "weakness": "faiblesses",
    "opportunity": "opportunités",
    "risk": "risques",
}

MOFF_CHANGES = {"added": "un élément ajouté", "edited": "un élément modifié", "withdrawn": "un élément retiré"}
OBSERVATIONS = {
    "visit": "Visite de terrain",
    "informal-meeting": "Rencontre informelle",
    "pictures": "Prises de vues",
    "astonishment-report": "Rapport d’étonnement",
    "other": "Observation",
}

CONTACTS = {
    "to-contact": "à contacter",
    "contacted": "contacté",
    "meeting-set": "rendez-vous pris",
    "met": "rencontré",
    "declined": "ne souhaite pas",
    "paused": "en attente",
}

DECISIONS = {
    "retained": "La candidature est retenue.",
    "not-retained": "La candidature n’est pas retenue.",
    "no-follow-up": "La candidature reste sans suite.",
}

STEPS = {
    "pre-file": "Le pré-dossier de candidature est déposé.",
    "full": "Le dossier complet de candidature est déposé.",
}

TYPES = {
    "call-published": "appel publié",
    "call-extended": "appel prolongé",
    "call-closed": "appel clos",
    "territory-registered": "territoire enregistré",
    "territory-described": "portrait réécrit",
    "feature-noted": "portrait complété",
    "contact-noted": "échange",
    "candidature-submitted": "candidature déposée",
    "review-opened": "candidature en instruction",
    "correction-asked": "correction demandée",
    "correction-answered": "correction reçue",
    "opinion-delivered": "avis reçu",
    "prospect-added": "vivier",
    "prospect-removed": "vivier quitté",
    "candidature-decided": "candidature décidée",
    "territory-enrolled": "début de l’accompagnement",
    "stage-entered": "étape",
    "perimeter-grown": "périmètre élargi",
    "referent-designated": "rôle attribué",
    "designation-ended": "fin d’un rôle",
    "organisation-registered": "structure enregistrée",
    "legal-form-changed": "forme juridique",
    "organisation-revised": "structure mise à jour",
    "organisations-merged": "structures réunies",
    "people-merged": "personnes réunies",
    "contacts-imported": "contacts repris",
    "contacts-retracted": "reprise de contacts annulée",
    "contours-imported": "contours des cartes",
    "contours-removed": "contours retirés",
    "method-sheet-filled": "fiche de la méthode",
    "role-assumed": "rôle de la collectivité",
    "role-ended": "rôle quitté",
    "timing-warned": "alerte sur le moment",
    "timing-lifted": "alerte levée",
    "manifesto-signed": "manifeste signé",
    "cooperation-noted": "coopération",
    "cooperation-placed": "stade d’une coopération",
    "budget-noted": "budget d’une coopération",
    "aid-noted": "aide publique",
    "milestone-noted": "moment marquant",
    "bilan-due": "échéance du bilan",
    "bilan-held": "bilan tenu",
    "project-emerged": "projet né ensuite",
    "person-erased": "données effacées",
    "interview-planned": "entretien prévu",
    "interview-logged": "entretien mené",
    "interview-retracted": "entretien retiré",
    "grid-revised": "grille d’entretien écrite",
    "grid-agreed": "grille d’entretien partagée",
    "observation-noted": "observation",
    "map-centred": "cartographie des acteurs",
    "contact-added": "acteur au plan de contact",
    "contact-advanced": "contact avancé",
    "contact-stalled": "contact à relancer",
    "stake-named": "enjeu nommé",
    "moff-updated": "matrice MOFF",
    "thematic-portrait-revised": "portrait thématique",
    "verbatim-updated": "verbatim",
    "synthesis-revised": "synthèse",
    "diagnostic-concluded": "diagnostic conclu",
    "diagnostic-presented": "diagnostic présenté",
    "orientation-validated": "orientation validée",
    "slot-search-failed": "mois sans créneau",
    "agenda-conflict-detected": "conflit d’agenda",
    "agenda-conflict-resolved": "conflit d’agenda résolu",
    "busy-times-asked": "disponibilités demandées",
    "poll-opened": "sondage ouvert",
    "poll-slot-changed": "créneau proposé changé",
    "poll-extended": "sondage prolongé",
    "poll-answered": "réponse à un sondage",
    "poll-chased": "sondage relancé",
    "poll-overdue": "sondage terminé",
    "poll-decided": "sondage conclu",
    "poll-closed": "sondage clos",
    "workshop-scheduled": "atelier prévu",
    "workshop-moved": "atelier déplacé",
    "workshop-corrected": "atelier corrigé",
    "invitations-changed": "invitations revues",
    "workshop-maintained": "atelier maintenu",
    "workshop-cancelled": "atelier annulé",
    "workshop-held": "atelier tenu",
    "attendance-recorded": "présence consignée",
    "sheet-attached": "feuille d’émargement jointe",
    "item-gathered": "sortie d’atelier",
    "trip-planned": "voyage en préparation",
    "task-assigned": "préparatif à faire",
    "task-finished": "préparatif fait",
    "visit-held": "visite",
    "need-emerged": "besoin apparu",
    "agreement-recorded": "accord",
    "need-linked": "besoin rapproché",
    "specification-drafted": "cahier des charges",
    "platform-questioned": "question partagée",
    "eliminatory-criterion-held": "critère éliminatoire",
    "platform-described": "fiche de plateforme",
    "initiative-watched": "veille",
    "case-assigned": "cas de préfiguration",
    "platform-shortlisted": "plateforme comparée",
    "platform-presented": "plateforme présentée",
    "choice-left-open": "choix laissé ouvert",
    "platform-chosen": "plateforme choisie",
    "deadline-fixed": "échéance posée",
    "notification-planned": "message prévu",
    "notification-sent": "message envoyé",
    "notification-voided": "message sans objet",
    "report-due": "rapport attendu",
    "report-published": "rapport produit",
}


def platform_name(slug: str) -> str:
    """A catalogue slug as words: « espace-sur-demande » is « Espace sur demande »; the catalogue has the real name."""
    words = slug.replace("-", " ")
    return words[:1].upper() + words[1:]
