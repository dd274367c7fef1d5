"""A territory to draw: what contours and positions there are of it, and what lies around."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.territories import finding, reference
from services.territories.places import names, place_of
from services.territories.queries.contours import SIREN
from services.territories.queries.registry import QUERIES
from services.territories.tables import Contour, ContourSet, PerimeterGrowth
from shared.contracts.territories import (
    DrawingSource,
    DrawnPlace,
    DrawTerritory,
    Surrounding,
    TerritoryDrawing,
)
from shared.storage.unit_of_work import Reader

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

MARGIN = 0.5
"""What lies so far around is drawn with it, in shares of the territory's extent: a picture may be wider than it."""
LEAST = 0.04
"""Degrees around a single point."""
MOST_AROUND = 150
_SLICE = 500


@QUERIES.answers(DrawTerritory)
def draw_territory(reader: Reader, query: DrawTerritory) -> TerritoryDrawing:
    """The shapes of a territory, its communes and its surroundings; raises `NotFound` (`unknown-territory`)."""
    session = reader.session
    found = finding.resolve(session, query.id)
    territory = found.territory
    inside = list(
        dict.fromkeys([*territory.communes, *(_grown(session, found.accompaniment.id) if found.accompaniment else [])])
    )
    codes = list(dict.fromkeys([*inside, *query.also]))
    rows = _contours(session, [*codes, *([territory.siren] if territory.siren else [])])
    own = rows.get(territory.siren or "")
    places = [_place(code, label, rows.get(code), code in inside) for code, label in _labelled(codes)]
    box = _box([own, *(rows.get(code) for code in inside)], [one for one in places if one.inside])
    around = _around(session, box, rows, communes=any(one.polygons for one in places)) if box else []
    used = [*rows.values(), *around]
    return TerritoryDrawing(
        id=territory.id,
        label=territory.label,
        outline=own.polygons if own else [],
        places=places,
        around=[Surrounding(code=row.code, label=_name(row.code), polygons=row.polygons) for row in around],
        sources=_sources(session, used, [one for one in places if one.anchor and one.code not in rows]),
    )


def _grown(session: Session, accompaniment: str) -> list[str]:
    """What the perimeter of an accompaniment has taken in beyond its territory."""
    rows = session.scalars(select(PerimeterGrowth.added).where(PerimeterGrowth.accompaniment == accompaniment))
    return [code for added in rows for code in added]


def _contours(session: Session, codes: Sequence[str]) -> dict[str, Contour]:
    found: dict[str, Contour] = {}
    for start in range(0, len(codes), _SLICE):
        statement = (
            select(Contour)
            .join(ContourSet, ContourSet.id == Contour.set)
            .where(ContourSet.state == "current", Contour.code.in_(codes[start : start + _SLICE]))
        )
        found |= {row.code: row for row in session.scalars(statement)}
    return found


def _labelled(codes: Sequence[str]) -> Iterable[tuple[str, str]]:
    return zip(codes, names(codes), strict=True)


def _place(code: str, label: str, row: Contour | None, inside: bool) -> DrawnPlace:
    anchor = (row.longitude, row.latitude) if row else reference.position(code)
    polygons = row.polygons if row else []
    return DrawnPlace.model_validate(
        {"code": code, "label": label, "inside": inside, "polygons": polygons, "anchor": anchor}
    )


def _box(rows: Iterable[Contour | None], places: Iterable[DrawnPlace]) -> Box | None:
    """What the territory covers, with a margin; None when nobody knows where it lies."""
    boxes = [(row.west, row.south, row.east, row.north) for row in rows if row]
    boxes += [(*one.anchor, *one.anchor) for one in places if one.anchor]
    if not boxes:
        return None
    west, south, east, north = (
        min(one[0] for one in boxes),
        min(one[1] for one in boxes),
        max(one[2] for one in boxes),
        max(one[3] for one in boxes),
    )
    wide, high = max((east - west) * MARGIN, LEAST), max((north - south) * MARGIN, LEAST)
    return west - wide, south - high, east + wide, north + high


def _around(session: Session, box: Box, drawn: dict[str, Contour], *, communes: bool) -> list[Contour]:
    """Contours that reach into the box: communes around communes, else the EPCI."""
    west, south, east, north = box
    length = func.length(Contour.code)
    statement = (
        select(Contour)
        .join(ContourSet, ContourSet.id == Contour.set)
        .where(
            ContourSet.state == "current",
            Contour.west < Contour.east,
            length < SIREN if communes else length == SIREN,
            Contour.east > west,
            Contour.west < east,
            Contour.north > south,
            Contour.south < north,
        )
        .order_by(Contour.code)
        .limit(MOST_AROUND + len(drawn))
    )
    return [row for row in session.scalars(statement) if row.code not in drawn][:MOST_AROUND]


def _name(code: str) -> str:
    place = place_of(code)
    return place.name if place is not None else code


def _sources(session: Session, used: Iterable[Contour], pointed: Sequence[DrawnPlace]) -> list[DrawingSource]:
    sets = {row.set for row in used}
    chosen = select(ContourSet).where(ContourSet.id.in_(sets)).order_by(ContourSet.recorded_at)
    told = [
        DrawingSource(what="outlines", origin=row.origin, licence=row.licence, recorded_at=row.recorded_at)
        for row in session.scalars(chosen)
    ]
    if pointed:
        source = reference.positions_source()
        told.append(DrawingSource(what="points", origin=source.origin, licence=source.licence, recorded_at=None))
    return told
