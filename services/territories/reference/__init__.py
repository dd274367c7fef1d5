"""The communes and EPCI of Hauts-de-France (division of 2026), to look up by code and to search by name.

The data and its licence are described in `data/README.md`. It is read on first use (some 20 ms; the first
search makes its index in 30 ms more), then kept; a search takes under 1 ms.
"""

from services.territories.reference.places import (
    Commune,
    Epci,
    Place,
    Source,
    UnknownCommune,
    UnknownEpci,
    all_epci,
    commune,
    current_commune,
    epci,
    find,
    members,
    parts,
    source,
)
from services.territories.reference.positions import PositionsSource, position, positions_source
from services.territories.reference.search import search

__all__ = [
    "Commune",
    "Epci",
    "Place",
    "PositionsSource",
    "Source",
    "UnknownCommune",
    "UnknownEpci",
    "all_epci",
    "commune",
    "current_commune",
    "epci",
    "find",
    "members",
    "parts",
    "position",
    "positions_source",
    "search",
    "source",
]
