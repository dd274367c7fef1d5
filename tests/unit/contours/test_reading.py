"""Files of contours: what they hold, or what is wrong with them in French; shapes lighter and still joined."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contours import MOST_BYTES, read_contours

NB = "\u00a0"
SQUARE = [[[2.0, 50.0], [2.2, 50.0], [2.2, 50.2], [2.0, 50.2], [2.0, 50.0]]]
NEXT = [[[2.2, 50.0], [2.4, 50.0], [2.4, 50.2], [2.2, 50.2], [2.2, 50.0]]]


def feature(coordinates: Any, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates} if coordinates is not None else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}, ensure_ascii=False).encode()


def sentences(content: bytes) -> list[tuple[int, str, str]]:
    read = read_contours(content)
    assert read.contours == []
    return [tuple(one) for one in read.problems]


@pytest.mark.parametrize("name", ["code", "insee", "CODE_INSEE", "codgeo", "INSEE_COM"])
def test_the_code_stands_under_any_of_the_usual_names(name: str) -> None:
    (one,) = read_contours(
        collection(feature(SQUARE, **{name: "80016", "nom": "Albert", "epci": "248000747"}))
    ).contours
    assert (one.code, len(one.polygons)) == ("80016", 1)
    assert 2.0 < one.anchor[0] < 2.2
    assert 50.0 < one.anchor[1] < 50.2


def test_a_code_that_a_table_made_a_decimal_number_is_not_that_of_another_commune() -> None:
    (one,) = read_contours(collection(feature(SQUARE, code=80016.0))).contours
    assert one.code == "80016"
    ((_, where, message),) = sentences(collection(feature(SQUARE, code=1001.0)))
    assert (where, f"«{NB}01001{NB}»" in message) == ("code", True)


def test_an_epci_goes_by_its_siren_and_a_commune_before_its_epci() -> None:
    features = [feature(SQUARE, siren="200 040 947"), feature(NEXT, insee="02001", siren="200040947")]
    assert [one.code for one in read_contours(collection(*features)).contours] == ["02001", "200040947"]


def test_a_file_may_be_gzipped_begin_with_a_mark_and_hold_points() -> None:
    content = b"\xef\xbb\xbf" + collection(feature([2.65, 50.0, 63.0], "Point", code="80016", nom="Albert"))
    (one,) = read_contours(gzip.compress(content)).contours
    assert (one.polygons, one.anchor) == ((), (2.65, 50.0))


def test_several_polygons_and_holes_are_kept() -> None:
    hole = [[2.05, 50.05], [2.1, 50.05], [2.1, 50.1], [2.05, 50.05]]
    (one,) = read_contours(collection(feature([[*SQUARE, hole], [[[3, 50], [3.1, 50], [3.1, 50.1], [3, 50]]]],
                                              "MultiPolygon", code="80016"))).contours  # fmt: skip
    assert [len(rings) for rings in one.polygons] == [2, 1]


def test_neighbours_stay_joined_and_points_that_nobody_sees_go() -> None:
    wavy = [[2.2 + (0.00001 if step % 2 else 0.0), 50.0 + step / 1000] for step in range(201)]
    left = [[[2.0, 50.0], *wavy, [2.0, 50.2], [2.0, 50.0]]]
    right = [[[2.4, 50.2], *wavy[::-1], [2.4, 50.0], [2.4, 50.2]]]
    one, two = read_contours(collection(feature(left, code="80016"), feature(right, code="80017"))).contours
    shared = set(one.polygons[0][0]) & set(two.polygons[0][0])
    assert len(one.polygons[0][0]) < 10
    assert {(2.2, 50.0), (2.2, 50.2)} <= shared


def test_a_ring_that_crosses_itself_is_mended_and_told() -> None:
    bow = [[[2, 50], [2.2, 50.2], [2.2, 50], [2, 50.2], [2, 50]]]
    read = read_contours(collection(feature(bow, code="80016")))
    assert len(read.contours[0].polygons) == 2
    assert read.notices == [f"Tracés qui se croisaient, redressés pour le dessin{NB}: 80016."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code;nom\n80016;Albert\n", f"n’est pas du JSON lisible (ligne 1, caractère 1){NB}: un fichier GeoJSON"),
        (b'{"communes": []}', "n’est pas du GeoJSON"),
        (b"[1, 2]", "n’est pas du GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "n’a aucun objet"),
        (b"PK\x03\x04", "archive ZIP"),
        (b"\x1f\x8bnothing", "est abîmé"),
        (b"\xff\xfe{", "UTF-8"),
        (b"[" * 100_000, "imbriqué sans fin"),
        (b"{" + b" " * MOST_BYTES, "dépasse 20 Mo"),
        (gzip.compress(b" " * (60 * 1024 * 1024 + 1)), "dépasse 60 Mo une fois décompressé"),
    ],
)
def test_a_file_that_is_none_says_what_it_is(content: bytes, said: str) -> None:
    ((place, where, sentence),) = sentences(content)
    assert (place, where) == (0, "fichier")
    assert said in sentence


@pytest.mark.parametrize("crs", [{"type": "name", "properties": None}, {"properties": {"name": None}}, "EPSG:4326"])
def test_a_projection_that_is_not_named_as_it_should_be_is_left_aside(crs: object) -> None:
    assert read_contours(collection(feature(SQUARE, code="80016"), crs=crs)).problems == []


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_number_of_hundreds_of_digits_is_told_and_breaks_nothing(digits: int) -> None:
    one = (
        '{"type": "Feature", "properties": {"code": "80016"}, "geometry": {"type": "Point", "coordinates": [1%s, 50]}}'
    )
    file = '{"type": "FeatureCollection", "features": [' + one % ("0" * digits) + "]}"
    assert len(read_contours(file.encode()).problems) == 1


def test_a_projection_named_in_the_file_is_told_with_the_mend() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    ((_, _, sentence),) = sentences(collection(feature(SQUARE, code="80016"), crs=crs))
    assert "EPSG::2154" in sentence
    assert "WGS84 (EPSG:4326)" in sentence
    degrees = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read_contours(collection(feature(SQUARE, code="80016"), crs=degrees)).problems == []


@pytest.mark.parametrize(
    ("one", "where", "said"),
    [
        (feature([[[684000, 6985000]] * 4], code="80016"), "coordinates", "[684000, 6985000] n’est pas en degrés"),
        (feature([[[50.0, 2.6]] * 4], code="80016"), "coordinates", "sont inversées"),
        (feature([SQUARE[0][:-1]], code="80016"), "coordinates", "n’est pas fermé"),
        (feature([[[2, 50], [2.1, 50], [2, 50]]], code="80016"), "coordinates", "moins de quatre positions"),
        (feature([[["2", "50"]]], code="80016"), "coordinates", "deux nombres"),
        (feature([[[2, 1e999]]], code="80016"), "coordinates", "deux nombres"),
        (feature(None, code="80016"), "geometry", "pas de géométrie"),
        (feature([], code="80016"), "geometry", "géométrie est vide"),
        (feature([[]], code="80016"), "geometry", "géométrie est vide"),
        (feature([[[2, 50], [2.1, 50], [2.2, 50], [2, 50]]], code="80016"), "geometry", "n’entoure aucune surface"),
        (feature([[2, 50], [3, 50]], "LineString", code="80016"), "geometry", f"de type «{NB}LineString{NB}»"),
        (feature(SQUARE, nom="Albert"), "code", f"propriété «{NB}code{NB}» manque"),
        (feature(SQUARE, code=2001), "code", f"écrivez «{NB}02001{NB}»"),
        (feature(SQUARE, code="Albert"), "code", f"«{NB}Albert{NB}» n’est ni un code INSEE"),
        ("Albert", "type", "n’est pas un objet GeoJSON"),
    ],
)
def test_each_object_at_fault_is_told_by_its_number_and_nothing_is_taken(one: Any, where: str, said: str) -> None:
    ((place, at, sentence),) = sentences(collection(feature(NEXT, code="80017"), one))
    assert (place, at) == (2, where)
    assert sentence.startswith(f"Objet 2{NB}: ")
    assert said in sentence


def test_a_code_twice_is_told_with_the_first_of_the_two() -> None:
    ((place, _, sentence),) = sentences(collection(feature(SQUARE, code="80016"), feature(NEXT, code="80016")))
    assert place == 2
    assert "déjà celui de l’objet 1" in sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(10**12), 10**12) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(st.fixed_dictionaries({"type": st.just("Feature"), "properties": JSON, "geometry": JSON}), min_size=1))
def test_whatever_objects_hold_they_are_read_or_told(features: list[Any]) -> None:
    read = read_contours(collection(*features))
    assert bool(read.problems) != bool(read.contours)


@given(st.lists(st.tuples(st.floats(1.0, 4.0), st.floats(49.0, 51.0)), min_size=3, max_size=12))
def test_whatever_ring_is_drawn_its_anchor_and_positions_stay_near(positions: list[tuple[float, float]]) -> None:
    ring = [list(one) for one in (*positions, positions[0])]
    read = read_contours(collection(feature([ring], code="80016")))
    if read.problems:
        assert [one.where for one in read.problems] == ["geometry"]
        return
    (one,) = read.contours
    assert one.polygons
    for east, north in [one.anchor, *(position for rings in one.polygons for ring in rings for position in ring)]:
        assert 0.999 <= east <= 4.001
        assert 48.999 <= north <= 51.001
