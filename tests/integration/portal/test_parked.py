"""What could not be handled, as administrators see it, and another chance for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import update

from services.portal.pages.technical import HOOK
from services.portal.parked import ParkedEvents
from shared.envelope import seal
from shared.errors import Unavailable
from shared.events import PersonErased
from shared.ids import new_id
from shared.messaging import inbox
from tests.integration.portal.conftest import Document, Visitor, hidden_fields
from tests.support.house import House


@dataclass
class Rooms:
    """The rooms of a house, called as the bus calls them; those that are `away` do not answer."""

    house: House
    away: set[str] = field(default_factory=set)

    def call(self, service: str, method: str, **payload: Any) -> Any:
        if service in self.away:
            raise Unavailable("Ce service ne répond pas.")
        room = self.house.rooms[service]
        if method == "parked":
            return inbox.parked(room.room, room.database)
        assert method == "retry"
        return inbox.retry(room.room, room.database, room.clock, payload.get("id"))


@pytest.fixture
def rooms(visitor: Visitor) -> Rooms:
    found = Rooms(visitor.house)
    visitor.client.application.extensions[HOOK] = ParkedEvents(found)
    return found


def park(house: House, service: str) -> str:
    """Have a room hear an event that its own schema refuses; the id of the event."""
    room = house.rooms[service]
    event = PersonErased(person=new_id())
    sealed = seal(event, id=new_id(), now=room.clock.now(), occurred=None, correlation=new_id(), causation=None)
    inbox.store(room.room, room.database, room.clock, [{**sealed.as_json(), "data": {"somebody": "else"}}])
    handle(house, service)
    return sealed.id


def mend(house: House, service: str, event: str) -> None:
    """Put right what stood in the way, as a new version of the service would."""
    room = house.rooms[service]
    table = room.room.furniture.inbox
    sealed = seal(
        PersonErased(person=new_id()),
        id=event,
        now=room.clock.now(),
        occurred=None,
        correlation=new_id(),
        causation=None,
    )
    with room.database.write() as session:
        session.execute(update(table).where(table.c.event_id == event).values(body=sealed.as_json()))


def handle(house: House, service: str) -> None:
    room = house.rooms[service]
    inbox.handle_due(room.room, room.database, room.clock, inbox.RetryPolicy())


def parked(house: House) -> set[tuple[str, str]]:
    return {
        (name, item["type"]) for name, room in house.rooms.items() for item in inbox.parked(room.room, room.database)
    }


def press(visitor: Visitor, path: str, **fields: str) -> str:
    """Press a button of the page of parked events; the text of the page it leads to."""
    answer = visitor.client.post(path, data={**hidden_fields(visitor.get("/technique").text), **fields})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/technique")
    return " ".join(Document(visitor.get("/technique").text).text.split())


def test_every_listening_room_is_asked_and_nothing_waits(visitor: Visitor, rooms: Rooms) -> None:
    page = visitor.enter().get("/technique").text
    assert "Tout a été traité." in page
    assert "Réessayer" not in page


def test_what_is_parked_is_shown_with_its_room_and_its_error(visitor: Visitor, rooms: Rooms) -> None:
    ids = [park(visitor.house, "workshops"), park(visitor.house, "portal")]
    page = visitor.enter().get("/technique").text
    assert all(event in page for event in ids)
    assert "Personne oubliée" in page
    assert "ValidationError" in page
    assert "2 événements en attente" in page


def test_an_event_that_was_mended_is_handled_after_another_try(visitor: Visitor, rooms: Rooms) -> None:
    visitor.enter()
    mended, other = park(visitor.house, "workshops"), park(visitor.house, "diagnostic")
    mend(visitor.house, "workshops", mended)
    said = press(visitor, "/technique/reessayer", service="workshops", event=mended)
    assert "L’événement est repris par le service «" in said
    handle(visitor.house, "workshops")
    assert parked(visitor.house) == {("diagnostic", "person-erased")}
    assert other in visitor.get("/technique").text


def test_an_event_that_fails_again_comes_back(visitor: Visitor, rooms: Rooms) -> None:
    visitor.enter()
    event = park(visitor.house, "workshops")
    press(visitor, "/technique/reessayer", service="workshops", event=event)
    assert parked(visitor.house) == set()
    handle(visitor.house, "workshops")
    assert event in visitor.get("/technique").text


def test_trying_again_what_waits_no_more_says_so(visitor: Visitor, rooms: Rooms) -> None:
    visitor.enter()
    park(visitor.house, "workshops")
    assert "n’attend plus" in press(visitor, "/technique/reessayer", service="workshops", event=new_id())


def test_everything_is_tried_again_at_once_and_counted(visitor: Visitor, rooms: Rooms) -> None:
    visitor.enter()
    for service in ("workshops", "diagnostic", "portal"):
        park(visitor.house, service)
    assert "3 événements repris." in press(visitor, "/technique/tout-reessayer")
    assert parked(visitor.house) == set()
    assert "Rien n’a été repris" in press(visitor, "/technique/tout-reessayer", **_token(visitor))


def _token(visitor: Visitor) -> dict[str, str]:
    return {"jeton": hidden_fields(visitor.get("/comptes").text)["jeton"]}


def test_what_is_no_event_at_all_says_so_and_stays(visitor: Visitor, rooms: Rooms) -> None:
    room = visitor.house.rooms["workshops"]
    inbox.store(room.room, room.database, room.clock, [b"not even JSON"])
    page = visitor.enter().get("/technique").text
    assert "Ce n’est pas un événement" in page
    assert "Réessayer" not in page.split("<main")[1]
    rooms.house.clock.advance(inbox.RetryPolicy().wait(1))
    press(visitor, "/technique/tout-reessayer", **_token(visitor))
    assert parked(visitor.house) == {("workshops", "?")}


def test_a_room_that_does_not_answer_is_named_and_hides_nothing(visitor: Visitor, rooms: Rooms) -> None:
    event = park(visitor.house, "workshops")
    rooms.away = {"notifications", "reporting"}
    page = visitor.enter().get("/technique")
    assert page.status_code == 200
    assert "notifications et reporting" in page.text
    assert event in page.text
    said = press(visitor, "/technique/tout-reessayer")
    assert "1 événement repris." in said
    assert "notifications et reporting" in said


def test_a_room_away_does_not_pass_for_all_is_well(visitor: Visitor, rooms: Rooms) -> None:
    rooms.away = {"reporting"}
    page = visitor.enter().get("/technique").text
    assert "Tout a été traité." not in page
    assert "Ce qui attend dans ce service n’apparaît pas ici" in page


def test_a_room_that_does_not_answer_to_another_try_is_an_error_page(visitor: Visitor, rooms: Rooms) -> None:
    event = park(visitor.house, "workshops")
    fields = hidden_fields(visitor.enter().get("/technique").text)
    rooms.away = {"workshops"}
    assert visitor.client.post("/technique/reessayer", data={**fields, "event": event}).status_code == 503


def test_a_service_that_does_not_exist_is_not_called(visitor: Visitor, rooms: Rooms) -> None:
    fields = {**_token(visitor.enter()), "service": "elsewhere", "event": new_id()}
    assert visitor.client.post("/technique/reessayer", data=fields).status_code == 404


@pytest.mark.parametrize("role", ["team", "reader"])
def test_only_administrators_see_and_try_again(visitor: Visitor, rooms: Rooms, role: str) -> None:
    event = park(visitor.house, "workshops")
    fields = {**hidden_fields(visitor.enter().get("/technique").text), "event": event}
    visitor.enter_as(role)
    assert visitor.get("/technique").status_code == 403
    for path in ("/technique/reessayer", "/technique/tout-reessayer"):
        assert visitor.client.post(path, data=fields).status_code == 403
    assert parked(visitor.house) == {("workshops", "person-erased")}


def test_a_request_of_another_site_tries_nothing_again(visitor: Visitor, rooms: Rooms) -> None:
    park(visitor.house, "workshops")
    visitor.enter()
    assert visitor.client.post("/technique/tout-reessayer", data={"jeton": "inventé"}).status_code == 422
    assert visitor.get("/technique/tout-reessayer").status_code == 405
    assert parked(visitor.house) == {("workshops", "person-erased")}
