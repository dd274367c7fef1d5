"""The portal as a room: its tables, its migrations and the one event it hears."""

from __future__ import annotations

from pathlib import Path

from services.portal.reactions import REACTIONS
from services.portal.tables import FURNITURE, Base
from shared.room import Room

ROOM = Room(
    "portal",
    Base.metadata,
    FURNITURE,
    Path(__file__).parent / "migrations",
    reactions=REACTIONS,
    personal={"accounts": frozenset({"email", "label"})},
)
