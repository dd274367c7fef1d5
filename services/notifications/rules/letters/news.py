"""Letters that people outside ask for, or that a person writes: access to the MOOC, the news of a month."""

from __future__ import annotations

from datetime import date

from services.notifications.rules.letters.base import Circumstances, Letter
from shared.french import month


def mooc(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`; who asks is the one to answer (NOT-13)."""
    return Letter(
        subject="Une demande d’accès au MOOC des plateformes solidaires",
        opening=f"{about.facts.get('name') or 'Une personne'} demande l’accès au MOOC des plateformes solidaires.",
        lines=(("Structure", about.structure), ("En quelques mots", about.note)),
        paragraphs=("Répondez à ce message : votre réponse lui parviendra. Puis notez-le, rubrique « Courriels ».",),
        why="Vous recevez ce message parce que vous faites partie de l’équipe du programme.",
    )


def month_news(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`; its paragraphs are a person's (NOT-14)."""
    said = month(date.fromisoformat(f"{about.facts.get('month') or '2026-03'}-01"))
    return Letter(
        subject=f"Les nouvelles du programme : {said}",
        opening=f"Voici ce qui s’est passé dans les territoires accompagnés en {said}.",
        lines=(),
        paragraphs=(),
        why=(
            "Vous recevez ce message parce que vous prenez part au programme sur un territoire. "
            "Pour ne plus recevoir ces nouvelles, suivez le lien ci-dessous."
        ),
    )
