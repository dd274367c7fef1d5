"""What somebody has seen of an item of the matrix, for its stamp (`shared.stamps`)."""

from __future__ import annotations

from typing import Any

from services.diagnostic.tables import MoffVersionRow

SAID = ("category", "text", "theme", "voice", "evidence", "interview", "source")


def seen_of(row: MoffVersionRow) -> dict[str, Any]:
    """The values behind the stamp of this version."""
    return {name: getattr(row, name) for name in (*SAID, "withdrawn")}
