"""The restitution document: from facts to values, pure; each section is left out when no fact speaks of it."""

from services.diagnostic.rules.restitution.document import document, empty_parts, outgoing
from services.diagnostic.rules.restitution.facts import Facts

__all__ = ["Facts", "document", "empty_parts", "outgoing"]
