"""The diagnostic, whole: its tables and the functions that answer commands, queries and events."""

from __future__ import annotations

from pathlib import Path

from services.diagnostic.commands import COMMANDS
from services.diagnostic.queries import QUERIES
from services.diagnostic.reactions import REACTIONS
from services.diagnostic.tables import FURNITURE, Base
from services.diagnostic.ticks import TICKS
from shared.room import Room

ROOM = Room(
    "diagnostic",
    Base.metadata,
    FURNITURE,
    Path(__file__).parent / "migrations",
    COMMANDS,
    QUERIES,
    REACTIONS,
    TICKS,
    # What quotes or shows people is blanked when one that it names is erased; rows of a workbook that is only looked
    # at are forgotten within a day.
    personal={
        "interviews": frozenset({"synthesis", "answers"}),
        "interview_imports": frozenset({"rows"}),
        "observations": frozenset({"text"}),
        "pictures": frozenset({"content", "thumbnail", "caption"}),
        "contacts": frozenset({"next_step", "note"}),
        "verbatims": frozenset({"text"}),
    },
)
