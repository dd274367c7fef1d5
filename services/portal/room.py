"""The portal as a room: its tables, its migrations the events it hears and its clock work."""

from __future__ import annotations

from pathlib import Path

from services.portal.reactions import REACTIONS
from services.portal.tables import FURNITURE, Base
from services.portal.ticks import TICKS
from shared.room import Room

ROOM = Room(
    "portal",
    Base.metadata,
    FURNITURE,
    Path(__file__).parent / "migrations",
    reactions=REACTIONS,
    ticks=TICKS,
    personal={"accounts": frozenset({"email", "label"})},
)
