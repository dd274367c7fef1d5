"""What one may ask of the register: one function per use case, each in the module of what it changes."""

from services.territories.commands import (
    accompaniments,
    calls,
    candidatures,
    contact_imports,
    contours,
    cooperations,
    deadlines,
    files,
    instruction,
    merging,
    method,
    organisations,
    people,
    people_records,
    portrait,
    prospects,
    register,
)
from services.territories.commands.registry import COMMANDS

__all__ = [
    "COMMANDS",
    "accompaniments",
    "calls",
    "candidatures",
    "contact_imports",
    "contours",
    "cooperations",
    "deadlines",
    "files",
    "instruction",
    "merging",
    "method",
    "organisations",
    "people",
    "people_records",
    "portrait",
    "prospects",
    "register",
]
