"""Items that belong together: which kinds hang on which, and the cube of the convergence matrix (U11)."""

from __future__ import annotations

from collections.abc import Iterable

from shared.french import without_accents

PARENTS = {"stance": "project", "step": "persona"}
"""The kind that an item of a kind hangs on."""

MISSING = {
    "stance": "Choisissez la piste de projet dont parle cet acteur.",
    "step": "Choisissez le persona dont c’est le parcours.",
}


def same_actor(actor: str, others: Iterable[str]) -> bool:
    """Whether an actor speaks already; case, accents and blanks do not tell actors apart."""
    return _plain(actor) in {_plain(one) for one in others}


def _plain(text: str) -> str:
    return " ".join(without_accents(text).lower().split())
