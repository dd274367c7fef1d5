"""A room that does not answer: the rest of a page stands, and what was typed is kept to be sent again."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

import pytest

from services.portal.sections import AWAY
from shared.contracts.base import Command, Query, Receipt
from shared.contracts.territories import ListAccompaniments
from shared.contracts.workshops import OpenPoll, ScheduleWorkshop
from shared.errors import Unavailable
from shared.ids import new_id
from tests.integration.portal.conftest import Visitor, hidden_fields
from tests.support.enrolled import enrolled

TYPED = {"structure": "Les «\u00a0Tisserands\u00a0» <amis>", "kind": "ess", "synthesis": "Deux lignes,\nbien à nous."}
SENTENCE = "Le service ne répond pas\u00a0: réessayez dans un instant."


@dataclass
class Office:
    """The house as an office in which some rooms do not answer."""

    inner: Any
    away: set[str] = field(default_factory=set)

    def ask(self, query: Query[Any]) -> Any:
        self._knock(query.service)
        return self.inner.ask(query)

    def obey(self, command: Command, *, order: str, actor: str | None) -> Receipt:
        self._knock(command.service)
        receipt: Receipt = self.inner.obey(command, order=order, actor=actor)
        return receipt

    def _knock(self, service: str) -> None:
        if service in self.away:
            raise Unavailable(SENTENCE)


@pytest.fixture
def office(visitor: Visitor) -> Office:
    extensions = visitor.client.application.extensions
    extensions["terreau.office"] = office = Office(extensions["terreau.office"])
    visitor.enter()
    return office


@pytest.mark.parametrize("away", ["diagnostic", "territories"])
def test_a_form_is_kept_while_a_room_is_away_and_has_one_effect_when_it_is_back(
    visitor: Visitor, office: Office, away: str
) -> None:
    path = f"/accompagnements/{enrolled(visitor.house)}/entretien"
    fields = {**visitor.form(path), **TYPED}
    office.away = {away}
    page = visitor.client.post(path, data=fields)
    assert page.status_code == 503
    assert SENTENCE in page.text
    assert "Rien n’est perdu" in page.text
    for text in TYPED.values():
        assert html.escape(text) in page.text
    office.away = set()
    kept = {name: html.unescape(text) for name, text in hidden_fields(page.text).items()}
    again = {**TYPED, **kept}
    assert [visitor.client.post(path, data=again).status_code for _ in range(2)] == [303, 303]
    assert visitor.house.told("interview-logged") == 1


def test_the_page_after_a_refusal_that_time_does_not_heal_offers_nothing_to_send(visitor: Visitor) -> None:
    visitor.enter()
    page = visitor.client.post("/nulle-part", data={"structure": "x"})
    assert page.status_code == 404
    assert "Envoyer à nouveau" not in page.text


def test_the_rest_of_a_page_stands_without_the_room_that_is_away(visitor: Visitor, office: Office) -> None:
    enrolled(visitor.house)
    (card,) = visitor.house.ask(ListAccompaniments()).accompaniments
    office.away = {"diagnostic"}
    page = visitor.get(f"/territoires/{card.territory}")
    assert page.status_code == 200
    assert AWAY in html.unescape(page.text)


def test_what_needs_no_mail_is_done_without_the_room_that_writes_them(visitor: Visitor, office: Office) -> None:
    house, accompaniment = visitor.house, enrolled(visitor.house)
    times = {"start": "2026-05-05T09:00:00+02:00", "end": "2026-05-05T12:00:00+02:00"}
    workshop = house.obey(
        ScheduleWorkshop.model_validate({"accompaniment": accompaniment, "title": "Idéation", **times})
    ).id
    asked = {"slots": [times], "guests": [{"person": new_id()}], "deadline": "2026-04-20T18:00:00+02:00"}
    poll = house.obey(OpenPoll.model_validate({"accompaniment": accompaniment, "title": "La suite", **asked})).id
    office.away = {"notifications"}
    for path in (
        f"/accompagnements/{accompaniment}/atelier",
        f"/ateliers/{workshop}/deplacer",
        f"/ateliers/{workshop}/invites",
        f"/sondages/{poll}/prolonger",
        "/courriels/nouvelles",
    ):
        assert visitor.client.get(path).status_code == 200, path
