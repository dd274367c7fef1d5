"""Forms over real rooms: one effect however often sent, refusals beside the field with what was typed."""

from __future__ import annotations

import re

import pytest

from shared.contracts.diagnostic import GetDiagnostic
from shared.contracts.platforms import DescribePlatform, GetPlatforms
from shared.contracts.territories import (
    EnrolTerritory,
    GetTerritory,
    ListAccompaniments,
    ListCalls,
    PublishCall,
    RegisterTerritory,
)
from shared.contracts.workshops import GetWorkshops
from tests.integration.portal.conftest import Document, Visitor, hidden_fields

TYPED = {"structure": "Ressourcerie des Trois Vallées", "kind": "ess", "appetite": "curious"}


@pytest.fixture
def at_work(visitor: Visitor) -> Visitor:
    """A signed-in visitor of a house with one call and one territory in it."""
    call = visitor.house.obey(PublishCall(title="Appel 2026")).id
    territory = visitor.house.obey(RegisterTerritory(label="Arras", kind="commune", insee="62041")).id
    visitor.house.obey(EnrolTerritory(call=call, territory=territory, occurred="2026-01"))
    return visitor.enter()


def accompaniment(visitor: Visitor) -> str:
    """The id of the only accompaniment."""
    (card,) = visitor.house.ask(ListAccompaniments()).accompaniments
    return card.id


def test_a_form_sent_twice_has_one_effect_and_the_same_answer(at_work: Visitor) -> None:
    path = f"/accompagnements/{accompaniment(at_work)}/entretien"
    fields = {**at_work.form(path), **TYPED}
    first, second = (at_work.client.post(path, data=fields) for _ in range(2))
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert at_work.house.told("interview-logged") == 1


def test_a_form_taken_again_from_the_history_with_other_words_is_not_swallowed(at_work: Visitor) -> None:
    path = f"/accompagnements/{accompaniment(at_work)}/entretien"
    fields = at_work.form(path)
    for structure in ("Ressourcerie", "Épicerie"):
        at_work.client.post(path, data={**fields, **TYPED, "structure": structure})
    assert at_work.house.told("interview-logged") == 2


def test_a_date_is_read_as_it_is_said(at_work: Visitor) -> None:
    card = accompaniment(at_work)
    at_work.send(f"/accompagnements/{card}/entretien", **TYPED, occurred="début juillet 2025")
    (interview,) = at_work.house.ask(GetDiagnostic(accompaniment=card)).interviews
    assert interview.occurred == "2025-07-01/2025-07-10"


def test_an_impossible_date_comes_back_beside_its_field_with_everything_typed(at_work: Visitor) -> None:
    path = f"/accompagnements/{accompaniment(at_work)}/entretien"
    answer = at_work.send(path, **TYPED, occurred="31 février 2025", synthesis="Des locaux à partager")
    assert answer.status_code == 422
    assert "février 2025 n’a que 28 jours" in answer.text
    for typed in ("31 février 2025", "Ressourcerie des Trois Vallées", "Des locaux à partager"):
        assert typed in answer.text
    assert at_work.house.told("interview-logged") == 0


def test_a_form_mended_after_a_refusal_is_accepted(at_work: Visitor) -> None:
    path = f"/accompagnements/{accompaniment(at_work)}/entretien"
    refused = at_work.send(path, structure="Ressourcerie", appetite="curious")
    assert "Choisissez une réponse." in refused.text
    answer = at_work.client.post(path, data={**hidden_fields(refused.text), **TYPED})
    assert answer.status_code == 303
    assert at_work.house.told("interview-logged") == 1


def test_what_the_room_refuses_is_said_on_the_form(at_work: Visitor) -> None:
    call = at_work.house.ask(ListCalls()).calls[0].id
    territory = at_work.house.ask(ListAccompaniments()).accompaniments[0].territory
    answer = at_work.send(f"/territoires/{territory}/engager", call=call)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "déjà" in answer.text
    assert f'<option value="{call}" selected>' in answer.text


def test_a_form_without_its_token_changes_nothing_and_keeps_what_was_typed(at_work: Visitor) -> None:
    path = f"/accompagnements/{accompaniment(at_work)}/entretien"
    answer = at_work.client.post(path, data={**TYPED, "jeton": "inventé"})
    assert answer.status_code == 422
    assert "était ouvert depuis trop longtemps" in answer.text
    assert "Ressourcerie des Trois Vallées" in answer.text
    assert at_work.house.told("interview-logged") == 0


def test_a_token_made_for_another_browser_is_worth_nothing(at_work: Visitor) -> None:
    path = f"/accompagnements/{accompaniment(at_work)}/entretien"
    theirs = at_work.form(path)["jeton"]
    at_work.enter_as("team")
    answer = at_work.client.post(path, data={**TYPED, "jeton": theirs})
    assert answer.status_code == 422
    assert at_work.house.told("interview-logged") == 0


def test_who_may_only_read_sees_pages_but_sends_nothing(at_work: Visitor) -> None:
    path = f"/accompagnements/{accompaniment(at_work)}/entretien"
    fields = {**at_work.form(path), **TYPED}
    at_work.enter_as("reader")
    assert at_work.get("/").status_code == 200
    assert at_work.client.post(path, data=fields).status_code == 403
    assert at_work.house.told("interview-logged") == 0


def test_a_place_is_found_while_typing_and_enrolled_in_one_form(at_work: Visitor) -> None:
    found = at_work.get("/recherche/lieux?q=coquelicot").json
    assert found is not None
    (place,) = [one for one in found["places"] if "Coquelicot" in one["label"]]
    call = at_work.house.ask(ListCalls()).calls[0].id
    page = at_work.get(place["url"])
    typed = {one["name"]: one["value"] for one in Document(page.text).all("input") if one.get("id") == "f-label"}
    fields = {**hidden_fields(page.text), "label": typed["label"], "kind": "communaute-de-communes", "call": call}
    answers = [at_work.client.post("/territoires/nouveau", data={**fields, "occurred": "2026"}) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {answers[0].headers["Location"]}
    enrolled = [card for card in at_work.house.ask(ListAccompaniments()).accompaniments if card.siren == "248000747"]
    assert [card.enrolled for card in enrolled] == ["2026"]
    assert at_work.house.ask(GetTerritory(id="248000747")).communes == 65


def test_without_a_script_the_search_is_a_page(at_work: Visitor) -> None:
    page = at_work.get("/territoires/nouveau?q=Hellemmes").text
    assert "commune associée" in page
    assert "code=59298" in page


def test_a_person_gets_a_role_in_one_form(at_work: Visitor) -> None:
    card = accompaniment(at_work)
    path = f"/accompagnements/{card}/personne"
    fields = {
        **at_work.form(path),
        "function": "Conseillère déléguée",
        "role": "elected-referent",
        "name": "Prénom Nom",
    }
    for _ in range(2):
        assert at_work.client.post(path, data=fields).status_code == 303
    (person,) = at_work.house.ask(GetTerritory(id=card)).people
    assert (person.function, person.role) == ("Conseillère déléguée", "elected-referent")
    assert "Prénom Nom" in at_work.get(f"/territoires/{card}").text


def _with_people(visitor: Visitor, *functions: str) -> None:
    for function in functions:
        path = f"/accompagnements/{accompaniment(visitor)}/personne"
        visitor.send(path, function=function, role="agent")


def _search(visitor: Visitor, **more: object) -> str:
    people = visitor.house.ask(GetTerritory(id=accompaniment(visitor))).people
    fields: dict[str, object] = {
        "from": "2026-05-04",
        "to": "2026-05-29",
        "duration": "180",
        "weekday": ["0", "1", "2", "3", "4"],
        "half": ["09:00-12:30"],
        "school": "exclude",
        "invited": [person.id for person in people],
        "min_present": "1",
        **more,
    }
    return visitor.client.get(f"/accompagnements/{accompaniment(visitor)}/atelier", query_string=fields).text


def test_a_workshop_is_planned_from_a_slot_that_avoids_holidays(at_work: Visitor) -> None:
    _with_people(at_work, "Agente de développement")
    page = _search(at_work)
    slots = re.findall(r'name="slot" value="([^"]+)"', page)
    assert slots[0] == "2026-05-04T09:00:00+02:00/2026-05-04T12:00:00+02:00"
    assert not [slot for slot in slots if slot.startswith("2026-05-08")]  # a public holiday
    path = f"/accompagnements/{accompaniment(at_work)}/atelier"
    fields = {**hidden_fields(page), "slot": slots[0], "title": "Idéation", "format": "idéation", "circle": "full"}
    answers = [at_work.client.post(path, data=fields) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    (card,) = at_work.house.ask(GetWorkshops(accompaniment=accompaniment(at_work))).workshops
    assert (card.title, card.format, card.start) == ("Idéation", "idéation", "2026-05-04T09:00:00+02:00")
    shown = at_work.get(answers[0].headers["Location"]).text
    assert "lundi 4 mai 2026, de 9\u00a0h à 12\u00a0h" in shown


def test_no_slot_at_all_says_why_and_offers_to_note_it(at_work: Visitor) -> None:
    _with_people(at_work, "Agente de développement")
    page = _search(at_work, **{"from": "2026-05-01", "to": "2026-05-01"})
    assert "Aucun créneau ne convient sur cette période" in page
    assert "jour férié" in page
    (link,) = [link for link in Document(page).links() if "aucun-creneau" in link]
    assert at_work.send(link, reason="public-holidays", month="2026-05").status_code == 303
    (missed,) = at_work.house.ask(GetWorkshops(accompaniment=accompaniment(at_work))).failed_searches
    assert (missed.month, missed.reason) == ("2026-05", "public-holidays")


def test_a_search_that_makes_no_sense_is_said_beside_its_field(at_work: Visitor) -> None:
    _with_people(at_work, "Agente de développement")
    assert "se termine avant de commencer" in _search(at_work, to="2026-05-01")
    assert "Un jour est nécessaire" in _search(at_work, to="")


def test_a_workshop_may_have_an_imprecise_date_and_is_then_held_with_its_attendance(at_work: Visitor) -> None:
    card = accompaniment(at_work)
    planned = at_work.send(f"/accompagnements/{card}/atelier", title="Premier atelier", occurred="mars 2026")
    held = at_work.send(f"{planned.headers['Location']}/tenue", expected="12", present="9", summary="Trois pistes")
    assert held.status_code == 303
    (card,) = at_work.house.ask(GetWorkshops(accompaniment=card)).workshops
    assert (card.state, card.expected, card.present, card.summary) == ("held", 12, 9, "Trois pistes")
    assert "9 personnes présentes sur 12 attendues" in Document(at_work.get(planned.headers["Location"]).text).text


def test_a_workshop_is_moved_to_an_hour_said_in_french(at_work: Visitor) -> None:
    card = accompaniment(at_work)
    planned = at_work.send(f"/accompagnements/{card}/atelier", title="Atelier", occurred="mai 2026")
    path = f"{planned.headers['Location']}/deplacer"
    wrong = at_work.send(path, day="2026-06-04", **{"from": "neuf heures"}, reason="Salle prise")
    assert "Une heure est attendue" in wrong.text
    moved = at_work.send(path, day="2026-06-04", **{"from": "9 h 30", "until": "12h"}, reason="Salle prise")
    assert moved.status_code == 303
    (card,) = at_work.house.ask(GetWorkshops(accompaniment=card)).workshops
    assert card.start == "2026-06-04T09:30:00+02:00"


def test_a_platform_is_never_compared_alone(at_work: Visitor) -> None:
    for slug in ("dokos", "tipimi"):
        at_work.house.obey(DescribePlatform(slug=slug, label=slug.capitalize()))
    card = accompaniment(at_work)
    one = {"need": "Réserver des espaces", "platform-0": "dokos", "approach-0": "Un outil libre"}
    refused = at_work.send(f"/accompagnements/{card}/comparaison", **one)
    assert refused.status_code == 422
    assert "jamais une plateforme seule" in refused.text
    assert "Un outil libre" in refused.text
    two = {**one, "platform-1": "tipimi", "approach-1": "Du prêt entre voisins"}
    assert at_work.send(f"/accompagnements/{card}/comparaison", **two).status_code == 303
    (shortlist,) = at_work.house.ask(GetPlatforms(accompaniment=card)).shortlists
    assert {option.platform.slug for option in shortlist.options} == {"dokos", "tipimi"}
    follow = f"/accompagnements/{card}/comparaisons/{shortlist.id}"
    assert at_work.send(f"{follow}/presenter", circle="comité restreint").status_code == 303
    assert at_work.send(f"{follow}/ouvert", note="On en reparle à l’automne").status_code == 303
    assert "On en reparle à l’automne" in at_work.get(f"/territoires/{card}").text
    assert at_work.send(f"{follow}/choisir", platform="dokos", reason="Libre").status_code == 303
    assert at_work.house.told("platform-chosen") == 1


def test_a_call_is_published_answered_and_decided_from_the_pages(at_work: Visitor) -> None:
    published = at_work.send("/appels/nouveau", title="Appel 2027", departements="59, 62", bilan_after_months="")
    assert published.status_code == 303
    call = published.headers["Location"]
    territory = at_work.house.ask(ListAccompaniments()).accompaniments[0].territory
    assert at_work.send(f"{call}/pre-dossier", territory=territory, motives="Relancer").status_code == 303
    (answer,) = [link for link in Document(at_work.get(call).text).links() if link.endswith("/repondre")]
    assert at_work.send(answer, decision="retained").status_code == 303
    assert at_work.house.told("candidature-decided") == 1
    again = at_work.send(answer, decision="not-retained")
    assert again.status_code == 409
    assert at_work.house.told("candidature-decided") == 1


def test_what_somebody_typed_never_becomes_markup(at_work: Visitor) -> None:
    card = accompaniment(at_work)
    at_work.send(
        f"/accompagnements/{card}/entretien", **{**TYPED, "structure": "<b>gras</b>", "synthesis": "<i>non</i>"}
    )
    page = at_work.get(f"/accompagnements/{card}/entretiens").text
    assert "&lt;b&gt;gras" in page
    assert "<i>non" not in page


def test_a_case_sent_without_its_need_is_asked_for_it(at_work: Visitor) -> None:
    base = f"/accompagnements/{accompaniment(at_work)}"
    token = at_work.form(f"{base}/contacts")["jeton"]
    answer = at_work.client.post(
        f"{base}/prefiguration", data={"jeton": token, "case": "1", "reason": "Le besoin est partagé"}
    )
    assert answer.status_code == 422
    assert "Une erreur" not in answer.text
