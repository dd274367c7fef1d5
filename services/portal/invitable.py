"""Who can be invited for an accompaniment, and how a form names them."""

from __future__ import annotations

from services.portal.desk import recall
from shared.contracts.territories import AccompanimentCard, GetTerritory, PersonCard

INVITABLE = 40
"""People offered in a form; more would be a wall, and no workshop has so many indispensable people."""


def invitable(card: AccompanimentCard) -> list[PersonCard]:
    """Everybody known for this accompaniment, each once however many roles they hold."""
    known = recall(GetTerritory(id=card.id)).people
    return list({one.id: one for one in reversed(known)}.values())[::-1][:INVITABLE]


def short_name(one: PersonCard) -> str:
    """The name, or the function where no name was given."""
    return one.name or one.function
