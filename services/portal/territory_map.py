"""The map of a territory as a drawing: its communes, what lies around, and how many actors stand where.

Pure: the template draws what is placed here. Degrees become a plane by an equirectangular projection at the latitude
of the middle: over a territory of a hundred kilometres it is off by less than the width of a line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.portal.contact_rows import said_of, states_of
from shared.contracts.diagnostic import ContactCard
from shared.contracts.territories import DrawnPlace, Polygons, TerritoryDrawing

WIDTH = 1000.0
LEAST_HEIGHT, MOST_HEIGHT = 480.0, 980.0
MARGIN = 0.09
LEAST_DEGREES = 0.05
"""The picture of a single point is at least so high."""
BEYOND = 0.3
"""Actors so far outside, in shares of the territory's extent, still have their place in the picture."""
NEXT_DOOR = 0.1
"""Degrees: those of the towns around are in the picture of a single commune too."""
NAME_HEIGHT, LETTER = 20.0, 9.6
KM_PER_DEGREE = 111.2
SCALES = (1, 2, 5, 10, 20, 50)
STATES = ("met", "meeting-set", "contacted", "to-contact", "paused", "declined")
"""The order in which the parts of a ring stand: how far first, from the top and clockwise."""
ROUNDS = 25
"""Marks that hide each other are pushed apart at most so often; a line leads to the commune of one that was moved."""

Box = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True)
class Frame:
    """The part of the world in the picture, and how it becomes the plane of the picture."""

    west: float
    north: float
    height: float
    per_degree: float
    shrink: float
    """By how much a degree of longitude is shorter than one of latitude."""

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a position stands in the picture."""
        x = (longitude - self.west) * self.shrink * self.per_degree
        return round(x, 1), round((self.north - latitude) * self.per_degree, 1)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in the picture."""
        return 0 <= x <= WIDTH and 0 <= y <= self.height


@dataclass(frozen=True)
class Area:
    """A shape: its SVG path and what it is."""

    code: str
    label: str
    path: str
    inside: bool = True


@dataclass(frozen=True)
class Share:
    """A part of the ring around a number: a state of contact, where its actors begin and how many they are."""

    state: str
    start: int
    number: int


@dataclass
class Mark:
    """The actors of a commune: their number in a ring whose parts are their states; a point when there are none."""

    code: str
    label: str
    inside: bool
    total: int
    shares: Sequence[Share]
    x: float
    y: float
    radius: float
    anchor: tuple[float, float]
    name: tuple[float, float, str] | None = None
    """Where its name begins, and whether it runs on from there (`start`), ends there or stands in the middle."""

    @property
    def said(self) -> str:
        """Its actors in words."""
        return said_of(self.total, [(share.state, share.number) for share in self.shares])

    @property
    def moved(self) -> bool:
        """Whether it stands so far from its commune that a line has to say which it is."""
        return math.dist((self.x, self.y), self.anchor) > self.radius


@dataclass(frozen=True)
class TerritoryMap:
    """The picture; `unplaced` are communes with actors that nobody knows where to draw, `beyond` those too far."""

    height: float
    outline: str
    areas: Sequence[Area]
    around: Sequence[Area]
    marks: Sequence[Mark]
    dots: Sequence[tuple[float, float, str]]
    scale: tuple[float, int]
    """The length of a bar and the kilometres it stands for."""
    scale_at: tuple[float, float]
    """Where the bar begins, in a corner below."""


def placed(drawing: TerritoryDrawing, contacts: Mapping[str, Sequence[ContactCard]]) -> TerritoryMap | None:
    """Put a territory into the plane, with the actors by the code of their commune; None when nothing has a place."""
    frame = _frame(drawing, contacts)
    if frame is None:
        return None
    marks = [
        _mark(one, contacts[one.code], frame.at(*one.anchor))
        for one in drawing.places
        if one.anchor and one.code in contacts and frame.holds(*frame.at(*one.anchor))
    ]
    _spread(marks, frame.height)
    _name(marks, frame.height)
    dots = [
        (*frame.at(*one.anchor), one.label)
        for one in drawing.places
        if one.anchor and one.inside and not one.polygons and one.code not in contacts
    ]
    return TerritoryMap(
        height=frame.height,
        outline=path(drawing.outline, frame),
        areas=[
            Area(one.code, one.label, path(one.polygons, frame), one.inside) for one in drawing.places if one.polygons
        ],
        around=[Area(one.code, one.label, path(one.polygons, frame)) for one in drawing.around],
        marks=marks,
        dots=dots,
        scale=_scale(frame),
        scale_at=_corner(frame, marks),
    )


def off_the_map(
    drawing: TerritoryDrawing, contacts: Mapping[str, Sequence[ContactCard]], shown: TerritoryMap | None
) -> list[DrawnPlace]:
    """The communes with actors that the picture does not show: no known position, or too far."""
    drawn = {one.code for one in shown.marks} if shown else set()
    return [one for one in drawing.places if one.code in contacts and one.code not in drawn]


def neighbours(drawing: TerritoryDrawing) -> list[str]:
    """The names of what lies around and touches the territory: shapes of one file share the points of their border."""
    own = _positions(drawing.outline).union(*(_positions(one.polygons) for one in drawing.places if one.inside))
    return [one.label for one in drawing.around if not own.isdisjoint(_positions(one.polygons))]


def _positions(polygons: Polygons) -> set[tuple[float, float]]:
    return {position for polygon in polygons for ring in polygon for position in ring}


# --- the plane


def path(polygons: Polygons, frame: Frame) -> str:
    """The SVG path of polygons and their holes."""
    rings = [ring for polygon in polygons for ring in polygon]
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in _steps(ring, frame)) + "Z" for ring in rings)


def _steps(ring: Sequence[tuple[float, float]], frame: Frame) -> list[tuple[float, float]]:
    points = [frame.at(*position) for position in ring[:-1]]
    return [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]


def _frame(drawing: TerritoryDrawing, contacts: Mapping[str, Sequence[ContactCard]]) -> Frame | None:
    inside = [box for one in drawing.places if one.inside for box in _boxes(one)]
    box = _around([*inside, *_of(drawing.outline)])
    there = [one for one in drawing.places if not one.inside and one.code in contacts]
    outside: list[Box] = [(*one.anchor, *one.anchor) for one in there if one.anchor]
    box = box or _around(outside)
    if box is None:
        return None
    return _fitted(_around([box, *(point for point in outside if _is_near(box, point))]) or box)


def _is_near(box: Box, point: Box) -> bool:
    """Whether a point outside the box is not too far to be shown with it."""
    x, y, _, _ = point
    wide = max((box[2] - box[0]) * BEYOND, NEXT_DOOR)
    high = max((box[3] - box[1]) * BEYOND, NEXT_DOOR)
    return box[0] - wide <= x <= box[2] + wide and box[1] - high <= y <= box[3] + high


def _boxes(one: DrawnPlace) -> list[Box]:
    return _of(one.polygons) or ([(*one.anchor, *one.anchor)] if one.anchor else [])


def _of(polygons: Polygons) -> list[Box]:
    return [
        (min(x for x, _ in ring), min(y for _, y in ring), max(x for x, _ in ring), max(y for _, y in ring))
        for polygon in polygons
        for ring in polygon[:1]
    ]


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _fitted(box: Box) -> Frame:
    """The box with its margins, drawn as large as the width and the greatest height allow, in the middle."""
    west, south, east, north = box
    middle = (south + north) / 2
    shrink = math.cos(math.radians(middle))
    wide = max((east - west) * shrink, LEAST_DEGREES) * (1 + 2 * MARGIN)
    high = max(north - south, LEAST_DEGREES * 0.6) * (1 + 2 * MARGIN)
    per_degree = min(WIDTH / wide, MOST_HEIGHT / high)
    height = round(max(LEAST_HEIGHT, high * per_degree))
    left = (west + east) / 2 - WIDTH / per_degree / shrink / 2
    return Frame(left, middle + height / per_degree / 2, height, per_degree, shrink)


def _scale(frame: Frame) -> tuple[float, int]:
    """The longest round distance of at most a quarter of the width."""
    per_km = frame.per_degree / KM_PER_DEGREE
    km = max((one for one in SCALES if one * per_km <= WIDTH / 4), default=SCALES[0])
    return round(km * per_km, 1), km


def _corner(frame: Frame, marks: Sequence[Mark]) -> tuple[float, float]:
    """Below on the left, or on the right where an actor stands on the left."""
    long, _ = _scale(frame)
    left = (24.0, frame.height - 24)
    taken = any(one.x - 2 * one.radius < left[0] + long and one.y + 2 * one.radius > left[1] - 40 for one in marks)
    return (WIDTH - 24 - long, left[1]) if taken else left


# --- the actors


def _mark(one: DrawnPlace, cards: Sequence[ContactCard], at: tuple[float, float]) -> Mark:
    start, shares = 0, []
    for state, number in states_of(cards, STATES):
        shares.append(Share(state, start, number))
        start += number
    radius = round(min(17 + 5.5 * math.sqrt(len(cards)), 46), 1)
    return Mark(one.code, one.label, one.inside, len(cards), shares, *at, radius, at)


def _spread(marks: Sequence[Mark], height: float) -> None:
    """Push marks apart that would hide each other; always the same way for the same marks."""
    for _ in range(ROUNDS):
        moved = False
        for place, one in enumerate(marks):
            for other in marks[place + 1 :]:
                moved |= _pushed(one, other)
        if not moved:
            break
    for one in marks:
        one.x = round(min(max(one.x, one.radius + 4), WIDTH - one.radius - 4), 1)
        one.y = round(min(max(one.y, one.radius + 4), height - one.radius - 4), 1)


def _pushed(one: Mark, other: Mark) -> bool:
    wanted = (one.radius + other.radius) * 1.12
    if abs(one.x - other.x) > wanted or abs(one.y - other.y) > wanted:
        return False
    distance = math.dist((one.x, one.y), (other.x, other.y))
    if distance >= wanted - 0.5:
        return False
    angle = math.atan2(other.y - one.y, other.x - one.x) if distance > 0.1 else 0.7
    step = (wanted - distance) / 2
    one.x, one.y = one.x - step * math.cos(angle), one.y - step * math.sin(angle)
    other.x, other.y = other.x + step * math.cos(angle), other.y + step * math.sin(angle)
    return True


def _name(marks: Sequence[Mark], height: float) -> None:
    """Write the names for which there is room, those of many actors first."""
    taken = [(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in marks]
    for one in sorted(marks, key=lambda mark: (-mark.total, mark.code)):
        wide, half = len(one.label) * LETTER, NAME_HEIGHT / 2
        right, left = one.x + one.radius + 6, one.x - one.radius - 6
        below, above = one.y + one.radius + half + 3, one.y - one.radius - half - 3
        for x, y, run in (
            (right, one.y, "start"),
            (left, one.y, "end"),
            (one.x, below, "middle"),
            (one.x, above, "middle"),
        ):
            begin = {"start": x, "end": x - wide, "middle": x - wide / 2}[run]
            box = (begin, y - half, begin + wide, y + half)
            if box[0] >= 4 and box[2] <= WIDTH - 4 and box[1] >= 4 and box[3] <= height - 4 and _free(box, taken):
                one.name = (round(x, 1), round(y + 6, 1), run)
                taken.append(box)
                break


def _free(box: Box, taken: Iterable[Box]) -> bool:
    return not any(box[0] < one[2] and box[2] > one[0] and box[1] < one[3] and box[3] > one[1] for one in taken)
