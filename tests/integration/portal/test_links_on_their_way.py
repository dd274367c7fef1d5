"""Personal links that the team or the clock sends: shown on «Courriels» without the link, and stopped there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from services.territories.tables import CandidatureFile
from shared.contracts.notifications import GetMail, LinkLetter, ListLinkLetters, ListMails
from shared.contracts.territories import ExtendCall, GetCall, PublishCall, RevokeLink
from shared.settings import Settings
from tests.integration.portal.conftest import Visitor, at_the_door, hidden_fields
from tests.integration.portal.test_applying import begin, last_calls, wait, write

SECRET = r"/(?:candidature|avis)/[\w-]{20,}"
FULL = {"wished_perimeter": "La ville", "pilot_function": "Directrice"}


@pytest.fixture
def call(visitor: Visitor) -> str:
    return visitor.house.obey(PublishCall(title="AMI 2026", opens="2026-04-01", closes="2026-04-20")).id


@pytest.fixture
def team(visitor: Visitor) -> Visitor:
    visitor.house.settings = Settings()
    return at_the_door(visitor.house).enter()


def waiting(visitor: Visitor) -> list[LinkLetter]:
    return [one for one in visitor.house.ask(ListLinkLetters()).letters if one.state == "waiting"]


def candidate(visitor: Visitor, call: str) -> str:
    """A candidature sent whole; its id."""
    path = begin(visitor, call)
    write(visitor, path, "deposer", place="62041", motives="Partager")
    assert write(visitor, path, "deposer", **FULL).status_code == 303
    return visitor.house.ask(GetCall(id=call)).candidatures[0].id


def test_a_question_waits_on_the_page_without_its_link_and_leaves_after_ten_minutes(
    visitor: Visitor, team: Visitor, call: str
) -> None:
    base = f"/candidatures/{candidate(visitor, call)}"
    team.send(f"{base}/correction", asked="Précisez le périmètre.")
    (letter,) = waiting(visitor)
    page = team.get("/courriels").text
    assert "Une question sur votre candidature" in page
    assert "Camille Fictif" in page
    assert f"/courriels/liens/{letter.mail}/arreter" in page
    assert "Message en attente" in team.get(base).text
    for shown in (
        page,
        team.get(f"/courriels/{letter.mail}").text,
        team.get(f"/courriels/{letter.mail}/html").text,
        team.api("GET", "/waiting-links", role="administrator").text,
        team.api("GET", "/coming-mails", role="administrator").text,
        visitor.house.ask(GetMail(id=letter.mail)).model_dump_json(),
    ):
        assert not re.search(SECRET, shown)
    assert "votre lien personnel" in team.get(f"/courriels/{letter.mail}/html").text
    wait(visitor, minutes=9)
    assert len(waiting(visitor)) == 1
    wait(visitor, minutes=2)
    assert waiting(visitor) == []
    # Without a server the mail is kept here, its link with it: nothing else could give it to anybody.
    assert re.search(SECRET, visitor.house.ask(GetMail(id=letter.mail)).text)
    assert "Message envoyé" in team.get(base).text


def test_a_stopped_question_never_leaves_says_who_and_why_and_the_link_before_opens(
    visitor: Visitor, team: Visitor, call: str
) -> None:
    id_ = candidate(visitor, call)
    team.send(f"/candidatures/{id_}/correction", asked="Précisez.")
    (letter,) = waiting(visitor)
    assert team.send(f"/courriels/liens/{letter.mail}/arreter").status_code == 422
    assert team.send(f"/courriels/liens/{letter.mail}/arreter", reason="Dit au téléphone").status_code == 303
    wait(visitor, minutes=30)
    assert "question" not in " ".join(one.subject for one in visitor.house.ask(ListMails()).mails)
    for page in ("/courriels", f"/candidatures/{id_}"):
        shown = team.get(page).text
        assert "Dit au téléphone" in shown
        assert "Administration" in shown  # the account that stopped it


def test_what_has_left_is_not_stopped(visitor: Visitor, team: Visitor, call: str) -> None:
    id_ = candidate(visitor, call)
    team.send(f"/candidatures/{id_}/avis", name="Alix", function="Chercheuse", email="alix@exemple.fr")
    (reading,) = waiting(visitor)
    wait(visitor, minutes=11)
    assert team.send(f"/courriels/liens/{reading.mail}/arreter", reason="Trop tard").status_code == 409


def test_the_opinion_form_says_whom_it_writes_to(visitor: Visitor, team: Visitor, call: str) -> None:
    base = f"/candidatures/{candidate(visitor, call)}"
    assert "si vous donnez son adresse" in team.get(f"{base}/avis").text
    refused = team.send(f"{base}/avis", name="Alix Fictif", email="alix@exemple.fr")
    assert "1 personne recevra un message\u00a0: Alix Fictif." in refused.text
    silent = team.send(f"{base}/avis", name="Alix Fictif")
    assert "1 personne n’a pas d’adresse\u00a0: Alix Fictif." in silent.text
    assert "1 personne recevra un message\u00a0: Camille Fictif." in team.get(f"{base}/correction").text


def test_what_has_no_object_any_more_does_not_leave(visitor: Visitor, team: Visitor, call: str) -> None:
    path = begin(visitor, call)
    begin(visitor, call, email="autre@exemple.fr", name="Dominique Fictif")
    team.client.post(f"/appels/{call}/dernier-appel", data=team.form(f"/appels/{call}"))
    assert len(waiting(visitor)) == 2
    assert write(visitor, path, "deposer", place="62041", motives="Partager").status_code == 303
    revoked = next(one.id for one in visitor.house.ask(GetCall(id=call)).drafts)
    visitor.house.obey(RevokeLink(id=revoked))
    wait(visitor, minutes=11)
    assert last_calls(visitor) == [] or all(one.state == "dropped" for one in last_calls(visitor))
    reasons = {one.reason for one in visitor.house.ask(ListLinkLetters(call=call)).letters}
    assert reasons == {"la candidature est déposée", "le lien personnel est fermé"}


def test_a_whole_last_call_is_stopped_at_once_and_the_clock_does_not_begin_again(
    visitor: Visitor, team: Visitor, call: str
) -> None:
    paths = [begin(visitor, call), begin(visitor, call, email="autre@exemple.fr")]
    wait(visitor, days=1)
    assert len(waiting(visitor)) == 2
    page = team.get("/courriels").text
    assert "à 2 personnes" in page
    stop = f"/courriels/derniers-appels/{call}/arreter"
    assert stop in page
    assert team.send(stop, reason="L’appel sera prolongé").status_code == 303
    for _ in range(3):
        wait(visitor, hours=2)
    assert last_calls(visitor) == waiting(visitor) == []
    shown = team.get(f"/appels/{call}").text
    assert shown.count("L’appel sera prolongé") == 2
    assert all(visitor.get(path).status_code == 200 for path in paths)


def test_last_calls_stand_on_the_page_before_they_are_made_and_can_be_stopped_there(
    visitor: Visitor, team: Visitor, call: str
) -> None:
    begin(visitor, call)
    begin(visitor, call, email="autre@exemple.fr", name="Dominique Fictif")
    page = team.get("/courriels").text
    assert "Dernier appel aux brouillons non déposés" in page
    assert "mercredi 15 avril 2026" in page
    assert "2 personnes" in page
    assert "Votre brouillon attend toujours" in page
    files = re.findall(rf"/appels/{call}/dernier-appel/([0-9a-f-]+)/arreter", page)
    assert team.send(f"/appels/{call}/dernier-appel/{files[0]}/arreter", reason="Il a renoncé").status_code == 303
    assert "Il a renoncé" in team.get("/courriels").text
    wait(visitor, days=1)
    assert [one.about for one in waiting(visitor)] == [files[1]]
    assert "ne sera pas relancé (Il a renoncé)" in team.get(f"/appels/{call}").text


def test_a_last_call_stopped_for_a_whole_call_comes_back_when_the_call_is_given_more_time(
    visitor: Visitor, team: Visitor, call: str
) -> None:
    begin(visitor, call)
    assert team.send(f"/appels/{call}/dernier-appel/arreter", reason="On prolonge").status_code == 303
    wait(visitor, days=1)
    assert waiting(visitor) == []
    assert "On prolonge" in team.get("/courriels").text
    page = team.get(f"/appels/{call}").text
    assert "Le dernier appel ne se fera pas de lui-même" in page
    assert "Envoyer le dernier appel" in page  # somebody may still do it
    visitor.house.obey(ExtendCall(call=call, closes="2026-05-04"))
    assert "lundi 27 avril 2026" in team.get("/courriels").text
    visitor.house.clock.advance(timedelta(days=12))
    visitor.house.run_duties()
    assert len(waiting(visitor)) == 1


def test_the_page_says_nothing_of_candidatures_when_a_territory_is_chosen(
    visitor: Visitor, team: Visitor, call: str
) -> None:
    begin(visitor, call)
    assert (
        "Dernier appel aux brouillons"
        not in team.get("/courriels?territoire=01890000-0000-7000-8000-000000000000").text
    )
    with visitor.house.rooms["territories"].database.read() as session:
        person = session.query(CandidatureFile.person).scalar()
    assert "Dernier appel aux brouillons" in team.get(f"/courriels?personne={person}").text
    assert hidden_fields(team.get(f"/appels/{call}/dernier-appel/arreter").text)
