"""What the workshops room answers."""

from services.workshops.queries import (
    busy,
    conflicts,
    framing,
    gathered,
    personal,
    polls,
    presence,
    seasons,
    sessions,
    slots,
    trips,
)
from services.workshops.queries.registry import QUERIES

__all__ = [
    "QUERIES",
    "busy",
    "conflicts",
    "framing",
    "gathered",
    "personal",
    "polls",
    "presence",
    "seasons",
    "sessions",
    "slots",
    "trips",
]
