"""Who the people of an accompaniment are, for pages that know only their ids."""

from __future__ import annotations

from services.portal.desk import ask
from shared.contracts.territories import GetTerritory, PersonCard


def people_of(accompaniment: str) -> dict[str, str]:
    """The people of an accompaniment by id: their name and function, or the function alone."""
    cards = ask(GetTerritory(id=accompaniment)).people
    return {one.id: said(one) for one in cards}


def said(one: PersonCard) -> str:
    """How a person is named in a list."""
    return f"{one.name}, {one.function}" if one.name else one.function
