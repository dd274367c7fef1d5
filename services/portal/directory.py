"""Who the people of an accompaniment are, for pages that know only their ids."""

from __future__ import annotations

from services.portal.desk import ask
from shared.contracts.territories import GetTerritory, PersonCard, SearchDirectory


def people_of(accompaniment: str) -> dict[str, str]:
    """The people of an accompaniment by id: their name and function, or the function alone."""
    cards = ask(GetTerritory(id=accompaniment)).people
    return {one.id: said(one) for one in cards}


def everybody() -> dict[str, str]:
    """Everybody of the directory by id, of whatever territory: their name, or the function where no name was given."""
    return {one.id: one.name or one.function for one in ask(SearchDirectory(limit=500)).people}


def said(one: PersonCard) -> str:
    """How a person is named in a list."""
    return f"{one.name}, {one.function}" if one.name else one.function
