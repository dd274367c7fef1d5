"""What the workshops room answers."""

from services.workshops.queries import polls, presence, sessions
from services.workshops.queries.registry import QUERIES

__all__ = ["QUERIES", "polls", "presence", "sessions"]
