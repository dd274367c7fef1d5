"""The French words for the codes of the diagnostic, the same on pages and in documents."""

from __future__ import annotations

from shared.contracts.diagnostic.thematic import Facet

STRUCTURE_KINDS: dict[str, str] = {
    "ess": "Économie sociale et solidaire",
    "industry": "Industrie",
    "services": "Services",
    "shop": "Commerce",
    "public": "Acteur public",
    "citizens": "Habitantes et habitants",
    "other": "Autre",
}
APPETITES: dict[str, str] = {
    "interested": "Intérêt",
    "curious": "Curiosité",
    "neutral": "Neutre",
    "reserved": "Réserve",
    "distrust": "Méfiance",
    "refusal": "Refus",
    "not-stated": "Non précisé",
}
MOFF: dict[str, tuple[str, str]] = {
    "resource": (
        "Ressources",
        (
            "Quelles sont les ressources à notre disposition\u202f? "
            "(Foncier, infrastructures, culture de la coopération, financement, etc.)"
        ),
    ),
    "weakness": ("Faiblesses", "Quelles sont les faiblesses du territoire, les manques à surmonter\u202f?"),
    "opportunity": ("Opportunités", "Quelles sont les opportunités à venir\u202f?"),
    "risk": ("Risques", "Quels sont les risques à anticiper\u202f?"),
}
"""The four categories of the guide with its questions, to the letter (domain.md 3.3)."""
EVIDENCE: dict[str, str] = {
    "interview": "Un entretien",
    "observation": "Une observation de terrain",
    "study": "Une étude",
    "known": "Ce que le groupe sait déjà",
}
OBSERVATION_KINDS: dict[str, str] = {
    "visit": "Visite",
    "informal-meeting": "Rencontre informelle",
    "pictures": "Prises de vues",
    "astonishment-report": "Rapport d’étonnement",
    "other": "Autre observation",
}
CIRCLES_OF_ACTORS: dict[str, str] = {
    "professionals": "Professionnels",
    "internal-partners": "Partenaires internes",
    "external-partners": "Partenaires externes",
    "public-actors": "Acteurs publics",
    "identified-users": "Usagers identifiés",
}
FACETS: dict[Facet, str] = {
    "assets": "Atouts",
    "potential": "Potentialités",
    "difficulties": "Difficultés",
    "gaps": "Manques",
    "risks": "Risques",
    "actions": "Actions et leurs impacts",
    "actors": "Acteurs en présence",
    "stakes": "Enjeux propres à la thématique",
}
"""The eight facets of a thematic portrait, in the guide's words (domain.md 3.5)."""
CONCLUSIONS: dict[str, str] = {
    "too-early": "trop tôt",
    "ready": "le moment est venu",
    "too-late": "trop tard",
    "to-deepen": "à approfondir",
}
