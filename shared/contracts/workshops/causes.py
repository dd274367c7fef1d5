"""Why a session was moved, kept or cancelled: codes of their own, those outside everybody's reach too (WKS-05, U49)."""

from __future__ import annotations

from typing import Literal

Cause = Literal[
    "emergency",
    "unavailable",
    "venue",
    "facilitator",
    "transport",
    "budget-late",
    "policy-stopped",
    "no-means",
    "elections",
    "other",
]

CAUSES: dict[Cause, str] = {
    "emergency": "urgences de dernière minute",
    "unavailable": "personnes indispensables prises",
    "venue": "lieu indisponible",
    "facilitator": "animation empêchée",
    "transport": "transports ou météo",
    "budget-late": "vote tardif du budget national",
    "policy-stopped": "politique publique arrêtée",
    "no-means": "moyens retirés",
    "elections": "période électorale",
    "other": "autre raison",
}

EXTERNAL: frozenset[Cause] = frozenset({"budget-late", "policy-stopped", "no-means", "elections"})
"""Causes independent of the actors of a territory."""


def said(cause: Cause | None) -> str:
    """A cause in French, «cause extérieure» where it is nobody's doing; empty for none."""
    if cause is None:
        return ""
    return f"cause extérieure, {CAUSES[cause]}" if cause in EXTERNAL else CAUSES[cause]
