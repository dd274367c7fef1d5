"""What platforms answers; each family of questions in a module of its own."""

from services.platforms.queries import cases, catalogue, documents, imports, initiatives, page, projects, questions
from services.platforms.queries.registry import QUERIES

__all__ = ["QUERIES", "cases", "catalogue", "documents", "imports", "initiatives", "page", "projects", "questions"]
