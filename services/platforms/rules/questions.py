"""The six questions in four groups, the five criteria, and where people differ (domain.md 5.2). No score."""

from __future__ import annotations

from collections.abc import Iterable

from shared.contracts.platforms import Criterion, Question, Stance
from shared.french import tidy

GROUPS: tuple[tuple[str, tuple[Question, ...]], ...] = (
    ("Les bénéfices et le modèle économique", ("benefits", "economic-model")),
    ("La gouvernance", ("users-place",)),
    ("Les données", ("data",)),
    ("Les impacts et la responsabilité", ("impacts", "responsibility")),
)
"""The questions as the guide groups them; the titles of the groups are ours."""

QUESTIONS: dict[Question, str] = {
    "benefits": tidy("Comment sont répartis les bénéfices ?"),
    "economic-model": tidy("Quel est le modèle économique de la plateforme ?"),
    "users-place": tidy("Quelle place pour les utilisateurs dans la gouvernance ?"),
    "data": tidy("Quelles garanties sur la gestion des données ?"),
    "impacts": tidy("Quels sont les impacts positifs visés ?"),
    "responsibility": tidy("Comment la plateforme engage-t-elle sa responsabilité sociale ?"),
}
"""The exact words of the guide."""

USUAL: dict[Question, tuple[Criterion, ...]] = {
    "benefits": ("value",),
    "economic-model": ("value",),
    "users-place": ("governance",),
    "data": ("data-ethics",),
    "impacts": (),
    "responsibility": (),
}
"""The criteria that a question most often speaks to; no source crosses the two lists, so an answer says its own."""

CRITERIA: dict[Criterion, tuple[str, str]] = {
    "governance": (
        "Gouvernance inclusive",
        "Portée par des organisations démocratiques ou des collectifs, dirigés par leurs membres.",
    ),
    "value": (
        "Partage de la valeur",
        "Non lucrative ou à lucrativité limitée ; la valeur va à qui contribue, ou à une réserve impartageable.",
    ),
    "data-ethics": (
        "Éthique des données",
        "Transparence sur les données individuelles, consentement en cas d’utilisation externe, buts annoncés.",
    ),
    "commons": (
        "Production de communs",
        "Briques logicielles, contenus, créations : si possible sous licence libre ou à réciprocité renforcée.",
    ),
    "cooperation": (
        "Coopération entre les plateformes coopératives",
        "Décentralisation et forte interopérabilité.",
    ),
}
"""The five criteria of the charter « Plateformes en communs », with what each holds."""


def differ(stances: Iterable[Stance]) -> bool:
    """Whether those who answered do not say the same: a reason to talk, never a mark."""
    return len(set(stances)) > 1
