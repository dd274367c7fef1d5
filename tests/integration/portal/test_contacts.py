"""The contact plan in the portal: one list in three views, advanced by several people, recalled in the morning."""

from __future__ import annotations

from datetime import date

import pytest

from shared.contracts.diagnostic import AddContacts, ContactCard, GetContactPlan, LogInterview
from shared.contracts.territories import EnrolTerritory, PublishCall, RegisterTerritory
from tests.integration.portal.conftest import Document, Visitor, at_the_door, hidden_fields
from tests.support.enrolled import enrolled


@pytest.fixture
def here(visitor: Visitor) -> tuple[Visitor, str]:
    """A visitor who is signed in, and an accompaniment of two communes to work on."""
    visitor.enter()
    house = visitor.house
    call = house.obey(PublishCall(title="Appel 2026")).id
    communes = ["80016", "80523"]
    territory = house.obey(RegisterTerritory(label="Le Pays", kind="communaute-de-communes", communes=communes)).id
    return visitor, house.obey(EnrolTerritory(call=call, territory=territory, occurred="2026-01")).id


def contacts(visitor: Visitor, acc: str) -> list[ContactCard]:
    return visitor.house.ask(GetContactPlan(accompaniment=acc)).contacts


def words(page: str) -> str:
    return " ".join(Document(page).text.split())


def test_actors_are_typed_a_line_each_with_their_commune_and_shown_in_three_views(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/contacts"
    typed = "Garage solidaire ; Albert\r\nTiers-lieu; 80021\r\n\r\nCollectif d'habitants"
    sent = visitor.send(url, actors=typed, circle="professionals")
    assert sent.status_code == 303
    assert [(one.label, one.insee, one.circle) for one in contacts(visitor, acc)] == [
        ("Collectif d'habitants", None, "professionals"),
        ("Garage solidaire", "80016", "professionals"),
        ("Tiers-lieu", "80021", "professionals"),
    ]
    for view in ("tableau", "cercles", "communes"):
        page = visitor.get(f"{url}?vue={view}")
        assert page.status_code == 200
        assert "Garage solidaire" in words(page.text)
    assert "hors du territoire" in words(visitor.get(f"{url}?vue=communes").text)
    assert "1 commune du territoire sans acteur" in words(visitor.get(f"{url}?vue=communes").text)


def test_a_commune_that_is_none_is_named_with_its_line_and_nothing_is_added(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    answer = visitor.send(f"/accompagnements/{acc}/contacts", actors="Garage ; Albert\nÉcole ; Alber")
    assert answer.status_code == 422
    assert "Ligne 2\u00a0: «\u00a0Alber\u00a0» n’est pas une commune du périmètre" in answer.text
    assert "École ; Alber</textarea>" in answer.text
    assert contacts(visitor, acc) == []


def test_a_contact_advances_and_its_missed_step_is_recalled_in_the_morning(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    visitor.send(f"/accompagnements/{acc}/contacts", actors="Garage solidaire")
    url = f"/accompagnements/{acc}/contacts/{contacts(visitor, acc)[0].id}"
    form = {"label": "Garage solidaire", "state": "contacted", "next_step": "Rappeler le garage", "elsewhere": "80021"}
    assert visitor.send(url, **form, due="2026-04-10").status_code == 303
    (card,) = contacts(visitor, acc)
    assert (card.state, card.due, card.insee, card.stalled) == ("contacted", "2026-04-10", "80021", "overdue")
    morning = words(visitor.get("/").text)
    assert "Contacts à relancer Garage solidaire Le Pays Rappeler le garage pour le 10 avr. 2026" in morning
    assert visitor.send(url, **form, due="2026-05-10").status_code == 303
    assert "Contacts à relancer" not in words(visitor.get("/").text)


def test_the_second_of_two_people_sees_what_the_first_said_of_a_contact(here: tuple[Visitor, str]) -> None:
    first, acc = here
    second = at_the_door(first.house).enter_as("team")
    first.send(f"/accompagnements/{acc}/contacts", actors="Garage")
    url = f"/accompagnements/{acc}/contacts/{contacts(first, acc)[0].id}"
    seen = second.form(url)
    assert first.send(url, label="Garage", state="contacted", note="Préfère le matin").status_code == 303
    answer = second.client.post(url, data={**seen, "label": "Garage", "state": "contacted", "next_step": "Écrire"})
    assert answer.status_code == 409
    again = {**hidden_fields(answer.text), "label": "Garage", "state": "contacted", "next_step": "Écrire"}
    assert second.client.post(url, data={**again, "note": "Préfère le matin"}).status_code == 303
    (card,) = contacts(first, acc)
    assert (card.note, card.next_step) == ("Préfère le matin", "Écrire")


def test_whoever_was_met_without_being_planned_can_be_added_with_one_press(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    visitor.house.obey(LogInterview(accompaniment=acc, structure="École", kind="public", insee="80016"))
    url = f"/accompagnements/{acc}/contacts"
    page = visitor.get(url)
    assert "Ajouter au plan" in page.text
    visitor.client.post(url, data={**hidden_fields(page.text), "actors": "École ; 80016", "organisation": ""})
    (card,) = contacts(visitor, acc)
    assert card.id is not None
    assert (card.state, card.insee) == ("met", "80016")


def test_two_hundred_actors_are_paged_searched_and_filtered(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    many = [{"label": f"Acteur {number:03}"} for number in range(200)]
    body = {"accompaniment": acc, "contacts": many, "circle": "public-actors"}
    visitor.house.obey(AddContacts.model_validate(body))
    url = f"/accompagnements/{acc}/contacts"
    first, last = words(visitor.get(url).text), words(visitor.get(f"{url}?page=4").text)
    assert "page 1 sur 4" in first
    assert "Acteur 049" in first
    assert "Acteur 050" not in first
    assert "Acteur 199" in last
    assert "1 acteur. Ce qui attend" in words(visitor.get(f"{url}?q=acteur-123").text)
    assert "Aucun acteur ne répond" in words(visitor.get(f"{url}?etat=met").text)
    assert visitor.get(f"{url}?vue=cercles").text.count('class="dot dot-to-contact') == 201  # and the key


def test_a_reader_looks_and_cannot_change(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    visitor.send(f"/accompagnements/{acc}/contacts", actors="Garage")
    reader = at_the_door(visitor.house).enter_as("reader")
    for view in ("tableau", "cercles", "communes"):
        page = Document(reader.get(f"/accompagnements/{acc}/contacts?vue={view}").text)
        assert "Garage" in page.text
        assert not [link for link in page.links() if "/contacts/" in link]
    assert reader.client.post(f"/accompagnements/{acc}/contacts", data={}).status_code == 403


def test_the_centre_of_the_map_is_written_and_drawn(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/contacts"
    sent = visitor.send(f"{url}/centre", problem="Comment faire sans voiture ?", frame="Deux cantons", target="40")
    assert sent.status_code == 303
    page = visitor.get(f"{url}?vue=cercles").text
    assert "Comment faire sans" in page
    assert "sur 40 visées" in words(page)


def test_the_api_reads_the_plan_and_advances_a_contact(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    body = {"accompaniment": acc, "contacts": [{"label": "Garage"}]}
    made = visitor.api("POST", "/contacts", json=body, headers={"Idempotency-Key": "k1"})
    assert made.status_code == 201
    (row,) = visitor.api("GET", f"/accompaniments/{acc}/contacts").get_json()["contacts"]
    said = {"accompaniment": acc, "contact": row["id"], "seen": row["stamp"], "label": "Garage", "state": "contacted"}
    due = {**said, "next_step": "Rappeler", "due": date(2026, 4, 1).isoformat()}
    assert visitor.api("POST", "/contacts/advances", json=due, headers={"Idempotency-Key": "k2"}).status_code == 201
    waiting = visitor.api("GET", "/stalled-contacts").get_json()
    assert [(one["label"], one["reason"]) for one in waiting["contacts"]] == [("Garage", "overdue")]
    stale = visitor.api("POST", "/contacts/advances", json=said, headers={"Idempotency-Key": "k3"})
    assert (stale.status_code, stale.get_json()["code"]) == (409, "changed-meanwhile")


def test_a_token_of_another_territory_sees_neither_plan_nor_interview(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    elsewhere = visitor.house.obey(RegisterTerritory(label="Ailleurs", kind="commune")).id
    interview = visitor.house.obey(LogInterview(accompaniment=acc, structure="École", kind="public")).id
    for path in (f"/accompaniments/{acc}/contacts", f"/interviews/{interview}", "/stalled-contacts"):
        assert visitor.api("GET", path, territory=elsewhere).status_code == 403
    assert visitor.api("GET", f"/interviews/{interview}").status_code == 200
    assert enrolled(visitor.house)
