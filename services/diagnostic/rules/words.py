"""The French words that an imported row may use for the kind of a structure and its appetite for cooperation.

Case, accents, plurals, signs and small words («entreprise», «de la»…) do not count, the English words of the
contract are accepted too. A word that fits two kinds («entreprise» alone) is none: the person is asked to say which.
"""

from __future__ import annotations

import re

from shared.contracts.diagnostic import Appetite, StructureKind
from shared.french import without_accents

KIND_WORDS: dict[StructureKind, tuple[str, ...]] = {
    "industry": ("industry", "industrielle", "industriel", "industrie", "entreprise industrielle", "usine"),
    "services": ("services", "tertiaire", "entreprise tertiaire", "entreprise de services", "prestataire de services"),
    "ess": (
        "ess", "entreprise issue de l'ESS", "économie sociale et solidaire", "économie solidaire", "association",
        "coopérative", "scic", "scop", "cae", "mutuelle", "fondation", "insertion", "structure d'insertion",
        "insertion par l'activité économique", "iae", "siae", "entreprise sociale",
    ),
    "shop": ("shop", "commerce", "commerçant", "commerçante", "commerce de proximité", "magasin", "boutique"),
    "public": (
        "public", "publique", "institution publique", "institution", "service public", "établissement public",
        "organisme public", "collectivité", "collectivité territoriale", "administration", "mairie", "commune",
        "intercommunalité",
    ),
    "citizens": (
        "citizens", "citoyen", "citoyenne", "citoyens et citoyennes", "habitant", "habitante", "habitants et usagers",
        "usager", "usagère", "collectif citoyen", "collectif d'habitants",
    ),
    "other": ("other", "autre", "divers"),
}  # fmt: skip
"""REG-27 («entreprises industrielles, tertiaires, issues de l'ESS, commerces et institutions publiques») and more."""

APPETITE_WORDS: dict[Appetite, tuple[str, ...]] = {
    "interested": (
        "interested", "intéressé", "intéressée", "très intéressé", "très intéressée", "intérêt", "favorable",
        "très favorable", "partant", "partante", "volontaire", "enthousiaste", "motivé", "motivée", "oui",
    ),
    "curious": ("curious", "curieux", "curieuse", "curiosité", "en savoir plus", "veut en savoir plus"),
    "neutral": ("neutral", "neutre", "indifférent", "indifférente", "indifférence", "sans avis", "ni pour ni contre"),
    "reserved": (
        "reserved", "réservé", "réservée", "réserve", "réticent", "réticente", "réticence", "hésitant", "hésitante",
        "prudent", "prudente", "mitigé", "mitigée",
    ),
    "distrust": ("distrust", "méfiance", "méfiant", "méfiante", "défiance", "défiant", "défiante"),
    "refusal": (
        "refusal", "refus", "refuse", "refusé", "refusée", "opposé", "opposée", "opposition", "non", "pas intéressé",
        "pas intéressée", "non intéressé", "non intéressée", "ne souhaite pas coopérer", "ne souhaite pas",
    ),
    "not-stated": (
        "not stated", "non renseigné", "non renseignée", "non précisé", "non précisée", "non exprimé",
        "non exprimée", "inconnu", "inconnue", "sans réponse", "nsp",
    ),
}  # fmt: skip
"""DIA-11 and U26: refusal and distrust are answers; an empty cell means that nothing was said."""

_SMALL_WORDS = frozenset({"l", "d", "de", "du", "des", "la", "le", "les", "un", "une", "issu", "issue"})
_CARRIERS = frozenset({"entreprise", "structure", "organisation", "acteur", "societe"})


def kind_of(text: str) -> StructureKind | None:
    """The kind that `text` names, or None when it names none or could name several."""
    return _KINDS.get(_key(text, _CARRIERS))


def appetite_of(text: str) -> Appetite | None:
    """The appetite that `text` names, or None when it names none; an empty text or a dash is `not-stated`."""
    key = _key(text)
    return _APPETITES.get(key) if key else "not-stated"


def _key(text: str, ignored: frozenset[str] = frozenset()) -> str:
    words = re.findall(r"[a-z0-9]+", without_accents(text))
    singular = (word if len(word) < 4 else word.rstrip("sx") for word in words)
    return " ".join(word for word in singular if word not in _SMALL_WORDS and word not in ignored)


_KINDS: dict[str, StructureKind] = {_key(word, _CARRIERS): kind for kind, words in KIND_WORDS.items() for word in words}
_APPETITES: dict[str, Appetite] = {_key(word): appetite for appetite, words in APPETITE_WORDS.items() for word in words}
