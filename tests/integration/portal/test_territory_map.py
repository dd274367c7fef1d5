"""Contours in the portal: looked at, drawn, removed; and the contact plan as a map that filters its rows."""

from __future__ import annotations

import gzip
import io
import json
from html import unescape
from typing import Any

import pytest

from shared.contracts.territories import EnrolTerritory, PublishCall, RegisterTerritory
from tests.integration.portal.conftest import Document, Visitor, at_the_door, hidden_fields
from tests.support.enrolled import enrolled

PAGE = "/territoires/contours"
ALBERT, ACHEUX, ARQUEVES, LILLE = "80016", "80003", "80028", "59350"


@pytest.fixture
def here(visitor: Visitor) -> tuple[Visitor, str]:
    """A visitor who is signed in, and an accompaniment of three communes, one of them without a known position."""
    visitor.enter()
    house = visitor.house
    call = house.obey(PublishCall(title="Appel 2026")).id
    communes = [ALBERT, ACHEUX, ARQUEVES]
    territory = house.obey(RegisterTerritory(label="Le Pays", kind="communaute-de-communes", communes=communes)).id
    return visitor, house.obey(EnrolTerritory(call=call, territory=territory, occurred="2026-01")).id


def feature(code: str, west: float, south: float = 50.0) -> dict[str, Any]:
    ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code, "nom": code}, "geometry": geometry}


def content(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def send(visitor: Visitor, sent: bytes, name: str = "communes.geojson", **typed: str) -> Any:
    said = {"origin": "IGN, Admin Express 2026", "licence": "Licence Ouverte 2.0", **typed}
    return visitor.send(PAGE, **said, fichier=(io.BytesIO(sent), name))


def bring(visitor: Visitor, *features: dict[str, Any]) -> None:
    looked = send(visitor, content(*features))
    assert looked.status_code == 303, looked.text
    page = visitor.get(looked.location)
    assert visitor.client.post(f"{looked.location}/reprendre", data=hidden_fields(page.text)).status_code == 303


def plain(page: str) -> str:
    """A page with ordinary blanks."""
    return unescape(page).replace("\u202f", " ").replace("\u00a0", " ")


def words(page: str) -> str:
    return " ".join(Document(page).text.split())


def test_the_plan_is_a_map_whose_communes_filter_its_rows(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/contacts"
    typed = f"Garage ; Albert\nLycée ; Albert\nÉcole ; Acheux-en-Amiénois\nFerme ; Arquèves\nRéseau ; {LILLE}\nClub"
    visitor.send(url, actors=typed, circle="professionals")
    page = visitor.get(f"{url}?vue=communes").text
    assert 'aria-label="Albert, 2 acteurs : 2 à contacter"' in plain(page)
    said = plain(words(page))
    assert "Sans position sur la carte : Arquèves (1)" in said
    assert "Trop loin pour la carte : Lille (1)" in said
    assert "GeoNames" in said
    assert "CC BY 4.0" in said
    for view in ("communes", "tableau", "cercles"):
        shown = words(visitor.get(f"{url}?vue={view}&commune={ALBERT}").text)
        assert "Seulement Albert" in shown
        assert "Garage" in shown
        assert "Ferme" not in shown
    assert "Club" in words(visitor.get(f"{url}?vue=tableau&commune=non-precisee").text)


def test_a_map_without_any_place_says_so_and_shows_the_list(visitor: Visitor) -> None:
    visitor.enter()
    acc = enrolled(visitor.house, "Ailleurs")
    visitor.send(f"/accompagnements/{acc}/contacts", actors="Ferme ; 80028")
    said = words(visitor.get(f"/accompagnements/{acc}/contacts?vue=communes").text)
    assert "Terreau ne sait pas où placer ces communes" in said
    assert "Ferme" in said


def test_contours_are_looked_at_drawn_with_their_origin_and_removed(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/contacts"
    visitor.send(url, actors="Ferme ; Arquèves")
    bring(visitor, feature(ALBERT, 2.6), feature(ARQUEVES, 2.4), feature("80021", 2.3))
    page = visitor.get(f"{url}?vue=communes").text
    assert page.count('class="area"') == 2
    assert 'aria-label="Arquèves' in page
    assert "IGN, Admin Express 2026, Licence Ouverte 2.0" in words(page)
    portrait = visitor.get(f"/territoires/{acc}/portrait").text
    assert 'class="territory-map small"' in portrait
    assert "IGN, Admin Express 2026" in words(portrait)
    (link,) = [one for one in Document(visitor.get(PAGE).text).links() if one.startswith(f"{PAGE}/")]
    assert visitor.client.post(f"{link}/retirer", data=hidden_fields(visitor.get(link).text)).status_code == 303
    assert "Aucun fichier pour l’instant" in words(visitor.get(PAGE).text)
    assert 'class="territory-map' not in visitor.get(f"/territoires/{acc}/portrait").text


def test_unknown_codes_are_listed_and_refuse_the_file_until_they_are_left_aside(visitor: Visitor) -> None:
    visitor.enter()
    looked = send(
        visitor, gzip.compress(content(feature(ALBERT, 2.6), feature("13055", 5.3, 43.2))), "france.geojson.gz"
    )
    page = visitor.get(looked.location)
    assert "1 code inconnu de la référence 13055" in plain(words(page.text))
    fields = hidden_fields(page.text)
    refused = visitor.client.post(f"{looked.location}/reprendre", data=fields)
    assert refused.status_code == 422
    assert "Codes inconnus de la référence" in refused.text
    again = {**hidden_fields(refused.text), "known_only": "oui"}
    assert visitor.client.post(f"{looked.location}/reprendre", data=again).status_code == 303
    assert "1 commune" in plain(words(visitor.get(PAGE).text))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"code;nom", "n’est pas du JSON lisible"),
        (content({"type": "Feature", "properties": {}, "geometry": None}), "Objet 1"),
        (content(feature("13055", 5.3, 43.2)), "Aucun code de ce fichier"),
    ],
)
def test_a_wrong_file_is_told_in_french_what_was_typed_stays_and_nothing_changes(
    visitor: Visitor, sent: bytes, said: str
) -> None:
    visitor.enter()
    answer = send(visitor, sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Aucun fichier pour l’instant" in words(visitor.get(PAGE).text)


def test_origin_and_licence_are_asked_for(visitor: Visitor) -> None:
    visitor.enter()
    answer = send(visitor, content(feature(ALBERT, 2.6)), origin="", licence="")
    assert answer.status_code == 422
    assert "Dites d’où vient ce fichier" in answer.text
    assert "sous quelle licence" in answer.text


def test_a_reader_sees_the_files_and_brings_none(visitor: Visitor) -> None:
    visitor.enter()
    reader = at_the_door(visitor.house).enter_as("reader")
    assert "Apporter un fichier" not in reader.get(PAGE).text
    assert reader.client.post(PAGE, data={}).status_code == 403


def test_the_api_gives_the_map_as_geojson_without_a_name(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    visitor.send(f"/accompagnements/{acc}/contacts", actors="Garage secret ; Albert\nFerme ; Arquèves\nClub")
    bring(visitor, feature(ALBERT, 2.6))
    answer = visitor.api("GET", f"/accompaniments/{acc}/contacts/map")
    assert answer.status_code == 200
    assert "Garage secret" not in answer.text
    told = answer.get_json()
    albert, acheux, arqueves = told["features"]
    assert (told["type"], told["unplaced"]) == ("FeatureCollection", 1)
    assert albert["geometry"]["type"] == "MultiPolygon"
    assert albert["properties"] == {
        "code": ALBERT, "name": "Albert", "inside": True, "actors": 1, "states": {"to-contact": 1}
    }  # fmt: skip
    assert (acheux["geometry"]["type"], acheux["properties"]["actors"]) == ("Point", 0)
    assert (arqueves["geometry"], arqueves["properties"]["actors"]) == (None, 1)


def test_contours_come_and_go_through_the_api(visitor: Visitor) -> None:
    shape = {"code": ALBERT, "anchor": [2.65, 50.0]}
    body = {"origin": "IGN", "licence": "Licence Ouverte 2.0", "contours": [shape]}
    made = visitor.api("POST", "/contours", json=body, headers={"Idempotency-Key": "k1"}).get_json()["id"]
    said = {"contours": made}
    assert (
        visitor.api("POST", "/contours/confirmations", json=said, headers={"Idempotency-Key": "k2"}).status_code == 201
    )
    (card,) = visitor.api("GET", "/contours").get_json()["sets"]
    assert visitor.api("GET", f"/contours/{made}").status_code == 200
    assert (card["communes"], card["points"], card["state"]) == (1, 1, "current")
    assert visitor.api("POST", "/contours/removals", json=said, headers={"Idempotency-Key": "k3"}).status_code == 201
    assert visitor.api("GET", f"/contours/{made}").status_code == 404
