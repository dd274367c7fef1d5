"""Observations in the portal: pictures are cleaned before they are kept, what is none is refused in words."""

from __future__ import annotations

import io

import pytest
from werkzeug.test import TestResponse

from shared.contracts.diagnostic import ListObservations, ObservationCard
from shared.contracts.territories import RegisterTerritory
from tests.integration.portal.conftest import Document, Visitor, at_the_door
from tests.support.enrolled import enrolled
from tests.unit.test_pictures import photo


@pytest.fixture
def here(visitor: Visitor) -> tuple[Visitor, str]:
    """A visitor who is signed in, and an accompaniment to work on."""
    return visitor.enter(), enrolled(visitor.house)


def send(visitor: Visitor, acc: str, *files: tuple[bytes, str]) -> TestResponse:
    url = f"/accompagnements/{acc}/observations"
    body = {**visitor.form(url), "kind": "visit", "title": "La Manufacture", "text": "Trois ateliers vides."}
    photos = [(io.BytesIO(content), name) for content, name in files]
    return visitor.client.post(url, data={**body, "occurred": "mars 2026", "photos": photos, "caption": "La cour"})


def observations(visitor: Visitor, acc: str) -> list[ObservationCard]:
    return visitor.house.ask(ListObservations(accompaniment=acc)).observations


def test_a_picture_is_shown_without_what_the_camera_wrote(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    assert send(visitor, acc, (photo(), "IMG_1.jpg"), (photo(), "IMG_2.jpg")).status_code == 303
    (card,) = observations(visitor, acc)
    assert (card.kind, card.occurred, len(card.pictures)) == ("visit", "2026-03", 2)
    page = visitor.get(f"/accompagnements/{acc}/observations")
    shown = [one["src"] for one in Document(page.text).all("img") if "/photos/" in one["src"]]
    assert len(shown) == 2
    for address in (shown[0], shown[0].partition("?")[0]):
        picture = visitor.get(address)
        assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")
        assert b"Exif" not in picture.data
        assert b"Camille" not in picture.data
        assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert visitor.api("GET", f"/pictures/{card.pictures[0].id}?thumbnail=true").status_code == 200


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7 rapport", "rapport.jpg", "n’est pas une photo"),
        (b"<svg onload='alert(1)'/>", "dessin.png", "n’est pas une photo"),
        (photo()[: len(photo()) // 2], "coupee.jpg", "abîmée"),
        (b"", "vide.jpg", "vide"),
    ],
)
def test_what_is_no_picture_is_named_and_the_words_stay(
    here: tuple[Visitor, str], content: bytes, name: str, sentence: str
) -> None:
    visitor, acc = here
    answer = send(visitor, acc, (photo(), "bonne.jpg"), (content, name))
    assert answer.status_code == 422
    assert f"«\u00a0{name}\u00a0»" in answer.text
    assert sentence in answer.text
    assert "Trois ateliers vides.</textarea>" in answer.text
    assert observations(visitor, acc) == []


def test_more_pictures_than_one_observation_takes_are_refused(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    answer = send(visitor, acc, *[(photo(), f"{number}.jpg") for number in range(7)])
    assert answer.status_code == 422
    assert "6 photos au plus" in answer.text


def test_a_picture_is_removed_for_good_and_the_observation_stays(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    send(visitor, acc, (photo(), "IMG_1.jpg"))
    picture = observations(visitor, acc)[0].pictures[0].id
    assert visitor.send(f"/accompagnements/{acc}/photos/{picture}/retirer").status_code == 303
    assert visitor.get(f"/accompagnements/{acc}/photos/{picture}").status_code == 404
    assert "Photo retirée" in visitor.get(f"/accompagnements/{acc}/observations").text


def test_a_picture_is_seen_only_where_it_was_taken(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    send(visitor, acc, (photo(), "IMG_1.jpg"))
    picture = observations(visitor, acc)[0].pictures[0].id
    other = enrolled(visitor.house, "Bapaume")
    assert visitor.get(f"/accompagnements/{other}/photos/{picture}").status_code == 404
    assert visitor.get(f"/accompagnements/{other}/photos/{picture}/retirer").status_code == 404
    assert at_the_door(visitor.house).get(f"/accompagnements/{acc}/photos/{picture}").status_code == 303
    elsewhere = visitor.house.obey(RegisterTerritory(label="Ailleurs", kind="commune")).id
    assert visitor.api("GET", f"/pictures/{picture}", territory=elsewhere).status_code == 403


def test_a_reader_looks_and_writes_nothing(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    send(visitor, acc, (photo(), "IMG_1.jpg"))
    reader = at_the_door(visitor.house).enter_as("reader")
    page = Document(reader.get(f"/accompagnements/{acc}/observations").text)
    assert "La Manufacture" in page.text
    assert not [link for link in page.links() if link.endswith("/retirer")]
    assert reader.client.post(f"/accompagnements/{acc}/observations", data={}).status_code == 403
