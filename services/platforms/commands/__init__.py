"""What one may ask platforms to do; each function is one use case in one transaction."""

from services.platforms.commands import (
    cases,
    catalogue,
    imports,
    initiatives,
    needs,
    questions,
    shortlists,
    specifications,
)
from services.platforms.commands.registry import COMMANDS

__all__ = [
    "COMMANDS",
    "cases",
    "catalogue",
    "imports",
    "initiatives",
    "needs",
    "questions",
    "shortlists",
    "specifications",
]
