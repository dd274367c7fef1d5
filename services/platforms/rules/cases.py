"""The five préfiguration cases, and the conversation that names one (domain.md 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from shared.contracts.platforms import (
    CaseAnswers,
    CaseGuidance,
    CaseGuide,
    CaseNumber,
    CaseOption,
    CaseQuestion,
    Fragility,
    NeedsWorkshop,
)
from shared.french import listing, tidy

CASE_TITLES: dict[CaseNumber, str] = {
    1: tidy("Une plateforme semble réunir tous les ingrédients"),
    2: tidy("Une plateforme demande à être remaniée"),
    3: tidy("Une plateforme est pertinente, mais est-elle de l’ESS ?"),
    4: tidy("La solution technique n’existe pas encore"),
    5: tidy("La plateforme arrive trop tôt dans le projet"),
}
"""The five cases under the guide's own titles."""

ACTIONS: dict[CaseNumber, tuple[str, ...]] = {
    1: (
        "Entrer en contact avec le porteur du projet.",
        "Tester l’applicatif et évaluer sa compatibilité avec les usages locaux.",
        "Structurer une gouvernance qui l’ancre ici : collectivités, acteurs de l’ESS, citoyens.",
        "Cartographier le parcours des utilisateurs pour repérer les points de friction.",
        "Ne pas recréer ce qui existe.",
    ),
    2: (
        "Mobiliser une compétence technique, interne ou externe, pour travailler sur le code source.",
        "Adapter en co-construction : futurs utilisateurs, porteurs, partenaires locaux.",
        "Regarder si une marque blanche est possible.",
    ),
    3: (
        "Questionner la nature de la plateforme avant de s’engager.",
        "L’évaluer collectivement, avec l’outil de questionnement partagé.",
    ),
    4: (
        "Co-construire le cahier des charges : fonctions, contraintes, valeurs.",
        "Mener une recherche détaillée de prestataires, avec des grilles d’éthique du numérique.",
        "Tenir un atelier de formulation des besoins partagés, premier pas vers une commande publique.",
    ),
    5: (
        "Consolider la dynamique collective avant de s’engager : un outil numérique ne crée pas la communauté.",
        "Poser un socle commun de besoins et de valeurs.",
        "Tenir un atelier de clarification des besoins (usages, acteurs, temporalités) : il préfigure le cahier.",
    ),
}
"""What the guide recommends in each case."""

WORKSHOPS: dict[CaseNumber, NeedsWorkshop] = {4: "formulation", 5: "clarification"}
WORKSHOP_TITLES: dict[NeedsWorkshop, str] = {
    "formulation": "Atelier de formulation des besoins partagés",
    "clarification": "Atelier de clarification des besoins",
}
_NOT_TO_CONFUSE: dict[NeedsWorkshop, str] = {
    "formulation": "À ne pas confondre avec l’atelier de clarification des besoins (cas 5), qui vient plus en amont, "
    "quand le collectif se cherche encore.",
    "clarification": "À ne pas confondre avec l’atelier de formulation des besoins partagés (cas 4), qui vient plus "
    "tard, quand le besoin est clair et qu’on écrit le cahier des charges.",
}

FRAGILITIES: dict[Fragility, str] = {
    "cooperation": "La coopération est faible",
    "maturity": "Le projet manque de maturité",
    "political": "Il manque un portage politique",
    "operational": "Il manque un portage opérationnel",
}


def _options(*pairs: tuple[str, str]) -> list[CaseOption]:
    return [CaseOption(code=code, text=tidy(text)) for code, text in pairs]


QUESTIONS: Mapping[str, CaseQuestion] = {
    question.code: question
    for question in (
        CaseQuestion(
            code="fragile",
            text=tidy("Où en est le collectif ?"),
            hint="Cochez ce qui est vrai aujourd’hui. Rien de tout cela : continuez sans rien cocher.",
            several=True,
            options=_options(*FRAGILITIES.items()),
        ),
        CaseQuestion(
            code="need",
            text=tidy("Le besoin est-il clairement identifié ?"),
            hint="On sait qui ferait quoi, avant, pendant et après.",
            several=False,
            options=_options(("clear", "Oui, on sait le dire"), ("vague", "Non, il reste à clarifier")),
        ),
        CaseQuestion(
            code="solution",
            text=tidy("Un outil qui existe y répond-il ?"),
            hint="Une plateforme de l’ESS est une option parmi d’autres, jamais la solution d’office.",
            several=False,
            options=_options(
                ("fits", "Oui, entièrement"),
                ("adapt", "Sur le fond, mais il faudrait le remanier"),
                ("none", "Non, aucun ne convient"),
            ),
        ),
        CaseQuestion(
            code="nature",
            text=tidy("Son modèle et sa gouvernance sont-ils de l’ESS ?"),
            hint="Une plateforme publique peut convenir aussi : dites-le, elle n’a pas à se justifier d’être de l’ESS.",
            several=False,
            options=_options(
                ("ess", "Oui, on l’a vérifié"),
                ("public", "Elle est publique"),
                ("doubtful", "On n’en est pas sûr"),
            ),
        ),
    )
}


def guide(case: CaseNumber) -> CaseGuide:
    """What the guide says of a case."""
    workshop = WORKSHOPS.get(case)
    return CaseGuide(
        case=case,
        title=CASE_TITLES[case],
        actions=[tidy(action) for action in ACTIONS[case]],
        workshop=workshop,
        workshop_title=WORKSHOP_TITLES[workshop] if workshop else "",
        not_to_confuse=_NOT_TO_CONFUSE[workshop] if workshop else "",
    )


def guidance(answers: CaseAnswers) -> CaseGuidance:
    """What to ask next, or the case that the answers name with the reasons; a fragile collective comes before all."""
    found = _next(answers)
    if isinstance(found, str):
        return CaseGuidance(question=QUESTIONS[found], conclusion=None, reasons=_reasons(answers))
    return CaseGuidance(question=None, conclusion=guide(found), reasons=_reasons(answers))


def _next(answers: CaseAnswers) -> CaseNumber | Literal["fragile", "need", "solution", "nature"]:
    if answers.fragile is None:
        return "fragile"
    if answers.fragile or answers.need == "vague":
        return 5
    if answers.need is None:
        return "need"
    if answers.solution is None:
        return "solution"
    if answers.solution == "none":
        return 4
    if answers.nature is None:
        return "nature"
    if answers.nature == "doubtful":
        return 3
    return 2 if answers.solution == "adapt" else 1


def _reasons(answers: CaseAnswers) -> list[str]:
    """The answers as sentences, in the order of the conversation."""
    said: list[str] = []
    if answers.fragile:
        fragile = [FRAGILITIES[one] for one in FRAGILITIES if one in answers.fragile]
        said.append(listing([fragile[0], *(one[:1].lower() + one[1:] for one in fragile[1:])]))
    elif answers.fragile is not None:
        said.append("Le collectif est prêt")
    said += [
        _SAID[question][answer]
        for question, answer in (("need", answers.need), ("solution", answers.solution), ("nature", answers.nature))
        if answer is not None
    ]
    return [f"{one}." for one in said]


_SAID: Mapping[str, Mapping[str, str]] = {
    "need": {"clear": "Le besoin est clairement identifié", "vague": "Le besoin reste à clarifier"},
    "solution": {
        "fits": "Un outil existant répond entièrement au besoin",
        "adapt": "Un outil existant convient sur le fond, il faudrait le remanier",
        "none": "Aucun outil existant ne convient",
    },
    "nature": {
        "ess": "Son modèle et sa gouvernance sont de l’ESS",
        "public": "Il est public, ce qui est une option comme une autre",
        "doubtful": "Rien n’assure encore que son modèle et sa gouvernance soient de l’ESS",
    },
}
