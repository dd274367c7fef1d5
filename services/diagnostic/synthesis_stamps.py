"""What somebody has seen of a portrait, a verbatim or the team's reading, for its stamp (`shared.stamps`)."""

from __future__ import annotations

from typing import Any

from services.diagnostic.tables import ReadingRow, ThematicVersionRow, VerbatimRow

PORTRAIT = ("theme", "facets", "sources", "interviews", "observations")
VERBATIM = ("text", "theme", "kind", "interview", "leaves")
READING = ("reading", "cooperations", "common", "means")


def portrait_seen(row: ThematicVersionRow) -> dict[str, Any]:
    """The values behind the stamp of a portrait."""
    return {name: getattr(row, name) for name in PORTRAIT}


def verbatim_seen(row: VerbatimRow) -> dict[str, Any]:
    """The values behind the stamp of a verbatim."""
    return {name: getattr(row, name) for name in VERBATIM}


def reading_seen(row: ReadingRow) -> dict[str, Any]:
    """The values behind the stamp of the team's reading."""
    return {name: getattr(row, name) for name in READING}
