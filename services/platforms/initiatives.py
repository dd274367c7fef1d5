"""An initiative of the watch list as it is kept."""

from __future__ import annotations

from services.platforms.tables import Initiative
from shared.contracts.platforms import InitiativeFacts


def facts_of(row: Initiative) -> dict[str, str | None]:
    """What is kept of an initiative; its stamp is made of this."""
    return {name: getattr(row, name) for name in InitiativeFacts.model_fields}
