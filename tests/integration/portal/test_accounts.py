"""Who may sign in: accounts opened, given another role and closed by administrators, never the last of them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from services.portal.accounts import SignIn
from services.portal.room import ROOM
from services.portal.sign_in.subscriptions import Subscriptions
from services.portal.sign_in.team import Team
from services.portal.tables import Account
from shared.errors import InvalidInput, NotFound, Refused
from shared.ids import new_id
from tests.conftest import OpenRoom
from tests.integration.portal.conftest import Document, Visitor, hidden_fields
from tests.support.rooms import RoomAtWork


@pytest.fixture
def room(open_room: OpenRoom) -> RoomAtWork:
    """The portal's room, on both databases."""
    return open_room(ROOM)


@pytest.fixture
def team(room: RoomAtWork) -> Team:
    return Team(room.database, room.clock)


# --- the rules


def test_an_account_opened_twice_is_one(team: Team) -> None:
    first = team.add(" Prenom@Exemple.fr ", "Prénom  Nom", "team")
    assert (first.email, first.label, first.role) == ("prenom@exemple.fr", "Prénom Nom", "team")
    assert team.add("prenom@exemple.fr", "Prénom Nom", "team") == first
    assert team.everybody() == [first]


def test_opening_does_not_change_the_role_of_an_account_that_is_there(team: Team) -> None:
    known = team.add("prenom@exemple.fr", "Prénom", "reader")
    with pytest.raises(Refused):
        team.add("prenom@exemple.fr", "Prénom", "admin")
    assert team.everybody() == [known]


def test_accounts_opened_in_one_moment_are_one(team: Team) -> None:
    together = Barrier(4)

    def add(_: int) -> str:
        together.wait()
        return team.add("prenom@exemple.fr", "Prénom", "team").id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(add, range(4)))) == 1


@pytest.mark.parametrize(
    ("email", "label", "role", "where"),
    [
        ("prenom", "Prénom", "team", {"email"}),
        ("prenom@", "Prénom", "team", {"email"}),
        ("a@b.fr, c@d.fr", "Prénom", "team", {"email"}),
        ("a" * 250 + "@b.fr", "Prénom", "team", {"email"}),
        ("a@b.fr", "  ", "team", {"label"}),
        ("a@b.fr", "x" * 201, "team", {"label"}),
        ("a@b.fr", "x\x00", "owner", {"label", "role"}),
    ],
)
def test_what_makes_no_account_is_refused_field_by_field(
    team: Team, email: str, label: str, role: str, where: set[str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        team.add(email, label, role)
    assert {field for field, _ in refused.value.problems} == where
    assert team.everybody() == []


def test_the_last_administrator_keeps_role_and_account(team: Team) -> None:
    only = team.add("admin@exemple.fr", "Admin", "admin")
    team.add("equipe@exemple.fr", "Équipe", "team")
    for change in (lambda: team.close(only.id), lambda: team.change_role(only.id, "team")):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.stable_code == "last-admin"
    assert team.change_role(only.id, "admin").role == "admin"
    other = team.add("autre@exemple.fr", "Autre", "admin")
    assert team.change_role(only.id, "reader").role == "reader"
    with pytest.raises(Refused):
        team.close(other.id)


def test_two_administrators_who_close_each_other_at_once_leave_one(team: Team) -> None:
    left = team.add("first@exemple.fr", "Première", "admin")
    for turn in range(5):
        other = team.add(f"{turn}@exemple.fr", "Suivante", "admin")
        together = Barrier(2)

        def close(account: str, together: Barrier = together) -> bool:
            together.wait()
            try:
                team.close(account)
            except Refused:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(close, (left.id, other.id))) == [False, True]
        (left,) = team.everybody()


def test_closing_ends_sessions_links_and_subscriptions_and_forgets_who_it_was(team: Team, room: RoomAtWork) -> None:
    sign_in = SignIn(room.database, room.clock)
    subscriptions = Subscriptions(room.database, room.clock, "key")
    card = team.add("prenom@exemple.fr", "Prénom", "team")
    links = [sign_in.link_for(card.email) for _ in range(2)]
    assert all(links)
    session = sign_in.enter(str(links[0]))
    token = subscriptions.make(card.id, new_id(), None)
    assert session is not None
    assert sign_in.who(session) is not None
    assert subscriptions.find(token) is not None

    team.close(card.id)

    assert sign_in.who(session) is None
    assert sign_in.enter(str(links[1])) is None
    assert subscriptions.find(token) is None
    assert sign_in.link_for(card.email) is None
    assert team.everybody() == []
    with room.database.read() as opened:
        kept = opened.get(Account, card.id)
        assert kept is not None
        assert (kept.email, kept.label) == (None, "Compte fermé")


def test_a_closed_account_is_unknown_and_its_address_free_again(team: Team) -> None:
    card = team.add("prenom@exemple.fr", "Prénom", "team")
    team.close(card.id)
    for change in (lambda: team.close(card.id), lambda: team.change_role(card.id, "team"), lambda: team.find(card.id)):
        with pytest.raises(NotFound):
            change()
    assert team.add("prenom@exemple.fr", "Prénom", "reader").id != card.id


# --- the pages


def test_an_administrator_opens_an_account_and_its_owner_enters(visitor: Visitor) -> None:
    visitor.enter()
    fields = {**visitor.form("/comptes"), "email": "prenom@exemple.fr", "label": "Prénom", "role": "reader"}
    answers = [visitor.client.post("/comptes", data=fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    page = Document(visitor.get("/comptes").text).text
    assert page.count("prenom@exemple.fr") == 1
    token = visitor.sign_in.link_for("prenom@exemple.fr")
    assert token is not None
    visitor.enter_with(token)
    assert visitor.get("/").status_code == 200


def test_a_refused_account_comes_back_with_what_was_typed(visitor: Visitor) -> None:
    answer = visitor.enter().send("/comptes", email="prenom", label="Prénom", role="reader")
    assert answer.status_code == 422
    assert "Une adresse électronique est attendue" in answer.text
    assert 'value="Prénom"' in answer.text
    known = visitor.send("/comptes", email="administration@localhost", label="Prénom", role="reader")
    assert known.status_code == 409
    assert "a déjà un compte" in known.text


def test_a_role_is_changed_and_holds_from_the_next_page(visitor: Visitor) -> None:
    visitor.enter()
    visitor.sign_in.open_account("prenom@exemple.fr", "Prénom", "reader")
    card = _account(visitor, "prenom@exemple.fr")
    answer = visitor.client.post(
        f"/comptes/{card}/role", data={**hidden_fields(visitor.get("/comptes").text), "role": "team"}
    )
    assert answer.status_code == 303
    page = visitor.get("/comptes").text
    assert "Prénom\u00a0: équipe du programme." in page
    (chosen,) = re.findall(rf'id="f-role-{card}".*?<option value="(\w+)" selected', page, re.S)
    assert chosen == "team"


def test_an_account_is_closed_after_a_page_that_says_what_it_means(visitor: Visitor) -> None:
    visitor.sign_in.open_account("prenom@exemple.fr", "Prénom", "team")
    token = visitor.sign_in.link_for("prenom@exemple.fr")
    assert token is not None
    theirs = visitor.enter_with(token).client.get_cookie("terreau_session")
    assert theirs is not None
    visitor.enter()
    path = f"/comptes/{_account(visitor, 'prenom@exemple.fr')}/fermer"
    assert path in Document(visitor.get("/comptes").text).links()
    assert "s’arrêtent aussitôt" in visitor.get(path).text
    assert visitor.send(path).status_code == 303
    assert "prenom@exemple.fr" not in visitor.get("/comptes").text
    assert visitor.get(path).status_code == 404
    visitor.client.set_cookie("terreau_session", theirs.value)
    assert visitor.get("/").status_code == 303


def test_the_last_administrator_is_offered_no_way_out_and_has_none(visitor: Visitor) -> None:
    visitor.enter()
    card = _account(visitor, "administration@localhost")
    page = visitor.get("/comptes").text
    assert f"/comptes/{card}/fermer" not in page
    assert "dernier compte d’administration" in page
    assert visitor.send(f"/comptes/{card}/fermer").status_code == 409
    fields = {**hidden_fields(page), "role": "reader"}
    assert visitor.client.post(f"/comptes/{card}/role", data=fields).status_code == 409
    assert visitor.get("/comptes").status_code == 200


@pytest.mark.parametrize("role", ["team", "reader"])
def test_only_administrators_see_and_change_accounts(visitor: Visitor, role: str) -> None:
    visitor.enter()
    fields = {**visitor.form("/comptes"), "email": "x@exemple.fr", "label": "X", "role": "admin"}
    card = _account(visitor, "administration@localhost")
    visitor.enter_as(role)
    assert visitor.get("/comptes").status_code == 403
    assert visitor.get(f"/comptes/{card}/fermer").status_code == 403
    for path in ("/comptes", f"/comptes/{card}/role", f"/comptes/{card}/fermer"):
        assert visitor.client.post(path, data=fields).status_code == 403
    assert "/comptes" not in Document(visitor.get("/").text).links()
    assert "x@exemple.fr" not in visitor.enter().get("/comptes").text


def test_a_request_of_another_site_changes_no_account(visitor: Visitor) -> None:
    visitor.enter()
    visitor.sign_in.open_account("prenom@exemple.fr", "Prénom", "reader")
    card = _account(visitor, "prenom@exemple.fr")
    forged = {"jeton": "inventé", "email": "x@exemple.fr", "label": "X", "role": "admin"}
    for path in ("/comptes", f"/comptes/{card}/role", f"/comptes/{card}/fermer"):
        assert visitor.client.post(path, data=forged).status_code == 422
    page = Document(visitor.get("/comptes").text).text
    assert "prenom@exemple.fr" in page
    assert "x@exemple.fr" not in page


def _account(visitor: Visitor, email: str) -> str:
    """The id of an account."""
    portal = visitor.house.rooms["portal"]
    (card,) = [one for one in Team(portal.database, portal.clock).everybody() if one.email == email]
    return card.id
