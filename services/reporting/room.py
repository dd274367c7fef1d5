"""The room of reporting, whole. No column holds personal data: events carry a person's id, never a name."""

from pathlib import Path

from services.reporting.commands import COMMANDS
from services.reporting.queries import QUERIES
from services.reporting.reactions import REACTIONS
from services.reporting.tables import FURNITURE, Base
from services.reporting.ticks import TICKS
from shared.room import Room

ROOM = Room(
    "reporting", Base.metadata, FURNITURE, Path(__file__).parent / "migrations", COMMANDS, QUERIES, REACTIONS, TICKS
)
