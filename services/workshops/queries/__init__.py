"""What the workshops room answers."""

from services.workshops.queries import (
    busy,
    conflicts,
    polls,
    presence,
    seasons,
    sessions,
    slots,
)
from services.workshops.queries.registry import QUERIES

__all__ = ["QUERIES", "busy", "conflicts", "polls", "presence", "seasons", "sessions", "slots"]
