"""The letter around a personal link: of a candidate to their file, of an outside reader to the one they read."""

from __future__ import annotations

from collections.abc import Mapping

from services.notifications.rules.letters.base import Letter, Lines, tidied

_OCCASIONS: Mapping[str, tuple[str, str, str]] = {
    "started": (
        "Votre candidature est commencée",
        "Votre brouillon est gardé. Ce lien vous y ramène, depuis n’importe quel ordinateur.",
        "Reprendre ma candidature",
    ),
    "recovered": (
        "Le lien de votre candidature",
        "Voici un nouveau lien vers votre candidature ; le précédent ne sert plus.",
        "Reprendre ma candidature",
    ),
    "last-call": (
        "Votre candidature n’est pas encore déposée",
        "Votre brouillon attend toujours : il ne sera lu que si vous le déposez.",
        "Relire et déposer ma candidature",
    ),
    "correction": (
        "Une question sur votre candidature",
        "L’équipe vous demande de corriger ou de compléter votre candidature.",
        "Lire la question et répondre",
    ),
    "reading": (
        "Votre avis sur une candidature",
        "L’équipe du programme vous demande votre avis sur une candidature : des mots, pas de note.",
        "Lire la candidature et donner mon avis",
    ),
}


REPLACES = "Dès que vous aurez enregistré quelque chose par ce lien, il remplacera celui que vous aviez."


def personal_link(occasion: str, call: str, until: str | None, contact: str = "") -> tuple[Letter, str]:
    """The letter around a personal link, and the words of the link.

    `until` says in words by when: the last day of the call, or when an answer is awaited; `contact` is where to ask a
    question about it.
    """
    subject, opening, words = _OCCASIONS[occasion]
    by = {"correction": "Réponse attendue", "reading": "Avis attendu"}.get(occasion, "Jusqu’au")
    lines: Lines = (("Appel", call), (by, until or ""), ("Une question sur l’appel", contact))
    why = "Vous recevez ce message parce que votre adresse a été donnée pour cet appel."
    letter = Letter(
        subject=f"{subject} : {call}",
        opening=opening,
        lines=lines,
        paragraphs=(
            *((REPLACES,) if occasion in ("last-call", "correction") else ()),
            "Ce lien est personnel : qui l’a peut lire et écrire à votre place. Ne le transférez pas.",
        ),
        why=f"{why} Si ce n’est pas vous, ne faites rien.",
    )
    return tidied(letter), words
