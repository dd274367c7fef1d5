"""Checks the coordinates of a GeoJSON geometry: degrees, in the right order, closed rings."""

from __future__ import annotations

import math
from typing import Any

Position = tuple[float, float]
Ring = tuple[Position, ...]

_FRANCE_EAST, _FRANCE_NORTH = (-6.0, 10.5), (41.0, 52.0)


class Wrong(Exception):
    """What is wrong, in French, without a full stop where it speaks of one object; `where` is the part at fault."""

    def __init__(self, message: str, where: str = "fichier"):
        super().__init__(message)
        self.where = where


def polygons_of(coordinates: Any) -> tuple[tuple[Ring, ...], ...]:
    """The polygons of a MultiPolygon's coordinates, each an outer ring and its holes; raises `Wrong`."""
    polygons = tuple(tuple(_ring(ring) for ring in _list(polygon)) for polygon in _list(coordinates))
    if not polygons or not all(polygons):
        raise Wrong("sa géométrie est vide : retirez-le, ou donnez-lui son contour", "geometry")
    return polygons


def points_of(coordinates: Any) -> Ring:
    """Positions in degrees, longitude first; raises `Wrong`. What follows the two (an altitude) is left aside."""
    return tuple(_position(one) for one in _list(coordinates))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong("ses coordonnées ne sont pas des listes de positions", "coordinates")
    return value


def _ring(value: Any) -> Ring:
    ring = points_of(value)
    if not ring:
        raise Wrong("sa géométrie est vide : retirez-le, ou donnez-lui son contour", "geometry")
    if ring[0] != ring[-1]:
        raise Wrong("un anneau n’est pas fermé : sa dernière position doit répéter la première", "coordinates")
    if len(ring) < 4:
        raise Wrong("un anneau a moins de quatre positions : il n’entoure rien", "coordinates")
    return ring


def _position(value: Any) -> Position:
    numbers = value[:2] if isinstance(value, list) else []
    if len(numbers) < 2 or not all(_is_number(one) for one in numbers):
        raise Wrong("une position n’est pas faite de deux nombres, longitude et latitude", "coordinates")
    east, north = float(numbers[0]), float(numbers[1])
    if abs(east) > 180 or abs(north) > 90:
        raise Wrong(
            f"la position [{east:.12g}, {north:.12g}] n’est pas en degrés (est-ce du Lambert 93, en mètres ?) : "
            "exportez le fichier de nouveau en WGS84 (EPSG:4326)",
            "coordinates",
        )
    if _between(east, _FRANCE_NORTH) and _between(north, _FRANCE_EAST):
        raise Wrong(
            f"la latitude et la longitude de la position [{east:.12g}, {north:.12g}] sont inversées : "
            "GeoJSON veut la longitude d’abord",
            "coordinates",
        )
    return east, north


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # a whole number of hundreds of digits
        return False


def _between(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]
