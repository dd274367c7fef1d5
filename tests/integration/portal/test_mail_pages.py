"""The pages of the mails: what is to come, the rules, and what a person does by the links of their mails."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from services.notifications.tables_post import Host
from shared.contracts.base import Command
from shared.contracts.notifications import GetMail, ListMails, ListRules
from shared.contracts.territories import (
    DesignateReferent,
    EnrolTerritory,
    ErasePerson,
    FindAddresses,
    ListAccompaniments,
    PublishCall,
    RegisterPerson,
    RegisterTerritory,
    SetDeadline,
    SubmitPreFile,
)
from shared.contracts.workshops import HoldVisit, ListAgenda, OpenPoll, ScheduleWorkshop
from tests.integration.portal.conftest import Visitor, hidden_fields


def do(visitor: Visitor, command: type[Command], **told: object) -> str:
    return visitor.house.obey(command.model_validate(told)).id


@pytest.fixture
def told(visitor: Visitor) -> Visitor:
    """A workshop in a fortnight, announced to its referent."""
    visitor.enter()
    call = do(visitor, PublishCall, title="Appel", occurred="2025-05")
    territory = do(visitor, RegisterTerritory, label="Val d’Exemple", kind="grouping")
    accompaniment = do(visitor, EnrolTerritory, call=call, territory=territory, occurred="2026-01-05")
    person = do(visitor, RegisterPerson, name="Camille Exemple", email="camille@exemple.fr", function="Élue")
    do(visitor, DesignateReferent, accompaniment=accompaniment, person=person, role="elected-referent")
    times = {"start": "2026-04-28T09:00:00+02:00", "end": "2026-04-28T12:00:00+02:00"}
    do(visitor, ScheduleWorkshop, accompaniment=accompaniment, title="Idéation", **times)
    visitor.house.run_duties()
    return visitor


def link(told: Visitor) -> str:
    """The path of the page that says why, as the mail has it."""
    (card,) = told.house.ask(ListMails()).mails
    found = re.search(r"http://[^/]+(/courrier/\S+)", told.house.ask(GetMail(id=card.id)).text)
    assert found
    return found[1]


def test_what_will_leave_is_shown_with_its_people_and_its_words(told: Visitor) -> None:
    page = told.get("/courriels").text
    assert "Rappel" in page
    assert "Camille Exemple" in page
    plan = re.search(r"/courriels/prevus/([0-9a-f-]+)/modifier", page)
    assert plan
    path = f"/courriels/prevus/{plan[1]}"
    assert "Rappel" in told.get(f"{path}/modifier").text
    assert told.send(f"{path}/modifier", subject="Apportez vos cartes", words="À lundi.").status_code == 303
    assert told.send(f"{path}/reporter", on="2026-04-23").status_code == 303
    told.house.run_duties()
    after = told.get("/courriels").text
    assert "Apportez vos cartes" in after
    assert "jeudi 23 avril 2026" in after
    assert told.send(f"{path}/annuler", reason="Dit au téléphone").status_code == 303
    assert "Dit au téléphone" in told.get("/courriels").text


def test_opening_the_link_to_refuse_changes_nothing_and_one_click_does(told: Visitor) -> None:
    path = link(told)
    token = path.split("/")[2]
    told.client.delete_cookie("terreau_session")
    for _ in range(2):
        assert told.get(f"/courrier/{token}/desabonner").status_code == 303
        assert "Vous avez demandé à ne plus rien recevoir" not in told.get(path).text
    clicked = told.client.post(f"/courrier/{token}/desabonner", data={"List-Unsubscribe": "One-Click"})
    assert clicked.status_code == 200
    assert "Vous avez demandé à ne plus rien recevoir" in told.get(path).text
    assert told.get("/courrier/nobody-has-this-link").status_code == 404


def test_a_person_chooses_and_answers_without_account(told: Visitor) -> None:
    path = link(told)
    told.client.delete_cookie("terreau_session")
    page = told.get(path).text
    assert "Pourquoi ai-je reçu ce message" in page
    assert "élu·e référent·e" in page
    sent = told.client.post(
        f"{path}/reponse", data={**hidden_fields(page), "reply": "accepted", "comment": "Avec joie"}
    )
    assert sent.status_code == 303
    answered = told.get(path).text
    assert "<strong>je viens</strong>" in answered
    assert answered.index("Viendrez-vous") < answered.index("Pourquoi ai-je reçu ce message")
    assert told.send(path, wanted=["polls"]).status_code == 303
    kept = re.findall(r'value="(\w+)" checked', told.get(path).text)
    assert kept == ["polls"]


def test_a_rule_is_looked_at_before_it_is_kept(told: Visitor) -> None:
    fields = {
        "title": "La veille",
        "watch": "workshop-reminder",
        "timing": "before",
        "days": "1",
        "at": "10:00",
        "roles": ["elected-referent"],
        "words": "À demain, {lieu}.",
        "enabled": "oui",
    }
    looked = told.send("/courriels/regles/nouvelle", **fields)
    assert looked.status_code == 200
    assert "1 personne recevra un message\u00a0: Camille Exemple (Val d’Exemple)" in looked.text
    assert "La veille" not in {card.rule.title for card in told.house.ask(ListRules()).rules}
    kept = told.client.post("/courriels/regles/nouvelle", data={**hidden_fields(looked.text), **fields})
    assert kept.status_code == 303
    assert "La veille" in told.get("/courriels/regles").text
    wrong = told.send("/courriels/regles/nouvelle", **{**fields, "words": "Bonjour\n\n{leiu}"})
    assert wrong.status_code == 422
    assert "Ligne 3" in wrong.text


def test_every_rule_has_its_page(told: Visitor) -> None:
    for card in told.house.ask(ListRules()).rules:
        assert told.get(f"/courriels/regles/{card.code}").status_code == 200
    assert told.get("/courriels/regles/none").status_code == 404


# --- Who will be written to, before it is saved


def banner(page: str) -> str:
    found = re.search(r"data-ecrit-a>(.*?)</div>", page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", " ", found[1])


def workshop_of(visitor: Visitor) -> str:
    (card,) = visitor.house.ask(ListAgenda(from_day="2026-04-01", to_day="2026-05-31")).workshops
    return card.id


@pytest.mark.parametrize("what", ["deplacer", "maintenir", "annuler", "corriger"])
def test_a_form_that_makes_mails_says_who_will_be_written_to(told: Visitor, what: str) -> None:
    page = told.get(f"/ateliers/{workshop_of(told)}/{what}").text
    assert "1 personne recevra un message\u00a0: Camille Exemple." in banner(page)
    assert "dix minutes" in banner(page)


def test_names_are_for_those_who_may_act(told: Visitor) -> None:
    path = f"/ateliers/{workshop_of(told)}/annuler"
    told.client.delete_cookie("terreau_session")
    told.enter_as("reader")
    page = told.get(path).text
    assert "1 personne recevra un message." in banner(page)
    assert "Camille" not in banner(page)


def test_planning_a_workshop_counts_those_chosen_and_those_without_an_address(told: Visitor) -> None:
    card = told.house.ask(ListAccompaniments()).accompaniments[0]
    guest = do(told, RegisterPerson, name="Sacha Modèle", email="sacha@exemple.fr", function="Habitante")
    silent = do(told, RegisterPerson, name="Alix Silence", function="Habitante")
    page = told.get(f"/accompagnements/{card.id}/atelier?invited={guest}&invited={silent}").text
    assert "2 personnes recevront un message\u00a0: Camille Exemple et Sacha Modèle." in banner(page)
    assert "1 personne n’a pas d’adresse\u00a0: Alix Silence." in banner(page)
    poll = told.get(
        f"/accompagnements/{card.id}/sondage?invited={guest}&slot=2026-05-05T09:00:00%2B02:00/2026-05-05T12:00:00%2B02:00"
    )
    assert "1 personne recevra un message\u00a0: Sacha Modèle." in banner(poll.text)


def test_a_form_without_mail_says_nothing_and_an_answer_says_whom_it_reaches(told: Visitor) -> None:
    card = told.house.ask(ListAccompaniments()).accompaniments[0]
    assert "data-ecrit-a" not in told.get(f"/accompagnements/{card.id}/enjeu").text
    assert (
        "personne ne recevra de message" in banner(told.get(f"/accompagnements/{card.id}/aucun-creneau").text).lower()
    )
    projects = banner(told.get(f"/accompagnements/{card.id}/projet").text)
    assert "Camille Exemple" in projects


def test_the_answer_to_a_candidature_says_who_hears_of_a_refusal(told: Visitor) -> None:
    card = told.house.ask(ListAccompaniments()).accompaniments[0]
    do(told, RegisterPerson, name="Sacha Modèle", email="sacha@exemple.fr", function="Élu", territory=card.territory)
    officer = do(told, RegisterPerson, name="Dominique Modèle", email="d@exemple.fr", function="Chargée de mission")
    do(told, DesignateReferent, accompaniment=card.id, person=officer, role="programme-officer")
    call = do(told, PublishCall, title="AMI 2026", occurred="2026-04")
    candidature = do(told, SubmitPreFile, call=call, territory=card.territory, motives="Partager")
    said = banner(told.get(f"/appels/{call}/candidatures/{candidature}/repondre").text)
    retained, refused = said.split("Si elle n’est pas retenue")
    assert "Sacha Modèle" in retained
    assert "Dominique Modèle" in retained
    assert "Sacha" not in refused
    assert "1 personne recevra un message\u00a0: Dominique Modèle." in refused
    assert "Le territoire n’est alors pas prévenu" in refused
    assert said.count("dix minutes") == 1


def test_the_form_of_people_invited_names_those_added_taken_out_and_without_an_address(told: Visitor) -> None:
    card = told.house.ask(ListAccompaniments()).accompaniments[0]
    here = {"territory": card.territory, "function": "Habitante"}
    guest = do(told, RegisterPerson, name="Sacha Modèle", email="sacha@exemple.fr", **here)
    silent = do(told, RegisterPerson, name="Alix Silence", **here)
    path = f"/ateliers/{workshop_of(told)}/invites"
    page = told.get(path).text
    assert page.count("sans adresse</span>") == 1
    # Camille hears of the workshop by role, and of nothing here.
    assert "Personne ne recevra de message." in banner(page)
    wrong = told.client.post(path, data={"people": [guest, silent], "ordre": "x"})  # without its token
    said = banner(wrong.text)
    assert "1 personne recevra un message\u00a0: Sacha Modèle." in said
    assert "1 personne n’a pas d’adresse\u00a0: Alix Silence." in said
    assert "Camille" not in said
    assert told.send(path, people=[guest]).status_code == 303
    told.house.run_duties()
    gone = banner(told.client.post(path, data={"ordre": "x"}).text)
    assert "Personnes retirées\u00a0: 1 personne recevra un message\u00a0: Sacha Modèle." in gone


def test_a_place_put_right_leaves_at_once_and_keeps_the_title(told: Visitor) -> None:
    workshop = workshop_of(told)
    answer = told.send(f"/ateliers/{workshop}/corriger", title="Idéation", venue="", venue_label="La Halle")
    assert answer.status_code == 303
    assert "lieu\u00a0: à préciser devient La Halle" in told.get(f"/ateliers/{workshop}").text.replace(
        "Lieu\u00a0", "lieu\u00a0"
    )
    told.house.run_duties()
    subjects = [card.subject for card in told.house.ask(ListMails()).mails]
    assert any("Le lieu change" in one for one in subjects)


def test_the_news_of_a_month_begin_with_its_facts_and_stop_at_the_mails(told: Visitor) -> None:
    card = told.house.ask(ListAccompaniments()).accompaniments[0]
    do(told, HoldVisit, accompaniment=card.id, title="Une épicerie", destination="Lens", occurred="2026-04-10")
    page = told.get("/courriels/nouvelles?mois=2026-04")
    assert "Val d’Exemple\u00a0: Visite" in page.text
    assert "Rien ne part sans votre oui" in banner(page.text)
    words = {"month": "2026-04", "subject": "Avril", "words": "Un atelier a eu lieu."}
    assert told.send("/courriels/nouvelles?mois=2026-04", **words).status_code == 303
    told.house.run_duties()
    after = told.get("/courriels").text
    assert "Avril" in after
    assert "relisez-le" in after
    empty = told.send("/courriels/nouvelles?mois=2026-03", month="2026-03", subject="Mars", words="")
    assert empty.status_code == 422


def test_anybody_asks_for_the_mooc_without_an_account(told: Visitor) -> None:
    told.client.delete_cookie("terreau_session")
    assert "/mooc" in told.get("/ami").text
    wrong = told.send("/mooc", name="Sacha", email="sacha")
    assert wrong.status_code == 422
    assert "adresse électronique" in wrong.text
    assert "Merci" in told.send("/mooc", name="Sacha Modèle", email="sacha@exemple.fr").text
    told.enter()
    assert "1 demande d’accès au MOOC attend" in told.get("/courriels").text
    page = told.get("/courriels/mooc").text
    assert "sacha@exemple.fr" in page
    answered = re.search(r"/courriels/mooc/[0-9a-f-]+/repondu", page)
    assert answered
    assert told.client.post(answered[0], data=hidden_fields(page)).status_code == 303
    assert "MOOC attend" not in told.get("/courriels").text


# --- A calendar of one's own


def own_feed(told: Visitor, token: str) -> str:
    page = told.get(f"/courrier/{token}").text
    form = page[page.index(f'action="/courrier/{token}/agenda"') :]
    made = told.client.post(
        f"/courrier/{token}/agenda", data=dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)[:2])
    )
    assert made.status_code == 200, made.text
    found = re.search(r'value="http://localhost:8080(/agenda/[^"]+)"', made.text)
    assert found
    return found[1]


def test_a_person_has_a_calendar_of_their_own_without_account_until_they_revoke_it(told: Visitor) -> None:
    card = told.house.ask(ListAccompaniments()).accompaniments[0]
    person = told.house.ask(FindAddresses(accompaniment=card.id, roles=["elected-referent"])).addresses[0].person
    other = do(told, RegisterPerson, name="Sacha Modèle", email="sacha@exemple.fr", function="Habitante")
    times = {"start": "2026-05-05T09:00:00+02:00", "end": "2026-05-05T12:00:00+02:00"}
    do(told, ScheduleWorkshop, accompaniment=card.id, title="Le mien", invited=[person, other], **times)
    do(told, ScheduleWorkshop, accompaniment=card.id, title="Celui des autres", invited=[other], **times)
    do(told, SetDeadline, accompaniment=card.id, kind="other", title="Rendre la carte", due="2026-05-04")
    slot = {"start": "2026-06-02T09:00:00+02:00", "end": "2026-06-02T12:00:00+02:00"}
    poll = {"slots": [slot], "guests": [{"person": person}], "deadline": "2026-05-20T18:00:00+02:00"}
    do(told, OpenPoll, accompaniment=card.id, title="La suite", **poll)
    token = link(told).split("/")[2]
    told.client.delete_cookie("terreau_session")
    path = own_feed(told, token)
    answer = told.get(path)
    said = {str(one["summary"]): one for one in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert set(said) >= {
        "[Val d’Exemple] Le mien",
        "[Val d’Exemple] Rendre la carte",
        "[Val d’Exemple] Répondre au sondage « La suite », avant 18 h",
    }
    assert "[Val d’Exemple] Celui des autres" not in said
    assert "Sacha" not in answer.text
    assert told.get(path).headers["ETag"] == answer.headers["ETag"]
    assert told.client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    page = told.get(f"/courrier/{token}").text
    ending = re.search(rf"/courrier/{token}/agenda/[0-9a-f-]+/revoquer", page)
    assert ending
    assert told.get(ending[0]).status_code == 405
    assert told.client.post(ending[0], data=hidden_fields(page)).status_code == 303
    assert told.get(path).status_code == 404


def test_a_forgotten_person_has_no_calendar_any_more(told: Visitor) -> None:
    card = told.house.ask(ListAccompaniments()).accompaniments[0]
    person = told.house.ask(FindAddresses(accompaniment=card.id, roles=["elected-referent"])).addresses[0].person
    path = own_feed(told, link(told).split("/")[2])
    assert told.get(path).status_code == 200
    do(told, ErasePerson, person=person)
    assert told.get(path).status_code == 404


def test_a_suspended_server_and_a_host_that_refuses_are_seen_by_the_organiser(told: Visitor) -> None:
    room = told.house.rooms["notifications"]
    until = told.house.clock.now() + timedelta(hours=1)
    with room.database.write() as session:
        session.add(Host(host="*", failures=1, next_at=until, reason="le serveur refuse tout (550 relaying denied)"))
        session.add(Host(host="exemple.fr", failures=2, next_at=until, reason="451 too many"))
    page = told.get("/courriels").text
    assert "Les envois sont suspendus" in page
    assert "relaying denied" in page
    assert "Le serveur exemple.fr ne prend rien pour le moment" in page
