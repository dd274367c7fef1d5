"""The one list on which every use case of this room registers, and how its refusals are written."""

from __future__ import annotations

from shared.errors import InvalidInput, Refused
from shared.french import tidy
from shared.room import Commands

COMMANDS = Commands()


def french(sentence: str) -> str:
    """A sentence for a person, with non-breaking spaces and typographic apostrophes throughout."""
    return tidy(sentence).replace("'", "’")


def refused(sentence: str, code: str) -> Refused:
    """A rule said no: a French sentence and a stable code."""
    return Refused(french(sentence), code=code)


def invalid(where: str, sentence: str, code: str = "invalid-input") -> InvalidInput:
    """One field makes no sense: which, and why in French."""
    said = french(sentence)
    return InvalidInput(said, code=code, problems=[(where, said)])
