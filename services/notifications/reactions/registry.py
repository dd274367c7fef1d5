"""Where the reactions of this room are registered."""

from shared.room import Reactions

REACTIONS = Reactions()
