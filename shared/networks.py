"""Which organisations are associations or networks: those whom every action of a territory invites (NOT-07)."""

from __future__ import annotations

from collections.abc import Iterable

from shared.french import without_accents

_WORDS = ("association", "reseau", "network")


def is_network(kind: str, roles: Iterable[str]) -> bool:
    """Whether an organisation is an association or a network; `kind` and `roles` are the team's own words."""
    said = without_accents(" ".join((kind, *roles)))
    return any(word in said for word in _WORDS)
