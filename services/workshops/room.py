"""The workshops room, whole: its tables and its functions."""

from pathlib import Path

from services.workshops.commands import COMMANDS
from services.workshops.queries import QUERIES
from services.workshops.reactions import REACTIONS
from services.workshops.tables import FURNITURE, Base
from services.workshops.ticks import TICKS
from shared.room import Room

ROOM = Room(
    "workshops",
    Base.metadata,
    FURNITURE,
    Path(__file__).parent / "migrations",
    commands=COMMANDS,
    queries=QUERIES,
    reactions=REACTIONS,
    ticks=TICKS,
    personal={
        "invitations": frozenset({"person"}),
        "attendance_lines": frozenset({"person"}),
        "circle_members": frozenset({"person"}),
        "trip_tasks": frozenset({"owner"}),
        "door_marks": frozenset({"person"}),
        "scans": frozenset({"content", "filename"}),
        "poll_guests": frozenset({"person", "comment"}),
        "facilitations": frozenset({"person"}),
        "conflicts": frozenset({"subject"}),
        "season_people": frozenset({"person"}),
        "busy_sources": frozenset({"subject", "address"}),
        "busy_habits": frozenset({"subject"}),
        "busy_halves": frozenset({"subject"}),
        "busy_links": frozenset({"person"}),
    },
)
