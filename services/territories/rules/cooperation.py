"""Pure rules of cooperation projects (domain.md 9.2, 9.3, 9.5): axes that are gradients, and needs that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

STUDY: Final = "Labo de l’ESS, Vers une société de la coopération, mars 2024"

STAGES: Final[Mapping[str, str]] = {
    "emergence": "Émergence",
    "creation": "Création",
    "consolidation": "Consolidation",
    "scaling": "Changement d’échelle",
}
"""In a circle, not in a line: any may follow any (S3 « ne se développent pas selon un processus linéaire »)."""

INITIATORS: Final[Mapping[str, str]] = {
    "citizens": "Des citoyens, des habitants",
    "collectivite": "Une collectivité",
    "several": "Une dynamique de plusieurs acteurs",
    "private-funders": "Des acteurs privés du financement",
    "accompanists": "Des acteurs de l’accompagnement",
}
STARTING_POINTS: Final[Mapping[str, str]] = {
    "together": "L’envie de faire ensemble",
    "need": "La réponse à un besoin",
    "place": "L’existence d’un lieu",
    "idea": "Une idée",
    "object": "Un objet précis",
}

MOST: Final = 4
"""Gradients go from 0 to this; the middle is an answer like others."""


@dataclass(frozen=True)
class Axis:
    """One of the axes of 9.2 that is a gradient: its name, and its two ends."""

    label: str
    low: str
    high: str


AXES: Final[Mapping[str, Axis]] = {
    "modelled": Axis("Modélisation", "non modélisée", "modélisée (AMAP, PTCE, TZCLD, tiers-lieu…)"),
    "systemic": Axis("Dimension", "ciblée", "systémique"),
    "market": Axis("Modèle socio-économique", "non marchand", "marchand"),
}


@dataclass(frozen=True)
class Position:
    """Where a cooperation stands: a stage, perhaps on its way to another, how far on each gradient (None: unsaid)."""

    stage: str
    towards: str | None = None
    modelled: int | None = None
    systemic: int | None = None
    market: int | None = None


@dataclass(frozen=True)
class Need:
    """A need that usually follows from where a cooperation stands: a suggestion, with what it follows from."""

    text: str
    kind: str
    because: str


_ACCOMPANIMENT, _FINANCING = "accompagnement", "financement"

_BY_STAGE: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "emergence": (
        (_ACCOMPANIMENT, "Une animation interne dans la durée, par des bénévoles ou des salariés"),
        (_ACCOMPANIMENT, "Une aide à la structuration (gouvernance, modèle économique et juridique)"),
        (_ACCOMPANIMENT, "Une expertise métier"),
        (_FINANCING, "De quoi payer l’animation, en permanence"),
        (_FINANCING, "Un accompagnement ponctuel, et des expérimentations si l’on en fait"),
    ),
    "creation": (
        (_ACCOMPANIMENT, "Une animation réajustée : faire le lien entre la gouvernance et toutes les parties"),
        (_FINANCING, "Un fonds de roulement"),
        (_FINANCING, "Des investissements matériels et immatériels, du foncier"),
        (_FINANCING, "Des aides au lancement, sur deux ou trois ans"),
    ),
    "consolidation": (
        (_ACCOMPANIMENT, "L’animation de la gouvernance, et un développeur pour les nouveaux chantiers"),
        (_ACCOMPANIMENT, "Des pairs"),
        (_FINANCING, "Un relais quand s’arrêtent les aides au lancement, après deux ou trois ans"),
    ),
    "scaling": (
        (_ACCOMPANIMENT, "Un développeur, une animation stratégique"),
        (_FINANCING, "Des capitaux longs et patients, à intérêt modéré"),
    ),
}
_AT_THE_START: Final[Mapping[tuple[str, str], tuple[tuple[str, str], ...]]] = {
    ("modelled", "high"): (
        (_ACCOMPANIMENT, "Des pairs, des visites apprenantes, des ressources et des réseaux partagés"),
        (_FINANCING, "L’accompagnement par les pairs, les réseaux d’appui"),
    ),
    ("modelled", "low"): (
        (_ACCOMPANIMENT, "Un tiers de confiance, une aide à la définition du projet"),
        (_FINANCING, "Le tiers de confiance"),
    ),
    ("systemic", "high"): (
        (_ACCOMPANIMENT, "Un appui stratégique, une animation territoriale en charge de la coopération"),
        (_FINANCING, "Un dispositif important, des expériences pilotes"),
    ),
}
_BY_MARKET: Final[Mapping[str, str]] = {
    "low": "Un financement complet du fonctionnement et des investissements (subventions ou privé)",
    "middle": "Des outils classiques, avec des subventions et des dons",
    "high": "Des outils classiques ; des subventions pour les seuls projets innovants",
}


def needs(position: Position) -> list[Need]:
    """What usually follows from where a cooperation stands (9.5): suggestions, in the order of the study.

    The tables of types hold for the émergence, those of socio-economic models for création and consolidation.
    """
    stage = STAGES[position.stage]
    found = [Need(text, kind, f"stade : {stage.lower()}") for kind, text in _BY_STAGE[position.stage]]
    if position.stage == "emergence":
        for name in ("modelled", "systemic"):
            end = end_of(getattr(position, name))
            axis = AXES[name]
            words = axis.high.split(" (")[0] if end == "high" else axis.low
            found += [Need(text, kind, words) for kind, text in _AT_THE_START.get((name, end), ())]
    if position.stage in ("creation", "consolidation") and position.market is not None:
        end = end_of(position.market)
        words = {"low": "non marchand", "middle": "hybride", "high": "marchand"}[end]
        found.append(Need(_BY_MARKET[end], _FINANCING, f"modèle {words}"))
    return found


def end_of(value: int | None) -> str:
    """Towards which end a gradient leans: `low`, `middle`, `high`; `unsaid` for none."""
    if value is None:
        return "unsaid"
    return "low" if value < MOST / 2 else "high" if value > MOST / 2 else "middle"


def placed(name: str, value: int | None) -> str:
    """Where a cooperation stands on an axis, in French: « plutôt ciblée », « entre les deux », « non dit »."""
    axis = AXES[name]
    if value is None:
        return "non dit"
    if value * 2 == MOST:
        return "hybride" if name == "market" else "entre les deux"
    end = (axis.low if value * 2 < MOST else axis.high).split(" (")[0]
    return end if value in (0, MOST) else f"plutôt {end}"


# --- the budget that the study gives as an example

CHARGES: Final[Mapping[str, str]] = {
    "animation": "Animation",
    "services": "Autres prestations de services",
    "premises": "Locaux et fluides",
    "insurance": "Assurance",
    "events": "Évènements",
    "various": "Divers",
}
RESOURCES: Final[Mapping[str, str]] = {
    "fees": "Cotisations",
    "members": "Contribution spécifique de certains membres",
    "gifts": "Dons",
    "sales": "Vente de biens et services",
    "public": "Aides publiques",
    "private": "Aides privées, mécénat",
}
NON_MONETARY: Final[Mapping[str, str]] = {
    "volunteering": "Bénévolat",
    "gifts-in-kind": "Dons en nature",
    "salvage": "Récupération",
    "loan": "Mise à disposition (locaux, équipements, personnel)",
    "exchange": "Échanges (réciprocité)",
}
"""The five non-monetary resources: they count in a budget (U31), with a value only where somebody gave one."""


def category_of(side: str, category: str) -> str | None:
    """The French name of a category of charges or resources, None for one that this side does not have."""
    known = CHARGES if side == "charge" else {**RESOURCES, **NON_MONETARY}
    return known.get(category)
