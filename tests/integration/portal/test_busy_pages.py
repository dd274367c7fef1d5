"""Availability by a personal link, without an account; places, seasons and conflicts as the team sees them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.portal.forms import new_form
from services.portal.pages.places import _spans
from shared.contracts.territories import RegisterOrganisation, RegisterPerson
from shared.contracts.workshops import BusyOf, BusyPage, GetBusy, GetVenue, MakeBusyLink
from tests.integration.portal.conftest import MORNING, Visitor

CALENDARS = Path(__file__).parents[2] / "data" / "busy"
LEAD = "Cochez ce qui ne vous convient pas"


@pytest.fixture
def person(visitor: Visitor) -> str:
    return visitor.house.obey(RegisterPerson(function="Adjointe au commerce")).id


@pytest.fixture
def link(visitor: Visitor, person: str) -> str:
    visitor.house.obey(MakeBusyLink(person=person))
    return f"/disponibilites/{known(visitor, person).link}"


def known(visitor: Visitor, person: str) -> BusyPage:
    day = MORNING.date()
    return visitor.house.ask(GetBusy(of=BusyOf(kind="person", id=person), first=day, last=day.replace(month=6)))


def send(visitor: Visitor, path: str, what: str, **fields: Any) -> TestResponse:
    return visitor.client.post(path, data={**visitor.form(path), "quoi": what, **fields})


def test_a_link_needs_no_account_and_reading_it_says_nothing(visitor: Visitor, person: str, link: str) -> None:
    for _ in range(2):
        assert LEAD in visitor.get(link).text
    assert known(visitor, person).taken == []
    sent = send(visitor, link, "grille", habit=["2-morning"], taken=["2026-04-16-afternoon"])
    assert sent.status_code == 303
    page = known(visitor, person)
    assert [(one.weekday, one.half) for one in page.habits] == [(2, "morning")]
    assert [(str(one.day), one.half) for one in page.taken] == [("2026-04-16", "afternoon")]


def test_only_the_team_makes_and_takes_away_links(visitor: Visitor, link: str) -> None:
    assert send(visitor, link, "lien").status_code == 404
    assert visitor.get("/disponibilites/x").status_code == 404
    assert LEAD in visitor.get(link).text


def test_a_calendar_leaves_only_times_and_a_wrong_one_says_its_line(visitor: Visitor, person: str, link: str) -> None:
    content = (CALENDARS / "google.ics").read_bytes()
    assert send(visitor, link, "fichier", file=(io.BytesIO(content), "agenda.ics")).status_code == 303
    (source,) = known(visitor, person).sources
    assert source.ahead > 3
    cut = send(visitor, link, "fichier", file=(io.BytesIO(content[:700]), "agenda.ics"))
    assert (cut.status_code, "est coupé" in cut.text) == (422, True)
    heavy = send(visitor, link, "fichier", file=(io.BytesIO(b"x" * 50 * 1024 * 1024), "agenda.ics"))
    assert (heavy.status_code, "trop lourd" in heavy.text) == (413, True)
    heavy.request.environ["wsgi.input"].close()  # the test's own copy, which its client leaves open
    assert known(visitor, person).sources == [source]


def test_a_place_has_hours_as_people_write_them(visitor: Visitor) -> None:
    place = visitor.house.obey(RegisterOrganisation(label="Manufacture", kind="tiers-lieu")).id
    visitor.enter()
    path = f"/annuaire/structures/{place}/lieu"
    words = {"capacity": "40", "day-1": "9 h - 12 h 30, 14h-18h"}
    assert visitor.client.post(path, data={**visitor.form(path), "quoi": "", **words}).status_code == 303
    venue = visitor.house.ask(GetVenue(venue=place))
    assert (venue.capacity, [(one.weekday, one.opens, one.closes) for one in venue.hours]) == (
        40,
        [(1, 540, 750), (1, 840, 1080)],
    )
    assert "9\u00a0h - 12\u00a0h\u00a030, 14\u00a0h - 18\u00a0h" in visitor.get(path).text


@pytest.mark.parametrize("text", ["le matin", "12 h - 9 h", "9 h - 25 h", "9 h 75 - 10 h"])
def test_hours_that_are_none_are_said_beside_their_day(text: str) -> None:
    form = new_form({"day-0": text})
    assert _spans(form, "day-0") == []
    assert "day-0" in form.problems
