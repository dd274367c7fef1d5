"""Sessions in the portal: presence asked about, closed, imported; a move approved; writing together; the sheet."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest

from shared.clock import PARIS
from shared.contracts.reporting import GetFollowUp, PublishReport
from shared.contracts.territories import (
    DesignateReferent,
    EnrolTerritory,
    GetTerritory,
    PublishCall,
    RegisterOrganisation,
    RegisterPerson,
    RegisterTerritory,
)
from shared.contracts.workshops import (
    GetBusyLinks,
    GetPresence,
    GetSessionFrame,
    GetWorkshop,
    GetWorkshops,
    ListGathered,
    ScheduleWorkshop,
    SetCircle,
)
from tests.integration.portal.conftest import Document, Visitor

SAID = "statut-"


@pytest.fixture
def here(visitor: Visitor) -> tuple[Visitor, str, list[str]]:
    """A visitor who is signed in, an accompaniment, and two people of it."""
    visitor.enter()
    house = visitor.house
    call = house.obey(PublishCall(title="Appel 2026")).id
    territory = house.obey(RegisterTerritory(label="Le Pays", kind="communaute-de-communes")).id
    acc = house.obey(EnrolTerritory(call=call, territory=territory, occurred="2026-01")).id
    people = []
    for function in ("Adjointe au commerce", "Chargé de mission"):
        person = house.obey(RegisterPerson(function=function, territory=territory)).id
        house.obey(DesignateReferent(accompaniment=acc, person=person, role="agent"))
        people.append(person)
    return visitor, acc, people


def session(visitor: Visitor, acc: str, day: str = "2026-04-02", **said: object) -> str:
    start, end = (datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=PARIS) for hour in ("09:00", "12:00"))
    command = {"accompaniment": acc, "title": "Idéation", "start": start, "end": end, **said}
    return visitor.house.obey(ScheduleWorkshop.model_validate(command)).id


def words(page: str) -> str:
    return " ".join(Document(page).text.split())


def present(visitor: Visitor, workshop: str) -> int | None:
    return visitor.house.ask(GetWorkshop(id=workshop)).present


def test_a_walk_in_is_asked_about_then_counted_and_the_follow_up_changes(
    here: tuple[Visitor, str, list[str]],
) -> None:
    visitor, acc, (first, second) = here
    workshop = session(visitor, acc, invited=[first])
    url = f"/ateliers/{workshop}/presence"
    assert visitor.send(f"/ateliers/{workshop}/pointage", marque=f"{first}:present").status_code == 303
    assert present(visitor, workshop) is None
    assert visitor.send(f"/ateliers/{workshop}/pointage", marque=f"{second}:present").status_code == 409
    assert "1 personne a été pointée" in words(visitor.get(url).text)
    sent = visitor.send(url, **{f"{SAID}{first}": "present", "qui-0": second, "tenu": "oui"})
    assert sent.status_code == 303, sent.text
    (line,) = visitor.house.ask(GetFollowUp()).calls[0].territories
    assert (line.workshops_held, line.attendance.expected, line.attendance.present) == (1, 1, 2)
    assert "Enregistrée" not in words(visitor.get(url).text)
    assert [one.status for one in visitor.house.ask(GetPresence(workshop=workshop)).rows] == ["present", "walk-in"]


def test_in_a_closed_period_only_a_reason_opens_the_form(here: tuple[Visitor, str, list[str]]) -> None:
    visitor, acc, (first, _) = here
    workshop = session(visitor, acc, invited=[first])
    at = visitor.house.clock.now()
    visitor.house.obey(PublishReport(funder="Un bailleur", period="2026-T2", as_of=date(2026, 4, 10), known_at=at))
    url = f"/ateliers/{workshop}/presence"
    refused = visitor.send(url, **{f"{SAID}{first}": "present"})
    assert refused.status_code == 409
    assert "ont été remis à Un bailleur" in words(refused.text)
    assert present(visitor, workshop) is None
    assert visitor.send(url, **{f"{SAID}{first}": "present", "regularisation": "Feuille retrouvée"}).status_code == 303
    assert "régularisation : Feuille retrouvée" in words(visitor.get(url).text)


def test_the_sheet_is_printed_and_the_signed_one_kept_byte_for_byte(here: tuple[Visitor, str, list[str]]) -> None:
    visitor, acc, people = here
    workshop = session(visitor, acc, invited=people)
    head = f"/accompagnements/{acc}/entete-emargement?atelier={workshop}"
    assert visitor.send(head, operation="Opération", convention="HDF-1").status_code == 303
    printed = visitor.get(f"/ateliers/{workshop}/emargement/1.pdf")
    assert (printed.status_code, printed.data[:5]) == (200, b"%PDF-")
    assert visitor.get(f"/ateliers/{workshop}/emargement/2.pdf").status_code == 404
    url, signed = f"/ateliers/{workshop}/feuille/1", b"%PDF-1.7 signed"
    unnamed = visitor.send(url, fichier=(io.BytesIO(signed), "f.pdf"))
    assert (unnamed.status_code, "c’est bien la feuille" in unnamed.text) == (409, True)
    assert visitor.send(url, fichier=(io.BytesIO(b"zip"), "f.zip"), sure="oui").status_code == 422
    assert visitor.send(url, fichier=(io.BytesIO(signed), "f.pdf"), sure="oui").status_code == 303
    (scan,) = visitor.house.ask(GetPresence(workshop=workshop)).scans
    assert visitor.get(f"/ateliers/{workshop}/feuilles/{scan.id}").data == signed
    assert "présence non saisie" in words(visitor.get("/emargements").text)


def test_people_are_asked_by_mail_when_they_are_busy(here: tuple[Visitor, str, list[str]]) -> None:
    visitor, acc, people = here
    url = f"/accompagnements/{acc}/demander-disponibilites"
    assert "(sans adresse de courriel)" in visitor.get(url).text
    assert visitor.send(url).status_code == 422
    assert visitor.send(url, people=people).status_code == 303
    assert [one.link is None for one in visitor.house.ask(GetBusyLinks(people=people)).links] == [False, False]
    sheet = f"/annuaire/personnes/{people[0]}/disponibilites"
    assert "Cette personne n’a pas d’adresse" in visitor.get(sheet).text
    assert visitor.send(sheet, quoi="demander").status_code == 303


def test_colleges_chosen_for_a_circle_are_those_of_a_search(here: tuple[Visitor, str, list[str]]) -> None:
    visitor, acc, (first, second) = here

    def selected() -> list[str]:
        page = Document(visitor.get(f"/accompagnements/{acc}/atelier").text)
        return [one["value"] for one in page.all("option") if "selected" in one]

    assert {f"{first}:agents", f"{second}:agents"} <= set(selected())
    visitor.house.obey(SetCircle(accompaniment=acc, colleges={second: "holders"}))
    chosen = selected()
    assert f"{second}:holders" in chosen
    assert not any(str(one).startswith(first) for one in chosen)


def test_people_of_networks_are_ticked_before_anybody_said_who_is_always_invited(
    here: tuple[Visitor, str, list[str]],
) -> None:
    visitor, acc, people = here
    territory = visitor.house.ask(GetTerritory(id=acc)).id
    network = visitor.house.obey(RegisterOrganisation(label="Les Voisins", kind="association", territory=territory)).id
    person = visitor.house.obey(RegisterPerson(function="Présidente", organisation=network, territory=territory)).id
    url = f"/accompagnements/{acc}/cercle"

    def ticked() -> list[str]:
        page = Document(visitor.get(url).text)
        return [one["value"] for one in page.all("input") if one.get("name") == "regulars" and "checked" in one]

    assert ticked() == [person]
    workshop = session(visitor, acc, invited=people)
    assert person not in visitor.house.ask(GetSessionFrame(workshop=workshop)).missing_regulars
    assert visitor.send(url, regulars=[person]).status_code == 303
    assert visitor.house.ask(GetSessionFrame(workshop=workshop)).missing_regulars == [person]
    assert visitor.send(url, regulars=[], **{f"college-{people[0]}": "agents"}).status_code == 303
    assert ticked() == []


def test_a_table_of_presence_is_looked_at_before_it_is_recorded(here: tuple[Visitor, str, list[str]]) -> None:
    visitor, acc, people = here
    workshop = session(visitor, acc, invited=people)
    url = f"/accompagnements/{acc}/presences/reprise"

    def sent(text: str) -> str:
        return visitor.send(url, fichier=(io.BytesIO(text.encode()), "p.csv")).text

    wrong = sent("date;nom;statut\n2 avril 2026;Inconnue;présent\n2026-04-02;adjointe au commerce;venue\n")
    assert "n’est pas dans l’annuaire" in words(wrong)
    assert "« venue » n’est pas un statut" in words(wrong)
    good = sent("date;nom;statut\n2026-04-02;Adjointe au commerce;présente\n")
    assert present(visitor, workshop) is None
    parcel = good.split('name="tableau" value="')[1].split('"')[0]
    done = visitor.client.post(f"{url}/faire", data={**visitor.form(url), "tableau": parcel})
    assert done.status_code == 303
    assert present(visitor, workshop) == 1


def test_a_move_shows_what_hangs_on_the_date_and_takes_along_what_is_ticked(
    here: tuple[Visitor, str, list[str]],
) -> None:
    visitor, acc, people = here
    visitor.house.obey(SetCircle(accompaniment=acc, regulars=people[:1]))
    first = session(visitor, acc, "2026-05-12", series="Parcours")
    second = session(visitor, acc, "2026-05-26", series="Parcours")
    url = f"/ateliers/{first}/deplacer"
    new = {"day": "2026-05-19", "from": "9h", "until": "12h", "reason": "La salle", "cause": "venue"}
    asked = visitor.send(url, **new)
    assert "à réimprimer" in words(asked.text)
    assert visitor.house.ask(GetWorkshop(id=first)).occurred == "2026-05-12"
    assert visitor.send(url, **new, vu="oui", along=second).status_code == 303
    assert [visitor.house.ask(GetWorkshop(id=one)).occurred for one in (first, second)] == ["2026-05-19", "2026-06-02"]
    assert "(lieu indisponible)" in words(visitor.get(f"/ateliers/{first}").text)
    programme = f"/ateliers/{first}/programme"
    assert "Ligne 2" in visitor.send(programme, steps="20 Introduction\nsans durée").text
    assert visitor.send(programme, steps="20 Introduction\n1 h 15 Idéation").status_code == 303
    assert "Introduction" in words(visitor.get(f"/ateliers/{first}/preparer").text)


def test_what_a_group_writes_is_changed_with_what_others_wrote_in_sight(here: tuple[Visitor, str, list[str]]) -> None:
    visitor, acc, _ = here
    url = f"/accompagnements/{acc}/convergence"
    assert visitor.send(url, sorte="project", title="Réserver nos salles").status_code == 303
    (project,) = visitor.house.ask(ListGathered(accompaniment=acc)).items
    said = {"sorte": "stance", "parent": project.id, "actor": "La Manufacture", "expects": "Moins d’appels"}
    assert visitor.send(f"{url}?sorte=stance", **said).status_code == 303
    assert visitor.send(f"{url}?sorte=stance", **said).status_code == 409
    for view in (url, f"{url}?par=acteur"):
        assert "Moins d’appels" in words(visitor.get(view).text)
    item = f"/accompagnements/{acc}/elements/{project.id}"
    seen = visitor.form(item)
    assert visitor.send(item, title="Réserver ensemble").status_code == 303
    late = visitor.client.post(item, data={**seen, "title": "Autre chose"})
    assert "Réserver ensemble" in late.text
    assert visitor.send(f"{item}/besoin", title="Réserver des salles").status_code == 303
    outcomes = visitor.house.ask(GetWorkshops(accompaniment=acc)).outcomes
    assert [one.text for one in outcomes] == ["Réserver des salles"]


def test_a_trip_has_a_checklist_whose_lines_are_due_in_the_morning(here: tuple[Visitor, str, list[str]]) -> None:
    visitor, acc, (first, _) = here
    planned = {"title": "Deux jours", "destination": "Grenoble", "intention": "Voir"}
    wrong = visitor.send(f"/accompagnements/{acc}/voyage", **planned, first="2026-06-02", last="2026-06-01")
    assert wrong.status_code == 422
    done = visitor.send(f"/accompagnements/{acc}/voyage", **planned, first="2026-06-02", last="2026-06-03")
    trip = done.headers["Location"]
    assert "8 lignes à faire sans responsable" in words(visitor.get(trip).text)
    assert "Réserver le transport" in words(visitor.get("/").text)
    task = visitor.get(trip).text.split(f"{trip}/tache/")[1].split('"')[0]
    assert visitor.send(f"{trip}/tache/{task}", title="Annoncer", due="2026-05-01", owner=first).status_code == 303
    ticked = visitor.client.post(f"{trip}/liste", data={**visitor.form(trip), "ligne": f"{task}:faite"})
    assert ticked.status_code == 303
    assert "7 lignes à faire sans responsable" in words(visitor.get(trip).text)
    assert visitor.send(f"{trip}/rencontre", host="Une épicerie", validated="oui").status_code == 422
