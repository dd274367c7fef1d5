"""Makes contours light enough to draw on a page: fewer points, and the same ones on both sides of a border.

Shapely (GEOS) does it: a simplification that keeps neighbours joined, the mending of a ring that crosses itself and
a point that is inside whatever the shape are hundreds of lines of geometry that others have proven.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Shape = tuple[tuple[tuple[tuple[float, float], ...], ...], ...]

TOLERANCE = 0.0006
"""Degrees: some fifty metres, a point on the screen for a territory forty kilometres wide."""
DIGITS = 4
FINER = 6
"""Decimals of a degree: ten metres, and the tenth of a metre for an islet that would vanish."""


@dataclass
class Lightened:
    """Each contour simplified, with a point inside it; the codes of those mended, of those that surround nothing."""

    shapes: dict[str, tuple[Shape, tuple[float, float]]] = field(default_factory=dict)
    mended: list[str] = field(default_factory=list)
    flat: list[str] = field(default_factory=list)


def lighter(shapes: Mapping[str, Shape]) -> Lightened:
    """Fewer points for each contour, by code.

    Communes lie over their EPCI: the two are simplified apart, by the length of their codes.
    """
    done = Lightened()
    for length in sorted({len(code) for code in shapes}):
        _lighten({code: shapes[code] for code in sorted(shapes) if len(code) == length}, done)
    return done


def _lighten(shapes: Mapping[str, Shape], into: Lightened) -> None:
    geometries, wrong = _geometries(list(shapes.values()))
    areas: dict[str, Any] = {}
    for code, geometry, bad in zip(shapes, geometries, wrong, strict=True):
        if not _rounded(geometry, FINER):
            into.flat.append(code)
            continue
        areas[code] = geometry
        into.mended += [code] if bad else []
    for (code, full), light in zip(areas.items(), _simplified(list(areas.values())), strict=True):
        into.shapes[code] = _rounded(light, DIGITS) or _rounded(full, FINER), _inside(full)


def _geometries(shapes: Sequence[Shape]) -> tuple[list[Any], list[bool]]:
    # Half a tenth of a second and of the memory of a small server, for the few who import a file.
    import shapely

    made = [shapely.MultiPolygon([(rings[0], rings[1:]) for rings in shape]) for shape in shapes]
    wrong = [not bool(valid) for valid in shapely.is_valid(made)]
    return [_areas(shapely.make_valid(one)) if bad else one for one, bad in zip(made, wrong, strict=True)], wrong


def _areas(geometry: Any) -> Any:
    """The polygons of what a mended geometry has become; lines and points that fell off are left aside."""
    import shapely

    parts = [one for one in shapely.get_parts(geometry) if one.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else geometry


def _simplified(geometries: list[Any]) -> list[Any]:
    import shapely

    try:
        return list(shapely.coverage_simplify(geometries, TOLERANCE))
    except (shapely.errors.GEOSException, ValueError):  # not a coverage at all: each on its own
        return list(shapely.simplify(geometries, TOLERANCE / 2))


def _inside(geometry: Any) -> tuple[float, float]:
    import shapely

    point = shapely.point_on_surface(geometry)
    return round(point.x, 5), round(point.y, 5)


def _rounded(geometry: Any, digits: int) -> Shape:
    import shapely

    polygons = [one for one in shapely.get_parts(geometry) if one.geom_type == "Polygon"]
    kept = [tuple(filter(None, [_ring(ring, digits) for ring in [one.exterior, *one.interiors]])) for one in polygons]
    return tuple(rings for rings, one in zip(kept, polygons, strict=True) if rings and _ring(one.exterior, digits))


def _ring(ring: Any, digits: int) -> tuple[tuple[float, float], ...]:
    """The positions of a ring, each once in a row; nothing for one that has shrunk to a line."""
    positions = [(round(x, digits), round(y, digits)) for x, y in ring.coords]
    kept = [one for place, one in enumerate(positions) if place == 0 or one != positions[place - 1]]
    return tuple(kept) if len(kept) >= 4 else ()
