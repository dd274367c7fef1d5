"""What the register answers: each family of questions in a module of its own."""

from services.territories.queries import (
    calls,
    candidatures,
    contact_imports,
    contours,
    cooperations,
    deadlines,
    directory,
    drawing,
    last_calls,
    links,
    method,
    naming,
    page,
    portrait,
    prospects,
    records,
    register,
)
from services.territories.queries.registry import QUERIES

__all__ = [
    "QUERIES",
    "calls",
    "candidatures",
    "contact_imports",
    "contours",
    "cooperations",
    "deadlines",
    "directory",
    "drawing",
    "last_calls",
    "links",
    "method",
    "naming",
    "page",
    "portrait",
    "prospects",
    "records",
    "register",
]
