"""The notifications room, whole: its tables and its functions."""

from pathlib import Path

from services.notifications import (  # noqa: F401 - they register themselves
    desk_queries,
    links,
    news,
    requests,
    rule_commands,
    rule_queries,
    tables_post,
    tables_rules,
    wish_commands,
)
from services.notifications.commands import COMMANDS
from services.notifications.queries import QUERIES
from services.notifications.reactions import REACTIONS
from services.notifications.tables import FURNITURE, Base
from services.notifications.ticks import TICKS
from shared.room import Room

ROOM = Room(
    "notifications",
    Base.metadata,
    FURNITURE,
    Path(__file__).parent / "migrations",
    commands=COMMANDS,
    queries=QUERIES,
    reactions=REACTIONS,
    ticks=TICKS,
    personal={
        "mails": frozenset(
            {"to_name", "to_address", "reply_to", "reply_name", "text", "html", "content", "ics", "unsubscribe", "host"}
        ),
        "correspondents": frozenset({"token"}),
        "invitations": frozenset({"comment", "wanted"}),
        "mooc_requests": frozenset({"name", "email", "structure", "words"}),
    },
)
