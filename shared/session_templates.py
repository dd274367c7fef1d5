"""Sessions that come back, ready to be adapted: the eight themes of the earlier path, and the method's own workshops.

Domain.md 4.4 to 4.9. A template is a start, never a norm: everything in it can be rewritten (U28).
"""

from __future__ import annotations

from dataclasses import dataclass, field

Step = tuple[int, str]
"""Minutes and title."""

FORMATS = (
    "atelier de co-construction",
    "idéation",
    "design de service",
    "débat d’ouverture",
    "réunion de travail",
    "arpentage",
    "événement régional",
    "visite inspirante",
    "réunion de bilan",
)
"""The formats of a session (WKS-16); another one may be typed."""


@dataclass(frozen=True)
class Template:
    """A session to start from; its steps add up to its length in minutes."""

    slug: str
    title: str
    format: str
    steps: tuple[Step, ...] = field(default=())


_THEME: tuple[Step, ...] = (
    (15, "Accueil et cadre"),
    (60, "Apport et exemples"),
    (15, "Pause"),
    (75, "Travail en sous-groupes : et chez nous ?"),
    (15, "Mise en commun et suites"),
)


def _theme(slug: str, title: str) -> Template:
    return Template(slug, title, "atelier de co-construction", _THEME)


THEMES: tuple[Template, ...] = (
    _theme("enjeux", "Enjeux sociaux et environnementaux de l’économie de plateformes, tour d’horizon"),
    _theme("cooperativisme", "ESS et coopérativisme"),
    _theme("modeles", "Modèles économiques et outils de financement"),
    _theme("gouvernance", "Gouvernance et outils juridiques"),
    _theme("communs", "Construire des communs via le numérique : les circuits courts"),
    _theme("logistique", "Enjeux sectoriels : logistique urbaine et mobilité"),
    _theme("partenariats", "Stratégies de partenariats entre ESS et collectivités"),
    _theme("international", "Plateformes coopératives à l’international"),
)
"""The eight themes of the earlier wave's path (domain.md 4.9)."""

WORKSHOPS: tuple[Template, ...] = (
    Template(
        "ideation",
        "Idéation",
        "idéation",
        (
            (30, "Introduction : le cadre et les résultats du diagnostic"),
            (75, "Idéation en sous-groupes"),
            (15, "Pause"),
            (30, "Mise en commun"),
            (30, "Visite du site"),
        ),
    ),
    Template(
        "design",
        "Design de service",
        "design de service",
        (
            (15, "Introduction"),
            (60, "Personas"),
            (15, "Pause"),
            (75, "Parcours : avant, pendant, après"),
            (15, "Points forts, points à améliorer"),
        ),
    ),
    Template(
        "convergence",
        "Matrice de convergence des objectifs",
        "atelier de co-construction",
        (
            (20, "Les pistes de projets"),
            (70, "Ce que chacun comprend, attend et peut apporter"),
            (15, "Pause"),
            (60, "Premiers scénarios"),
            (15, "Suites : un calendrier, une expérimentation"),
        ),
    ),
    Template(
        "debat",
        "Plateformes capitalistiques ou plateformes coopératives ?",
        "débat d’ouverture",
        ((15, "Ouverture par la collectivité"), (75, "Débat"), (75, "Trois thèmes en sous-groupes"), (15, "Suites")),
    ),
    Template(
        "arpentage",
        "Arpentage et idéation",
        "arpentage",
        (
            (15, "Accueil"),
            (75, "Arpentage : quatre questions"),
            (15, "Pause"),
            (60, "Ressources, freins, opportunités, pistes à tester"),
            (15, "Mise en commun"),
        ),
    ),
)
"""The method's own sessions (4.3, 4.5, 4.6, 4.7)."""

TEMPLATES: dict[str, Template] = {one.slug: one for one in (*WORKSHOPS, *THEMES)}
