"""What the method fixes of a territory (domain.md 2.4 to 2.8): sheets, the six roles, warnings, the manifesto."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

QuestionKind = Literal["criterion", "text"]

YES, NO, UNDER_WAY = "yes", "no", "under-way"
CRITERION_ANSWERS: Final[Mapping[str, str]] = {YES: "Oui", UNDER_WAY: "En cours", NO: "Non"}


@dataclass(frozen=True)
class Question:
    """A question of a sheet; `key` is stable. A criterion is answered by one of `CRITERION_ANSWERS`."""

    key: str
    text: str
    kind: QuestionKind = "text"


@dataclass(frozen=True)
class Group:
    """Questions that belong together."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet of the method."""

    title: str
    intro: str
    groups: tuple[Group, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its questions."""
        return frozenset(question.key for group in self.groups for question in group.questions)


def _texts(**questions: str) -> tuple[Question, ...]:
    return tuple(Question(key.replace("_", "-"), text) for key, text in questions.items())


SHEETS: Final[Mapping[str, Sheet]] = {
    "timing": Sheet(
        "La fenêtre du territoire",
        "Trois critères disent que le moment est bon ; trois temporalités disent pourquoi il passe.",
        (
            Group(
                "Les trois critères",
                (
                    Question(
                        "road-map",
                        "Une feuille de route thématique est en construction (ou co-construction) et cherche les "
                        "actions concrètes pour répondre aux défis du territoire",
                        "criterion",
                    ),
                    Question("first-diagnostic", "Un premier diagnostic thématique a été réalisé", "criterion"),
                    Question(
                        "demonstrator",
                        "La collectivité cherche un projet démonstrateur de son action publique : coopération "
                        "d’acteurs, solution numérique, faisable à court ou moyen terme",
                        "criterion",
                    ),
                ),
            ),
            Group(
                "La temporalité politique",
                _texts(
                    elections="Quel est le calendrier électoral ?",
                    mandate="Quels sont les grands projets de mandats ?",
                    deadlines="Quelles sont les prochaines grandes échéances dans la vie du territoire ?",
                ),
            ),
            Group(
                "La dynamique administrative",
                _texts(
                    resources="Quelles sont les ressources humaines, financières, matérielles mobilisées sur la "
                    "thématique travaillée ?",
                ),
            ),
            Group(
                "Les acteurs de terrain",
                _texts(
                    maturity="Quelle est la maturité du tissu ESS du territoire ?",
                    terms="Quels sont leurs enjeux à court, moyen et long terme ?",
                ),
            ),
        ),
    ),
    "stakes-collectivite": Sheet(
        "Les enjeux de la collectivité",
        "Dire ce qui se joue pour elle, en se mettant à sa place.",
        (
            Group(
                "Huit enjeux",
                _texts(
                    power="Réaffirmer son pouvoir d’agir (numérique et ESS)",
                    policies="Intégrer les plateformes coopératives dans ses politiques existantes",
                    dynamics="Connaître et soutenir les dynamiques préexistantes",
                    means="Agir sans moyens nouveaux",
                    commons="Contribuer à la création et à la gouvernance de communs numériques",
                    silos="Travailler de manière décloisonnée",
                    meaning="Donner du sens à la mise en œuvre de la politique publique",
                    elected="Pour les élu·es, défendre un outillage cohérent avec un projet politique",
                ),
            ),
            Group(
                "Trois questions",
                _texts(
                    at_stake="Qu’est-ce qui se joue pour la collectivité ?",
                    inaction="Que se passerait-il si la collectivité n’agissait pas ?",
                    challenges="Quels grands défis la collectivité et les porteurs doivent-ils relever ensemble ?",
                ),
            ),
        ),
    ),
    "stakes-carriers": Sheet(
        "Les enjeux des porteurs de plateformes",
        "Ce qui se joue pour ceux qui portent une plateforme.",
        (
            Group(
                "Cinq enjeux",
                _texts(
                    roots="S’ancrer dans les réalités et besoins du territoire",
                    reciprocity="Construire une relation de réciprocité avec les collectivités",
                    durability="Assurer la pérennité économique du modèle",
                    visibility="Renforcer visibilité et légitimité locale",
                    convergence="Trouver une convergence entre projet national et priorités locales",
                ),
            ),
            Group("Une question", _texts(at_stake="Qu’est-ce qui se joue pour un porteur de plateforme ?")),
        ),
    ),
    "challenges": Sheet(
        "Les défis, vus ensemble",
        "Une plateforme est l’une des pistes, et non la seule.",
        (
            Group(
                "Cinq sortes de défis",
                _texts(
                    sovereignty="Développement et souveraineté",
                    cohesion="Cohésion sociale, inclusion",
                    environment="Défis environnementaux",
                    administration="Gestion interne des administrations",
                    actors="Acteurs locaux",
                ),
            ),
            Group("Avec tout le monde", _texts(together="Quelle(s) action(s) peut-on envisager collectivement ?")),
        ),
    ),
    "levers": Sheet(
        "Les leviers que la collectivité ne tient pas",
        "On ne se réapproprie que ce que l’on sait ne pas tenir.",
        (
            Group(
                "Quatre leviers",
                _texts(
                    land="Le foncier (sobriété et ZAN, friches, terres agricoles…)",
                    skills="Les compétences informatiques",
                    citizens="Les élans citoyens",
                    money="Les ressources financières",
                ),
            ),
        ),
    ),
}
"""The sheets of the method, to the letter of the guide where it gives one."""


@dataclass(frozen=True)
class Role:
    """One of the six roles of a collectivité (2.5)."""

    label: str
    content: str


COLLECTIVITE_ROLES: Final[Mapping[str, Role]] = {
    "ambassador": Role(
        "Ambassadrice et porte-voix des plateformes",
        "Valorise les plateformes dans sa communication, ses événements, ses démarches participatives.",
    ),
    "facilitator": Role(
        "Facilitatrice de coopérations",
        "Met en lien porteurs, acteurs économiques, associatifs et institutionnels ; moteur de convergence, et non "
        "commanditaire.",
    ),
    "patron": Role(
        "Mécène territorial",
        "Apporte compétences et moyens sans nouveau dispositif financier : communication, ingénierie, appui juridique, "
        "données, locaux.",
    ),
    "guarantor": Role(
        "Garante de la confiance et de l’intérêt territorial",
        "Prend part à la gouvernance des plateformes, veille aux données et à la transparence ; tiers de confiance.",
    ),
    "buyer": Role(
        "Acheteuse responsable et levier économique",
        "Par ses marchés publics ou indirectement : régies, CCAS, satellites.",
    ),
    "supporter": Role(
        "Accompagnatrice de l’émergence et de l’ancrage local",
        "Subventions, appels, logistique ; déclinaisons territoriales de plateformes nationales.",
    ),
}
"""Held at the same time (U24), « sans jamais en confisquer l’initiative citoyenne »."""

DEVICES: Final[Mapping[str, str]] = {
    "differentiated-prices": "Tarifs différenciés pour les publics suivis",
    "funded-trainings": "Formations financées pour vendeurs ou producteurs locaux",
    "solidarity-orders": "Commandes publiques solidaires (épiceries, circuits courts, économie circulaire)",
}
"""What a buying collectivité may do (2.5, role 5)."""


@dataclass(frozen=True)
class TimingReasons:
    """One of the two warnings about the moment; they are never one (2.4)."""

    label: str
    reasons: Mapping[str, str]


WARNINGS: Final[Mapping[str, TimingReasons]] = {
    "too-early": TimingReasons(
        "Trop tôt",
        {
            "extra": "Un dispositif de plus, non prioritaire",
            "waiting": "Les acteurs attendent que « d’autres s’y mettent d’abord »",
            "doubt": "Un doute sur la durée",
        },
    ),
    "too-late": TimingReasons(
        "Trop tard",
        {"settled": "Des habitudes déjà consolidées autour d’autres outils"},
    ),
}

COMMITMENTS: Final = (
    "S’acculturer aux enjeux du numérique responsable et à la gouvernance coopérative",
    "Soutenir et accompagner les porteurs de projets locaux (moyens financiers, logistiques ou ingénierie)",
    "Devenir tiers de confiance, garant de la protection des données et de la transparence des outils",
    "Participer à la gouvernance des plateformes, notamment en rejoignant des SCIC comme sociétaires",
    "Adapter la commande publique pour favoriser acteurs coopératifs et modèles basés sur les communs",
    "Faire levier sur les politiques publiques (mobilité, alimentation, culture, inclusion numérique…)",
)
"""The six commitments of the manifesto « PlatformCoop » (2.7), numbered from 1."""


def unfitting_answers(sheet: str, answers: Mapping[str, str]) -> list[str]:
    """The keys that the sheet does not ask for, and the criteria answered by something else than an answer."""
    known = {question.key: question for group in SHEETS[sheet].groups for question in group.questions}
    return [
        key
        for key, answer in answers.items()
        if key not in known or (known[key].kind == "criterion" and answer not in CRITERION_ANSWERS)
    ]


def criteria_met(answers: Mapping[str, str]) -> int:
    """How many of the three criteria of the moment hold; what is under way does not hold yet."""
    return sum(
        answers.get(question.key) == YES
        for group in SHEETS["timing"].groups
        for question in group.questions
        if question.kind == "criterion"
    )
