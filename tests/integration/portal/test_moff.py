"""The page of the MOFF matrix: adding, changing under two pairs of hands, and hearing of the others."""

from __future__ import annotations

import threading

import pytest

from services.portal.live import Live
from shared.contracts.diagnostic import AddMoffItem, GetMoff, LogInterview
from tests.integration.portal.conftest import Document, Visitor, at_the_door, hidden_fields
from tests.support.enrolled import enrolled
from tests.support.waiting import until


@pytest.fixture
def here(visitor: Visitor) -> tuple[Visitor, str]:
    """A visitor who is signed in, and an accompaniment to work on."""
    return visitor.enter(), enrolled(visitor.house)


def texts(visitor: Visitor, accompaniment: str) -> list[str]:
    return [one.now.text for one in visitor.house.ask(GetMoff(accompaniment=accompaniment)).items]


def test_an_item_typed_on_the_page_is_in_its_quadrant_under_the_name_of_its_author(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/moff"
    sent = visitor.send(url, category="risk", text="Le bus s'arrête", theme="Mobilité", evidence="known")
    assert (sent.status_code, sent.location) == (303, f"{url}?categorie=risk#ajouter")
    page = visitor.get(url)
    assert "Quels sont les risques à anticiper\u202f?" in page.text
    text = Document(page.text).text
    assert "Le bus s'arrête" in text
    assert "connu du groupe · Administration" in " ".join(text.split())


def test_what_is_missing_is_said_and_what_was_typed_stays(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    answer = visitor.send(f"/accompagnements/{acc}/moff", text="Un texte gardé", evidence="study")
    assert answer.status_code == 422
    assert "Choisissez une réponse." in answer.text
    assert "Un texte gardé" in answer.text
    answer = visitor.send(f"/accompagnements/{acc}/moff", category="risk", text="Gardé aussi", evidence="study")
    assert "Nommez l’étude" in answer.text
    assert texts(visitor, acc) == []


def test_the_second_of_two_people_sees_the_first_and_keeps_their_own_words(here: tuple[Visitor, str]) -> None:
    first, acc = here
    second = at_the_door(first.house).enter_as("team")
    item = first.house.obey(AddMoffItem(accompaniment=acc, category="resource", text="Une gare")).id
    url = f"/accompagnements/{acc}/moff/{item}"
    seen = {"category": "resource", "evidence": "known"}
    theirs = second.form(url)
    assert first.send(url, **seen, text="Une gare et un parc à vélos").status_code == 303
    answer = second.client.post(url, data={**theirs, **seen, "text": "Une gare peu desservie"})
    assert answer.status_code == 409
    assert "Une gare et un parc à vélos" in answer.text
    assert "Une gare peu desservie</textarea>" in answer.text
    assert texts(first, acc) == ["Une gare et un parc à vélos"]
    again = {**hidden_fields(answer.text), **seen, "text": "Une gare et un parc à vélos, peu desservie"}
    assert second.client.post(url, data=again).status_code == 303
    assert texts(first, acc) == ["Une gare et un parc à vélos, peu desservie"]
    told = Document(second.get(f"{url}/historique").text).text
    assert [words in told for words in ("Une gare", "Une gare et un parc à vélos", "team")] == [True] * 3


def test_a_withdrawn_item_can_be_taken_up_again(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    item = visitor.house.obey(AddMoffItem(accompaniment=acc, category="resource", text="Une gare")).id
    url = f"/accompagnements/{acc}/moff/{item}"
    assert visitor.send(f"{url}/retirer", reason="Doublon").status_code == 303
    assert "1 élément retiré" in Document(visitor.get(f"/accompagnements/{acc}/moff").text).text
    assert visitor.send(url, category="resource", text="Une gare", evidence="known").status_code == 303
    assert texts(visitor, acc) == ["Une gare"]


def test_a_browser_that_waits_is_sent_the_matrix_when_somebody_adds_to_it(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/moff/suite"
    visitor.client.application.extensions["terreau.live"] = Live(visitor.house.rooms["portal"].database, patience=60)
    other = visitor.client.application.test_client()
    other.set_cookie("terreau_session", visitor.client.get_cookie("terreau_session").value)  # type: ignore[union-attr]
    answers: list[dict[str, object]] = []
    waiting = threading.Thread(target=lambda: answers.append(other.get(f"{url}?depuis=0").get_json()), daemon=True)
    waiting.start()
    visitor.house.obey(AddMoffItem(accompaniment=acc, category="resource", text="Une gare"))
    until(lambda: bool(answers), seconds=30, what="the browser to be told")
    assert answers[0]["mark"] == 1
    assert "Une gare" in str(answers[0]["html"])


def test_a_browser_that_waits_in_vain_asks_again_and_is_sent_nothing(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    visitor.client.application.extensions["terreau.live"] = Live(visitor.house.rooms["portal"].database, patience=0)
    assert visitor.get(f"/accompagnements/{acc}/moff/suite?depuis=0").get_json() == {"mark": 0}
    visitor.house.obey(AddMoffItem(accompaniment=acc, category="risk", text="Un risque"))
    assert visitor.get(f"/accompagnements/{acc}/moff/suite?depuis=0").get_json()["mark"] == 1
    assert visitor.get(f"/accompagnements/{acc}/moff/suite?depuis=1").get_json() == {"mark": 1}


def test_a_reader_sees_the_matrix_and_cannot_write_in_it(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    item = visitor.house.obey(AddMoffItem(accompaniment=acc, category="resource", text="Une gare")).id
    reader = at_the_door(visitor.house).enter_as("reader")
    page = Document(reader.get(f"/accompagnements/{acc}/moff").text)
    assert "Une gare" in page.text
    assert not [link for link in page.links() if item in link]
    assert reader.client.post(f"/accompagnements/{acc}/moff", data={}).status_code == 403


def test_an_interview_is_offered_as_evidence_and_its_kind_speaks(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    met = visitor.house.obey(LogInterview(accompaniment=acc, structure="Atelier bois", kind="ess")).id
    visitor.send(
        f"/accompagnements/{acc}/moff", category="weakness", text="Pas de local", evidence="interview", interview=met
    )
    text = " ".join(Document(visitor.get(f"/accompagnements/{acc}/moff").text).text.split())
    assert "Économie sociale et solidaire · entretien avec Atelier bois" in text


def test_the_api_reads_and_writes_the_matrix(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    body = {"accompaniment": acc, "category": "opportunity", "text": "Un tiers-lieu ouvre"}
    made = visitor.api("POST", "/moff-items", json=body, headers={"Idempotency-Key": "k1"})
    assert made.status_code == 201
    page = visitor.api("GET", f"/accompaniments/{acc}/moff").get_json()
    assert [one["now"]["text"] for one in page["items"]] == ["Un tiers-lieu ouvre"]
    stale = {"accompaniment": acc, "item": made.get_json()["id"], "seen": "x", "category": "risk", "text": "Autre"}
    refused = visitor.api("POST", "/moff-items/edits", json=stale, headers={"Idempotency-Key": "k2"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "changed-meanwhile")
