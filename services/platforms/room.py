"""Platforms, whole: its tables and the functions that answer commands, queries and events.

The catalogue speaks of organisations, notes and reasons of the collectivité; only answers quote a person.
"""

from __future__ import annotations

from pathlib import Path

from services.platforms.commands import COMMANDS
from services.platforms.queries import QUERIES
from services.platforms.reactions import REACTIONS
from services.platforms.tables import FURNITURE, Base
from shared.room import Room

ROOM = Room(
    "platforms",
    Base.metadata,
    FURNITURE,
    Path(__file__).parent / "migrations",
    COMMANDS,
    QUERIES,
    REACTIONS,
    personal={"question_answers": frozenset({"text"})},
)
