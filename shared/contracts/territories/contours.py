"""Contours of communes and EPCI that somebody brought, and the drawing of a territory made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import TerritoriesCommand

Position = tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]]
"""Longitude, latitude: degrees, WGS84, as GeoJSON has them."""
Polygons = list[list[list[Position]]]
"""Polygons, each an outer ring and its holes; a ring ends where it began."""
Said = Annotated[str, StringConstraints(min_length=1, max_length=200)]
MOST_CONTOURS = 40_000


class PlaceContour(Value):
    """The contour of a place by its INSEE code or SIREN; without polygons it is a point, at `anchor`."""

    code: Annotated[str, StringConstraints(pattern=r"^(\d{9}|\d[\dAB]\d{3})$")]
    polygons: Polygons = []
    anchor: Position


class PrepareContours(TerritoriesCommand):
    """Lay a file of contours out to be looked at, with where it comes from and under which licence.

    Refused when no code is known, or when a known place lies outside metropolitan France.
    """

    filename: Annotated[str, StringConstraints(max_length=255)] = ""
    digest: Annotated[str, StringConstraints(max_length=64)] = ""
    origin: Said
    licence: Said
    contours: list[PlaceContour] = Field(min_length=1, max_length=MOST_CONTOURS)


class ConfirmContours(TerritoriesCommand):
    """Draw maps with a file looked at; what it holds of a place takes the place of what was there.

    `known_only`: codes that the reference does not know are left aside; without it they refuse the file.
    """

    contours: str
    known_only: bool = False


class RemoveContours(TerritoriesCommand):
    """Forget a file of contours, looked at only or in use."""

    contours: str


class ContourSetCard(Value):
    """A file of contours: how many communes and EPCI it draws, how many of them as mere points."""

    id: str
    filename: str
    origin: str
    licence: str
    state: Literal["prepared", "current"]
    recorded_at: datetime
    communes: int
    epci: int
    points: int


class ContourSets(Value):
    """The files in use, the latest first."""

    sets: list[ContourSetCard]


class ListContours(Query[ContourSets]):
    """The files of contours in use."""

    service = "territories"


class ContourSetPage(Value):
    """A file looked at: what it would draw, which codes nobody knows, and how many places are drawn already."""

    card: ContourSetCard
    unknown: list[str]
    replaced: int


class GetContours(Query[ContourSetPage]):
    """One file of contours, in use or to be looked at."""

    service = "territories"
    id: str


class DrawnPlace(Value):
    """A commune on a map; without `anchor` nobody knows where it lies."""

    code: str
    label: str
    inside: bool
    polygons: Polygons
    anchor: Position | None


class Surrounding(Value):
    """What lies around, drawn for orientation only."""

    code: str
    label: str
    polygons: Polygons


class DrawingSource(Value):
    """Where shapes come from, to be named under the map; `recorded_at` says when somebody brought them."""

    what: Literal["outlines", "points"]
    origin: str
    licence: str
    recorded_at: datetime | None


class TerritoryDrawing(Value):
    """A territory to draw: its own outline where it has one, its communes, and what lies around."""

    id: str
    label: str
    outline: Polygons
    places: list[DrawnPlace]
    around: list[Surrounding]
    sources: list[DrawingSource]


class DrawTerritory(Query[TerritoryDrawing]):
    """The drawing of a territory (by id, SIREN, INSEE or accompaniment), with the communes `also` beyond its own."""

    service = "territories"
    id: str
    also: list[Annotated[str, StringConstraints(max_length=5)]] = Field(default=[], max_length=500)
