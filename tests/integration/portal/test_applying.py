"""A candidature from the public page to the answer, without an account: drafts, corrections, opinions, late files."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from services.portal.ticks import call_last
from shared.contracts.base import Command, Query, Receipt
from shared.contracts.notifications import GetMail, ListLinkLetters, ListMails, MailCard
from shared.contracts.territories import GetCall, GetCandidature, PublishCall
from shared.errors import Unavailable
from shared.settings import Settings
from shared.storage.unit_of_work import UnitOfWork
from tests.integration.portal.conftest import Visitor, at_the_door, hidden_fields
from tests.support.house import House

WHO = {"label": "Arras", "name": "Camille Fictif", "function": "Directrice", "email": "camille@exemple.fr"}


@pytest.fixture
def call(visitor: Visitor) -> str:
    return visitor.house.obey(
        PublishCall(title="AMI 2026", opens="2026-04-01", closes="2026-04-20", criteria=["La volonté de coopérer"])
    ).id


def begin(visitor: Visitor, call: str, **more: str) -> str:
    """The address of a new draft."""
    sent = visitor.send(f"/ami/{call}/candidater", **{**WHO, **more})
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]


def write(visitor: Visitor, path: str, gesture: str, **typed: str):
    """The form of a draft as a browser sends it, with one of its buttons."""
    page = visitor.get(path).text
    said = dict(re.findall(r'<textarea id="f-([^"]+)"[^>]*>([^<]*)</textarea>', page))
    said |= dict(re.findall(r'<input id="f-([^"]+)" name="[^"]+" type="text" value="([^"]*)"', page))
    chosen = re.findall(r'name="place" value="([^"]+)" checked', page)
    said |= {"place": chosen[0]} if chosen else {}
    return visitor.client.post(path, data={**hidden_fields(page), **said, **typed, "geste": gesture})


def test_a_candidature_goes_from_a_draft_to_its_answer_without_an_account(visitor: Visitor, call: str) -> None:
    assert "AMI 2026" in visitor.get("/ami").text
    path = begin(visitor, call)
    (mail,) = visitor.house.ask(ListMails()).mails
    assert "commencée" in mail.subject
    assert write(visitor, path, "garder", motives="Partager les outils").status_code == 303
    missing = write(visitor, path, "deposer")
    assert missing.status_code == 422
    assert "Choisissez votre territoire" in missing.text
    assert "Partager les outils</textarea>" in missing.text
    assert write(visitor, path, "deposer", place="62041", partners="Lens").status_code == 303
    assert "Déposer le dossier complet" in visitor.get(path).text
    full = {"wished_perimeter": "La ville et Lens", "pilot_function": "Directrice", "criterion-0": "Oui, avec Lens."}
    assert write(visitor, path, "deposer", **full).status_code == 303
    (card,) = visitor.house.ask(GetCall(id=call)).candidatures
    assert (card.territory_label, card.partners, card.state) == ("Arras", ["Lens"], "submitted")

    team = at_the_door(visitor.house).enter()
    base = f"/candidatures/{card.id}"
    assert "Oui, avec Lens." in team.get(base).text
    assert team.send(f"{base}/correction", asked="Précisez le périmètre.").status_code == 303
    # The question goes out with a new link, and can be stopped until it leaves: the one before opens meanwhile.
    assert visitor.get(path).status_code == 200
    assert [one for one in visitor.house.ask(ListMails()).mails if "question" in one.subject] == []
    wait(visitor, minutes=11)
    (question,) = [one for one in visitor.house.ask(ListMails()).mails if "question" in one.subject]
    assert question.to == "camille@exemple.fr"
    assert team.send(f"{base}/avis", name="Alix Fictif", function="Chercheuse").status_code == 303
    link = re.search(r"/avis/[\w-]+", team.get(base).text)
    assert link is not None
    reader = at_the_door(visitor.house)
    shown = reader.get(link[0])
    assert "Camille Fictif" not in shown.text
    assert reader.client.post(link[0], data={**hidden_fields(shown.text), "text": "Solide."}).status_code == 303
    assert "Solide." in team.get(base).text
    assert team.send(f"{base}/instruire").status_code == 303
    answered = team.send(f"/appels/{call}/candidatures/{card.id}/repondre", decision="retained", reason="Ensemble.")
    assert answered.status_code == 303
    assert visitor.house.ask(GetCandidature(id=card.id)).state == "retained"
    assert reader.client.post(link[0], data={**hidden_fields(shown.text), "text": "Trop tard."}).status_code == 409


def test_after_the_closing_day_the_draft_is_kept_and_nothing_is_sent(visitor: Visitor, call: str) -> None:
    path = begin(visitor, call)
    write(visitor, path, "garder", motives="Partager", place="62041")
    stale = visitor.get(path).text
    visitor.house.clock.advance(timedelta(days=7))
    late = visitor.client.post(
        path, data={**hidden_fields(stale), "label": "Arras", "motives": "Partager encore", "geste": "deposer"}
    )
    assert late.status_code in (409, 422)
    assert "terminée" in late.text
    assert "Traceback" not in late.text
    page = visitor.get(path)
    assert "Partager encore" in page.text
    assert "Déposer" not in page.text
    assert visitor.house.ask(GetCall(id=call)).candidatures == []
    assert visitor.get(f"/ami/{call}/candidater").status_code == 200
    assert visitor.send(f"/ami/{call}/candidater", **WHO).status_code == 409


def test_words_sent_under_a_link_that_was_replaced_are_shown_to_be_copied(visitor: Visitor, call: str) -> None:
    path = begin(visitor, call)
    stale = visitor.get(path).text
    visitor.send(f"/ami/{call}/retrouver", email=WHO["email"])
    typed = {**hidden_fields(stale), "label": "Arras", "motives": "Relier les ateliers du canal", "geste": "garder"}
    answer = visitor.client.post(path, data=typed)
    assert answer.status_code == 404
    assert "Relier les ateliers du canal" in answer.text
    assert "Envoyer à nouveau" not in answer.text


def test_two_windows_at_one_draft_lose_nothing(visitor: Visitor, call: str) -> None:
    path = begin(visitor, call)
    stale = visitor.get(path).text
    assert write(visitor, path, "garder", motives="La première fenêtre").status_code == 303
    answer = visitor.client.post(
        path, data={**hidden_fields(stale), "label": "Arras", "motives": "La seconde", "geste": "garder"}
    )
    assert answer.status_code == 409
    assert "La première fenêtre" in answer.text
    assert "La seconde</textarea>" in answer.text
    again = {**hidden_fields(answer.text), "label": "Arras", "motives": "Les deux", "geste": "garder"}
    assert visitor.client.post(path, data=again).status_code == 303
    assert "Les deux</textarea>" in visitor.get(path).text


def test_whoever_has_not_sent_is_called_once_more_and_can_throw_all_away(visitor: Visitor, call: str) -> None:
    path = begin(visitor, call)
    team = at_the_door(visitor.house).enter()
    token = team.form(f"/appels/{call}")
    assert team.client.post(f"/appels/{call}/dernier-appel", data=token).status_code == 303
    assert last_calls(visitor) == []
    assert "Envoyer le dernier appel" not in team.get(f"/appels/{call}").text
    wait(visitor, minutes=11)
    (mail,) = last_calls(visitor)
    assert mail.to == "camille@exemple.fr"
    assert visitor.get(path).status_code == 200
    sent = visitor.send(f"/ami/{call}/retrouver", email="camille@exemple.fr")
    nobody = visitor.send(f"/ami/{call}/retrouver", email="personne@exemple.fr")
    assert (sent.status_code, sent.headers["Location"]) == (nobody.status_code, nobody.headers["Location"])
    other = begin(visitor, call, email="autre@exemple.fr")
    assert visitor.send(f"{other}/effacer").status_code == 303
    assert visitor.get(other).status_code == 404


def test_a_draft_of_a_call_and_a_wrong_address_are_nobody_s(visitor: Visitor, call: str) -> None:
    assert visitor.get("/ami/inconnu").status_code == 404
    assert visitor.get("/candidature/inconnue").status_code == 404
    wrong = visitor.send(f"/ami/{call}/candidater", **{**WHO, "email": "camille@exemple"})
    assert wrong.status_code == 422
    assert "adresse électronique" in wrong.text
    team = at_the_door(visitor.house).enter()
    made = team.send("/appels/preparer", title="AMI 2027", criteria="Coopérer", closes="2027-01-31")
    draft = made.headers["Location"]
    assert visitor.get(draft.replace("/appels/", "/ami/")).status_code == 404
    assert 'value="AMI 2027"' in team.get(f"{draft}/reprendre").text
    assert team.send(f"{draft}/ouvrir").status_code == 303
    assert visitor.get(draft.replace("/appels/", "/ami/")).status_code == 200


def test_the_last_call_goes_out_by_itself_once_with_a_link_that_opens(visitor: Visitor, call: str) -> None:
    visitor.house.settings = Settings()
    path = begin(visitor, call)
    visitor.house.clock.advance(timedelta(hours=20))  # five o’clock in the morning, and the last week has begun
    visitor.house.run_duties()
    assert last_calls(visitor) == []
    visitor.house.clock.advance(timedelta(hours=4))
    for _ in range(2):
        visitor.house.run_duties()
    assert last_calls(visitor) == []
    for _ in range(2):
        wait(visitor, minutes=11)
    (mail,) = last_calls(visitor)
    link = re.search(r"/candidature/[\w-]+", visitor.house.ask(GetMail(id=mail.id)).text)
    assert link is not None
    assert visitor.get(link[0]).status_code == visitor.get(path).status_code == 200
    # Written by the new link once, the draft is behind it alone.
    assert write(visitor, link[0], "garder", motives="Reprendre").status_code == 303
    assert visitor.get(path).status_code == 404
    assert visitor.get(link[0]).status_code == 200
    team = at_the_door(visitor.house).enter()
    assert "dernier appel envoyé mercredi 15 avril" in team.get(f"/appels/{call}").text
    assert "Envoyer le dernier appel" not in team.get(f"/appels/{call}").text


def test_a_last_call_that_broke_in_the_middle_is_finished_under_the_same_link(visitor: Visitor, call: str) -> None:
    begin(visitor, call)
    visitor.house.clock.advance(timedelta(days=1))
    desk = Breaking(visitor.house)
    call_last(desk)
    (mail,) = visitor.house.ask(ListLinkLetters()).letters
    assert visitor.house.ask(GetCall(id=call)).drafts[0].last_called is None
    desk.broken = False
    call_last(desk)
    assert visitor.house.ask(ListLinkLetters()).letters == [mail]
    assert visitor.house.ask(GetCall(id=call)).drafts[0].last_called is not None


def wait(visitor: Visitor, **time: float) -> None:
    """Let time pass, and everybody do their clock work."""
    visitor.house.clock.advance(timedelta(**time))
    visitor.house.run_duties()


class Breaking:
    """The portal's desk, on which the third order finds the other room away while it is `broken`."""

    def __init__(self, house: House):
        self.clock, self.settings = house.clock, Settings()
        self.broken, self._orders = True, 0
        self._house = house

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        return self._house.rooms["portal"].unit_of_work()

    def reading(self) -> AbstractContextManager[Session]:
        return self._house.rooms["portal"].reading()

    def ask(self, query: Query[Any]) -> Any:
        return self._house.ask(query)

    def obey(self, command: Command, *, order: str) -> Receipt:
        self._orders += 1
        if self.broken and self._orders == 3:
            raise Unavailable("Le service ne répond pas.")
        return self._house.obey(command, order=order)


def last_calls(visitor: Visitor) -> list[MailCard]:
    """The mails of last calls."""
    return [one for one in visitor.house.ask(ListMails()).mails if "pas encore déposée" in one.subject]
