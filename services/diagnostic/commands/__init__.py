"""What one may ask the diagnostic to do; each function is one use case in one transaction."""

from services.diagnostic.commands import (
    contacts,
    grids,
    imports,
    interviews,
    moff,
    moff_lists,
    observations,
    outcome,
    stakes,
    synthesis,
    thematic,
)
from services.diagnostic.commands.registry import COMMANDS

__all__ = [
    "COMMANDS",
    "contacts",
    "grids",
    "imports",
    "interviews",
    "moff",
    "moff_lists",
    "observations",
    "outcome",
    "stakes",
    "synthesis",
    "thematic",
]
