"""The map of a territory: where things stand in the plane, and that no actor is lost between picture and list."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.contact_rows import at_communes
from services.portal.territory_map import WIDTH, TerritoryMap, neighbours, off_the_map, placed
from shared.contracts.diagnostic import ContactCard
from shared.contracts.territories import DrawnPlace, Polygons, Surrounding, TerritoryDrawing


def actor(insee: str | None, state: str = "met") -> ContactCard:
    values = dict.fromkeys(
        ("id", "organisation", "circle", "last_contact", "doer", "due", "referent", "card_sent", "stalled", "planned")
    )
    said = {"structure": "s", "label": "Garage", "next_step": "", "note": "", "stamp": "", "interviews": 0}
    return ContactCard.model_validate({**values, **said, "insee": insee, "state": state})


def square(west: float, south: float, side: float = 0.1) -> Polygons:
    east, north = west + side, south + side
    return [[[(west, south), (east, south), (east, north), (west, north), (west, south)]]]


def commune(code: str, at: tuple[float, float] | None, *, inside: bool = True, shaped: bool = False) -> DrawnPlace:
    polygons = square(*at) if at and shaped else []
    return DrawnPlace(code=code, label=f"Ville {code}", inside=inside, polygons=polygons, anchor=at)


def drawing(
    *places: DrawnPlace, outline: Polygons | None = None, around: list[Surrounding] | None = None
) -> TerritoryDrawing:
    return TerritoryDrawing(
        id="t", label="Le Pays", outline=outline or [], places=list(places), around=around or [], sources=[]
    )


def drawn(told: TerritoryDrawing, *actors: ContactCard) -> TerritoryMap:
    picture = placed(told, at_communes(actors))
    assert picture is not None
    return picture


def test_north_is_above_and_a_kilometre_is_as_long_either_way() -> None:
    told = drawing(commune("80001", (2.0, 50.0)), commune("80002", (2.0, 50.1)), commune("80003", (2.2, 50.0)))
    south, north, east = drawn(told, actor("80001"), actor("80002"), actor("80003")).marks
    assert south.x == pytest.approx(north.x, abs=0.2)
    assert (north.y < south.y, east.x > south.x) == (True, True)
    high, wide = south.y - north.y, east.x - south.x
    assert wide / high == pytest.approx(2 * math.cos(math.radians(50.05)), rel=0.01)


def test_the_scale_is_that_of_the_picture() -> None:
    picture = drawn(
        drawing(commune("80001", (2.0, 50.0)), commune("80002", (2.0, 50.1))), actor("80001"), actor("80002")
    )
    first, second = picture.marks
    length, km = picture.scale
    assert length / km == pytest.approx(abs(first.y - second.y) / 11.12, rel=0.01)
    assert length <= WIDTH / 4


def test_a_ring_has_a_share_for_each_state_and_says_it_in_numbers() -> None:
    (mark,) = drawn(
        drawing(commune("80001", (2.0, 50.0))), actor("80001"), actor("80001", "declined"), actor("80001")
    ).marks
    assert [(one.state, one.start, one.number) for one in mark.shares] == [("met", 0, 2), ("declined", 2, 1)]
    assert mark.total == 3


def test_communes_without_actors_are_dots_or_shapes_and_those_without_a_place_are_neither() -> None:
    told = drawing(commune("80001", (2.0, 50.0)), commune("80002", (2.1, 50.0), shaped=True), commune("80003", None))
    picture = drawn(told)
    assert [label for _, _, label in picture.dots] == ["Ville 80001"]
    assert [one.code for one in picture.areas] == ["80002"]
    assert picture.marks == []


def test_nothing_is_drawn_of_a_territory_that_lies_nowhere() -> None:
    assert placed(drawing(commune("80001", None)), at_communes([actor("80001")])) is None


def test_an_actor_next_door_is_in_the_picture_and_one_far_away_is_listed() -> None:
    told = drawing(
        commune("80001", (2.0, 50.0)),
        commune("80002", (2.3, 50.2)),
        commune("80021", (2.35, 50.2), inside=False),
        commune("59350", (3.05, 50.63), inside=False),
        commune("80003", None),
    )
    actors = [actor(code) for code in ("80001", "80021", "59350", "80003")]
    picture = drawn(told, *actors)
    assert [(one.code, one.inside) for one in picture.marks] == [("80001", True), ("80021", False)]
    assert [one.code for one in off_the_map(told, at_communes(actors), picture)] == ["59350", "80003"]


def test_marks_at_one_place_stand_apart_with_a_line_to_where_they_belong() -> None:
    places = [commune(f"8000{number}", (2.0 + number / 10_000, 50.0)) for number in range(4)]
    picture = drawn(drawing(*places, commune("80009", (2.4, 50.3))), *(actor(one.code) for one in places))
    for one, other in combinations(picture.marks, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= (one.radius + other.radius) * 0.95
    assert any(one.moved for one in picture.marks)


def test_neighbours_are_those_that_touch() -> None:
    around = [
        Surrounding(code="80002", label="À côté", polygons=square(2.1, 50.0)),
        Surrounding(code="80003", label="Plus loin", polygons=square(2.3, 50.0)),
    ]
    assert neighbours(drawing(commune("80001", (2.0, 50.0)), outline=square(2.0, 50.0), around=around)) == ["À côté"]


POSITIONS = st.tuples(st.floats(1.5, 4.2), st.floats(49.0, 51.0))


@given(
    st.lists(st.tuples(POSITIONS | st.none(), st.booleans(), st.integers(0, 30)), min_size=1, max_size=25),
)
def test_every_actor_is_in_the_picture_or_in_the_list_and_the_picture_holds_its_marks(
    some: list[tuple[tuple[float, float] | None, bool, int]],
) -> None:
    places = [commune(f"{80_000 + number}", at, inside=inside) for number, (at, inside, _) in enumerate(some)]
    actors = [actor(one.code) for one, (_, _, count) in zip(places, some, strict=True) for _ in range(count)]
    there = at_communes(actors)
    told = drawing(*places)
    picture = placed(told, there)
    marks = picture.marks if picture else []
    listed = off_the_map(told, there, picture)
    assert sum(one.total for one in marks) + sum(len(there[one.code]) for one in listed) == len(actors)
    for one in marks:
        assert picture is not None
        assert 0 <= one.x - one.radius <= one.x + one.radius <= WIDTH
        assert 0 <= one.y - one.radius <= one.y + one.radius <= picture.height
