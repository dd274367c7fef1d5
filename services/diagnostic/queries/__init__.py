"""What the diagnostic answers; each family of questions in a module of its own."""

from services.diagnostic.queries import (
    contacts,
    grids,
    imports,
    interviews,
    moff,
    observations,
    outcome,
    page,
    restitution,
    synthesis,
    thematic,
)
from services.diagnostic.queries.registry import QUERIES

__all__ = [
    "QUERIES",
    "contacts",
    "grids",
    "imports",
    "interviews",
    "moff",
    "observations",
    "outcome",
    "page",
    "restitution",
    "synthesis",
    "thematic",
]
