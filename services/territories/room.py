"""The room `territories`, whole."""

from pathlib import Path

from services.territories.commands import COMMANDS
from services.territories.queries import QUERIES
from services.territories.reactions import REACTIONS
from services.territories.tables import FURNITURE, Base
from services.territories.ticks import TICKS
from shared.room import Room

ROOM = Room(
    "territories",
    Base.metadata,
    FURNITURE,
    Path(__file__).parent / "migrations",
    COMMANDS,
    QUERIES,
    REACTIONS,
    TICKS,
    personal={"people": frozenset({"name", "email", "phone"})},
)
