"""What one may ask of the workshops room: one function per command, registered by the modules of this package."""

from services.workshops.commands import (
    busy,
    conflicts,
    framing,
    gathered,
    outcomes,
    poll_answers,
    polls,
    presence,
    scheduling,
    searches,
    seasons,
    sheets,
    trips,
)
from services.workshops.commands.registry import COMMANDS

__all__ = [
    "COMMANDS",
    "busy",
    "conflicts",
    "framing",
    "gathered",
    "outcomes",
    "poll_answers",
    "polls",
    "presence",
    "scheduling",
    "searches",
    "seasons",
    "sheets",
    "trips",
]
