"""Subscribing to the agenda: a link of one's own, what a calendar program reads there, and its end."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar
from werkzeug.test import TestResponse

from services.portal.room import ROOM
from services.portal.sign_in.subscriptions import MOST, Subscriptions
from services.portal.sign_in.team import Team
from services.portal.tables import Feed
from shared.contracts.territories import EnrolTerritory, ListAccompaniments, PublishCall, RegisterTerritory
from shared.contracts.workshops import CancelWorkshop, ListAgenda, MoveWorkshop, ScheduleWorkshop
from shared.errors import NotFound, Refused
from shared.events import PersonErased
from shared.ids import new_id
from tests.conftest import OpenRoom
from tests.integration.portal.conftest import Visitor, hidden_fields

MADE = re.compile(r'id="f-url" type="text" value="http://localhost:8080([^"]+)"')


@pytest.fixture
def at_work(visitor: Visitor) -> Visitor:
    """A signed-in visitor of a house with two territories, one workshop in each."""
    house = visitor.house
    call = house.obey(PublishCall(title="Appel 2026")).id
    for label, insee, start in (("Arras", "62041", "2026-05-05"), ("Lens", "62498", "2026-06-09")):
        territory = house.obey(RegisterTerritory(label=label, kind="commune", insee=insee)).id
        house.obey(EnrolTerritory(call=call, territory=territory, occurred="2026-01"))
        house.obey(
            ScheduleWorkshop.model_validate(
                {
                    "accompaniment": place(visitor, label).id,
                    "title": "Idéation",
                    "start": f"{start}T09:00:00+02:00",
                    "end": f"{start}T12:00:00+02:00",
                    "venue_label": "Salle des fêtes",
                    "invited": [new_id()],
                }
            )
        )
    return visitor.enter()


def place(visitor: Visitor, label: str) -> Any:
    """The accompaniment of a territory."""
    (card,) = [one for one in visitor.house.ask(ListAccompaniments()).accompaniments if one.territory_label == label]
    return card


def workshop(visitor: Visitor, label: str) -> str:
    """The id of the workshop of a territory."""
    found = visitor.house.ask(ListAgenda(from_day="2026-01-01", to_day="2026-12-31")).workshops
    (card,) = [one for one in found if one.accompaniment == place(visitor, label).id]
    return card.id


def subscribe(visitor: Visitor, territory: str = "tous") -> str:
    """Press «Créer un lien d’abonnement»; the path of the link."""
    fields = {**first_form(visitor), "territory": territory}
    answer = visitor.client.post("/agenda/abonnements", data=fields)
    assert answer.status_code == 200, answer.text
    found = MADE.search(answer.text)
    assert found is not None
    return found[1]


def first_form(visitor: Visitor) -> dict[str, str]:
    return hidden_fields(visitor.get("/agenda").text)


def outsider(visitor: Visitor, path: str, **headers: str) -> TestResponse:
    """What a calendar program that never signed in is answered."""
    return visitor.client.application.test_client().get(path, headers=headers)


def events(visitor: Visitor, path: str) -> dict[str, Any]:
    """The events by summary."""
    answer = outsider(visitor, path)
    assert answer.status_code == 200
    return {str(one["summary"]): one for one in Calendar.from_ical(answer.data).walk("VEVENT")}


def test_a_link_gives_every_workshop_with_exact_dates_to_whoever_has_it(at_work: Visitor) -> None:
    at_work.house.obey(ScheduleWorkshop(accompaniment=place(at_work, "Lens").id, title="Flou", occurred="2026-09"))
    path = subscribe(at_work)
    assert re.fullmatch(r"/agenda/[\w-]{43}\.ics", path)
    found = events(at_work, path)
    assert set(found) == {"[Arras] Idéation", "[Lens] Idéation"}
    arras = found["[Arras] Idéation"]
    assert arras["uid"] == workshop(at_work, "Arras")
    assert arras["dtstart"].dt.astimezone(UTC) == datetime(2026, 5, 5, 7, tzinfo=UTC)
    assert at_work.get(str(arras["url"]).removeprefix("http://localhost:8080")).status_code == 200


def test_it_is_served_as_a_calendar_that_no_cache_keeps_unasked(at_work: Visitor) -> None:
    answer = outsider(at_work, subscribe(at_work))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers


def test_a_link_of_one_territory_tells_nothing_of_the_others(at_work: Visitor) -> None:
    path = subscribe(at_work, place(at_work, "Lens").territory)
    assert set(events(at_work, path)) == {"[Lens] Idéation"}
    assert "Arras" not in outsider(at_work, path).text


def test_a_territory_that_is_not_enrolled_gets_no_link(at_work: Visitor) -> None:
    fields = {**first_form(at_work), "territory": new_id()}
    assert at_work.client.post("/agenda/abonnements", data=fields).status_code == 422


def test_moves_and_cancellations_arrive_under_the_same_uid(at_work: Visitor) -> None:
    path, moved = subscribe(at_work), workshop(at_work, "Arras")
    seen = [events(at_work, path)["[Arras] Idéation"]]
    for step in (
        MoveWorkshop.model_validate(
            {
                "workshop": moved,
                "start": "2026-10-24T22:00:00+02:00",
                "end": "2026-10-25T10:00:00+01:00",
                "reason": "Une nuit, par-dessus le changement d’heure",
            }
        ),
        CancelWorkshop(workshop=moved, reason="Budget"),
    ):
        at_work.house.obey(step)
        seen.append(events(at_work, path)["[Arras] Idéation"])
    assert {str(one["uid"]) for one in seen} == {moved}
    assert [one["sequence"] for one in seen] == [0, 1, 2]
    assert [str(one["status"]) for one in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert seen[1]["dtstart"].dt.astimezone(UTC) == datetime(2026, 10, 24, 20, tzinfo=UTC)
    assert seen[1]["dtend"].dt.astimezone(UTC) == datetime(2026, 10, 25, 9, tzinfo=UTC)


def test_a_program_that_has_it_already_is_told_so_until_something_changes(at_work: Visitor) -> None:
    path = subscribe(at_work)
    mark = outsider(at_work, path).headers["ETag"]
    same = outsider(at_work, path, **{"If-None-Match": mark})
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", mark)
    at_work.house.obey(CancelWorkshop(workshop=workshop(at_work, "Lens"), reason="Budget"))
    changed = outsider(at_work, path, **{"If-None-Match": mark})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != mark


def test_reading_changes_nothing_and_may_only_be_read(at_work: Visitor) -> None:
    path = subscribe(at_work)
    before = [len(room.told()) for room in at_work.house.rooms.values()]
    outsider(at_work, path)
    assert [len(room.told()) for room in at_work.house.rooms.values()] == before
    assert at_work.client.application.test_client().head(path).status_code == 200
    assert at_work.client.post(path).status_code == 405


def test_the_same_form_sent_twice_makes_one_link_and_shows_it_twice(at_work: Visitor) -> None:
    fields = first_form(at_work)
    pages = [at_work.client.post("/agenda/abonnements", data=fields).text for _ in range(2)]
    assert len({found[1] for page in pages if (found := MADE.search(page))}) == 1
    assert at_work.get("/agenda").text.count("/revoquer") == 1
    assert subscribe(at_work) not in pages[0]


def test_a_revoked_link_is_gone_and_its_form_does_not_bring_it_back(at_work: Visitor) -> None:
    fields = first_form(at_work)
    found = MADE.search(at_work.client.post("/agenda/abonnements", data=fields).text)
    assert found is not None
    other = subscribe(at_work)
    page = at_work.get("/agenda").text
    ending = re.findall(r"/agenda/abonnements/[\w-]+/revoquer", page)[0]
    for _ in range(2):
        answer = at_work.client.post(ending, data=first_form(at_work))
        assert answer.status_code == 303
    assert "Le lien est révoqué" in at_work.get("/agenda").text
    assert outsider(at_work, found[1]).status_code == 404
    assert outsider(at_work, other).status_code == 200
    assert at_work.client.post("/agenda/abonnements", data=fields).status_code == 409
    assert outsider(at_work, found[1]).status_code == 404


@pytest.mark.parametrize("token", ["inconnu", "x" * 43, "a%00b", "é", "a" * 5000])
def test_an_unknown_link_is_not_found(visitor: Visitor, token: str) -> None:
    assert visitor.get(f"/agenda/{token}.ics").status_code == 404


def test_an_api_token_or_a_sign_in_link_opens_no_calendar(at_work: Visitor) -> None:
    for token in (at_work.sign_in.make_token("admin"), at_work.sign_in.first_link()):
        assert outsider(at_work, f"/agenda/{token}.ics").status_code == 404
    token = subscribe(at_work).removeprefix("/agenda/").removesuffix(".ics")
    assert outsider(at_work, "/api/v1/calls", Authorization=f"Bearer {token}").status_code == 401


def test_who_may_only_read_may_subscribe_too_and_sees_only_own_links(at_work: Visitor) -> None:
    subscribe(at_work)
    ending = re.findall(r"/agenda/abonnements/[\w-]+/revoquer", at_work.get("/agenda").text)[0]
    at_work.enter_as("reader")
    assert "/revoquer" not in at_work.get("/agenda").text
    path = subscribe(at_work)
    assert outsider(at_work, path).status_code == 200
    assert at_work.client.post(ending, data=first_form(at_work)).status_code == 404


def test_nobody_makes_or_ends_a_link_without_signing_in_or_from_another_site(at_work: Visitor) -> None:
    subscribe(at_work)
    ending = re.findall(r"/agenda/abonnements/[\w-]+/revoquer", at_work.get("/agenda").text)[0]
    for path in ("/agenda/abonnements", ending):
        assert at_work.client.post(path, data={"jeton": "inventé"}).status_code == 422
        assert at_work.client.application.test_client().post(path).status_code == 303
    assert at_work.get("/agenda").text.count("/revoquer") == 1


def test_the_page_beside_the_link_says_what_it_gives_away(at_work: Visitor) -> None:
    page = at_work.client.post("/agenda/abonnements", data=first_form(at_work)).text
    for words in ("sans se connecter", "ne la montrera plus", "révoquez-la"):
        assert words in page
    assert not re.search(r"\S [;!?»](?!\S)|« \S|\S :(?:\s|$)", re.sub(r"<[^>]*>", "", page))


def test_links_are_kept_as_hashes_only_and_end_with_a_person_who_is_forgotten(at_work: Visitor) -> None:
    person = new_id()
    at_work.sign_in.open_account("elue@exemple.fr", "Prénom Nom", "team", person)
    link = at_work.sign_in.link_for("elue@exemple.fr")
    assert link is not None
    path = subscribe(at_work.enter_with(link))
    portal = at_work.house.rooms["portal"]
    with portal.database.read() as session:
        (row,) = session.query(Feed).all()
        assert path.removeprefix("/agenda/").removesuffix(".ics") not in (row.id, row.hash)
    portal.hear(PersonErased(person=person))
    assert outsider(at_work, path).status_code == 404


# --- the rules, on both databases


def test_a_subscription_is_made_once_found_revoked_and_counted(open_room: OpenRoom) -> None:
    room = open_room(ROOM)
    desk = Subscriptions(room.database, room.clock, "key")
    mine, theirs = (Team(room.database, room.clock).add(f"{n}@exemple.fr", n, "reader").id for n in "ab")
    order = new_id()
    token = desk.make(mine, order, None)
    assert desk.make(mine, order, None) == token
    assert desk.make(theirs, order, None) != token
    (one,) = desk.of(mine)
    assert desk.find(token) == one
    with pytest.raises(NotFound):
        desk.revoke(theirs, one.id)
    desk.revoke(mine, one.id)
    desk.revoke(mine, one.id)
    assert (desk.find(token), desk.of(mine)) == (None, [])
    with pytest.raises(Refused):
        desk.make(mine, order, None)
    for _ in range(MOST):
        desk.make(mine, new_id(), None)
    with pytest.raises(Refused) as refused:
        desk.make(mine, new_id(), None)
    assert refused.value.stable_code == "too-many-feeds"


def test_another_key_makes_another_token_of_the_same_form(open_room: OpenRoom) -> None:
    room = open_room(ROOM)
    account = Team(room.database, room.clock).add("a@exemple.fr", "a", "reader").id
    order = new_id()
    tokens = [Subscriptions(room.database, room.clock, key).make(account, order, None) for key in ("a", "b")]
    assert len(set(tokens)) == 2
