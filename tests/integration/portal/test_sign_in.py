"""Signing in: one-time links, what outsiders learn, what a session guards."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from services.portal.tables import SignInLink, Token
from shared.contracts.notifications import ListMails
from shared.events import PersonErased
from shared.ids import new_id
from tests.integration.portal.conftest import Visitor


def test_nobody_sees_a_page_without_signing_in(visitor: Visitor) -> None:
    answer = visitor.get("/territoires?x=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/connexion?suite=/territoires?x%3D1"


def test_the_link_of_the_start_opens_the_portal_once(visitor: Visitor) -> None:
    token = visitor.sign_in.first_link()
    visitor.enter_with(token)
    assert visitor.get("/").status_code == 200
    assert visitor.get(f"/connexion/{token}").status_code == 404


def test_following_a_link_does_not_use_it_because_mail_scanners_do(visitor: Visitor) -> None:
    token = visitor.sign_in.first_link()
    for _ in range(3):
        assert visitor.get(f"/connexion/{token}").status_code == 200
    assert visitor.client.head(f"/connexion/{token}").status_code == 200
    assert visitor.sign_in.is_open(token)


def test_a_link_asked_for_expires_after_half_an_hour_and_the_first_one_after_a_day(visitor: Visitor) -> None:
    first = visitor.sign_in.first_link()
    visitor.sign_in.open_account("equipe@exemple.fr", "Équipe", "team")
    asked = visitor.sign_in.link_for("equipe@exemple.fr")
    assert asked is not None
    visitor.house.clock.advance(timedelta(minutes=31))
    assert visitor.sign_in.enter(asked) is None
    assert visitor.sign_in.is_open(first)
    visitor.house.clock.advance(timedelta(hours=24))
    assert visitor.sign_in.enter(first) is None


def test_known_and_unknown_addresses_get_the_same_answer_and_only_one_gets_a_mail(visitor: Visitor) -> None:
    visitor.sign_in.open_account("equipe@exemple.fr", "Équipe", "team")
    known = visitor.send("/connexion", email=" Equipe@Exemple.fr ")
    unknown = visitor.send("/connexion", email="personne@exemple.fr")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    mails = visitor.house.ask(ListMails()).mails
    assert [mail.to for mail in mails] == ["equipe@exemple.fr"]


def test_an_account_gets_no_more_than_five_links_an_hour(visitor: Visitor) -> None:
    visitor.sign_in.open_account("equipe@exemple.fr", "Équipe", "team")
    links = [visitor.sign_in.link_for("equipe@exemple.fr") for _ in range(6)]
    assert [link is not None for link in links] == [True] * 5 + [False]
    visitor.house.clock.advance(timedelta(hours=1, minutes=1))
    assert visitor.sign_in.link_for("equipe@exemple.fr") is not None


def test_what_is_no_address_is_said_beside_the_field_with_what_was_typed(visitor: Visitor) -> None:
    answer = visitor.send("/connexion", email="jeanne")
    assert answer.status_code == 422
    assert "Une adresse électronique est attendue" in answer.text
    assert 'value="jeanne"' in answer.text


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.exemple/", "//ailleurs.exemple", "/\\ailleurs.exemple"])
def test_signing_in_never_leads_to_another_site(visitor: Visitor, elsewhere: str) -> None:
    answer = visitor.send(f"/connexion/{visitor.sign_in.first_link()}", suite=elsewhere)
    assert answer.headers["Location"] == "/"


def test_signing_in_leads_to_the_page_that_was_wanted(visitor: Visitor) -> None:
    answer = visitor.send(f"/connexion/{visitor.sign_in.first_link()}", suite="/agenda?mois=2025-07")
    assert answer.headers["Location"] == "/agenda?mois=2025-07"


def test_signing_out_ends_the_session_also_for_a_copied_cookie(visitor: Visitor) -> None:
    visitor.enter()
    cookie = visitor.client.get_cookie("terreau_session")
    assert cookie is not None
    visitor.client.post("/deconnexion", data={"jeton": visitor.form("/aide").get("jeton") or _token(visitor)})
    visitor.client.set_cookie("terreau_session", cookie.value)
    assert visitor.get("/").status_code == 303


def test_a_session_ends_after_two_weeks(visitor: Visitor) -> None:
    visitor.enter()
    visitor.house.clock.advance(timedelta(days=14, seconds=1))
    assert visitor.get("/").status_code == 303


def test_secrets_are_kept_as_hashes_only(visitor: Visitor) -> None:
    link, token = visitor.sign_in.first_link(), visitor.sign_in.make_token("reader")
    with visitor.house.rooms["portal"].database.read() as session:
        kept = [row.hash for row in session.query(SignInLink)] + [row.hash for row in session.query(Token)]
    assert len(kept) == 2
    assert link not in kept
    assert token not in kept


def test_a_person_who_asks_to_be_forgotten_loses_account_and_session(visitor: Visitor) -> None:
    person = new_id()
    visitor.sign_in.open_account("elue@exemple.fr", "Prénom Nom", "team", person)
    link = visitor.sign_in.link_for("elue@exemple.fr")
    assert link is not None
    visitor.enter_with(link)
    visitor.house.rooms["portal"].hear(PersonErased(person=person))
    assert visitor.get("/").status_code == 303
    assert visitor.sign_in.link_for("elue@exemple.fr") is None


def test_forms_outlive_a_restart_without_any_setting(visitor: Visitor) -> None:
    assert visitor.sign_in.signing_key() == visitor.sign_in.signing_key()


def _token(visitor: Visitor) -> str:
    found = re.search(r'name="jeton" value="([^"]+)"', visitor.get("/aide").text)
    assert found is not None
    return found[1]
