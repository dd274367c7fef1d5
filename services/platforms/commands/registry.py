"""Where the commands of this room are registered."""

from shared.room import Commands

COMMANDS = Commands()
