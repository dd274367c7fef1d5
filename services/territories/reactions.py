"""What the register does when it hears an event: nothing, since stages and dates are set by people."""

from shared.room import Reactions

REACTIONS = Reactions()
