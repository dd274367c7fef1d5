"""Where communes lie: one point for those that are known, none for the others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_FILE = "positions_geonames.json"


@dataclass(frozen=True, slots=True)
class PositionsSource:
    """Where the points come from, to be named wherever they are shown (CC BY 4.0)."""

    origin: str
    licence: str


def position(insee: str) -> tuple[float, float] | None:
    """Longitude and latitude (WGS84, degrees) of the commune with this INSEE code, None where nobody knows."""
    return _positions()[1].get(insee)


def positions_source() -> PositionsSource:
    """Where the points come from."""
    return _positions()[0]


@cache
def _positions() -> tuple[PositionsSource, dict[str, tuple[float, float]]]:
    text = (files("services.territories.reference.data") / _FILE).read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    source = PositionsSource(read["origin"], read["licence"])
    return source, {code: (longitude, latitude) for code, latitude, longitude in read["positions"]}
