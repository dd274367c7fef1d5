"""What somebody has seen of a record of this room, for its stamp (`shared.stamps`)."""

from __future__ import annotations

from typing import Any

from services.diagnostic.tables import Contact, ContactPlan, Grid

_GRID = ("version", "preparation", "questions", "expertises", "note")
_PLAN = ("problem", "frame", "target")
CONTACT = ("circle", "state", "insee", "last_contact", "next_step", "doer", "due", "referent", "card_sent", "note")
"""What is said anew each time a contact advances, beside its name."""


def seen_of(row: Grid | ContactPlan | Contact) -> dict[str, Any]:
    """The values behind the stamp of a row."""
    names = _GRID if isinstance(row, Grid) else _PLAN if isinstance(row, ContactPlan) else ("label", *CONTACT)
    values = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
