"""Somebody works at the portal in a real browser while processes beneath are killed: no word of theirs is lost."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Response, expect

from tests.faults.estate import Estate
from tests.faults.figures import FULL, Figures, times, workload
from tests.support.stack import Served
from tests.support.visits import a_browser, enter

AWAY = re.compile(r"ne répond pas\u00a0: (ré|re)essayez dans un instant")
KEPT = "Rien n’est perdu"
PATIENCE_MS = 180_000 if FULL else 60_000


@dataclass(frozen=True)
class Note:
    """A form of an accompaniment: the room behind it, and the fields that a person fills with words of their own."""

    path: str
    room: str
    named: str
    told: str


NOTES = (
    Note("enjeu", "diagnostic", "title", "Ce qu’il recouvre"),
    Note("besoin", "workshops", "title", "Précisions"),
    Note("jalon", "territories", "title", "En quelques mots"),
)
ARRIVED = {
    "diagnostic": "SELECT count(*) FROM diagnostic.stakes WHERE title = '{}'",
    "workshops": "SELECT count(*) FROM workshops.outcomes WHERE text = '{}'",
    "territories": "SELECT count(*) FROM territories.milestones WHERE title = '{}'",
}


class Somebody:
    """Who sits at the browser: fills forms, sends them, and sends them again for as long as a page asks for it."""

    def __init__(self, page: Page, accompaniment: str):
        self._page = page
        self._form = f"/accompagnements/{accompaniment}"

    def fill(self, note: Note, label: str) -> dict[str, str]:
        """Open a form and fill it; what it holds, by the names of its fields."""
        self._page.goto(f"{self._form}/{note.path}")
        typed = {note.named: label, _field(self._page, note.told): f"{label} : «\u00a0à nous\u00a0»\nsur deux lignes"}
        for name, text in typed.items():
            self._page.locator(f"[name={name}]").fill(text)
        return typed

    def send(self, typed: dict[str, str]) -> bool:
        """Press the button of the form, or of the page that kept it; whether it was taken."""
        button = self._page.get_by_role("main").get_by_role("button", name=re.compile("Enregistrer|Envoyer à nouveau"))
        with self._page.expect_response(_to_a_form, timeout=PATIENCE_MS) as answered:
            button.click(no_wait_after=True)
        status = answered.value.status
        if status == 303:
            expect(self._page.get_by_role("status").first).to_be_visible()
            return True
        assert status == 503, status
        self._turned_away(typed)
        return False

    def _turned_away(self, typed: dict[str, str]) -> None:
        """The page says so in French, and holds every word."""
        main = self._page.get_by_role("main")
        expect(main).to_contain_text(AWAY)
        expect(main).to_contain_text(KEPT)
        for name, text in typed.items():
            assert self._page.locator(f"[name={name}]").input_value().replace("\r\n", "\n") == text


def _to_a_form(response: Response) -> bool:
    return response.request.method == "POST" and response.request.is_navigation_request()


def _field(page: Page, label: str) -> str:
    name = page.get_by_label(label).get_attribute("name")
    assert name
    return name


@pytest.mark.timeout(0 if FULL else 600)
def test_forms_are_kept_while_rooms_and_portal_are_killed_and_everything_arrives_once(
    estate: Estate, figures: Figures, chance: random.Random
) -> None:
    with (
        figures.fault("kill -9 of rooms and portal beneath somebody in a browser", estate.name) as tally,
        a_browser() as browser,
    ):
        portal = estate.stack.serve("portal")
        estate.stack.wait_until_ready([portal])
        page = browser.new_context(base_url=f"http://127.0.0.1:{portal.port}", locale="fr-FR").new_page()
        page.set_default_timeout(PATIENCE_MS)
        enter(page, estate.sign_in_link())
        somebody = Somebody(page, estate.workload.somewhere())
        written: list[tuple[Note, str]] = []
        try:
            with estate.ordeal(tally, commands=workload(20)):
                for n, note in zip(range(times(1, 60)), itertools.cycle(NOTES), strict=False):
                    label = f"Au portail {n}"
                    typed = somebody.fill(note, label)
                    killed = estate.kill(estate.serving(note.room))
                    taken = somebody.send(typed)
                    assert not taken, f"{note.room} was killed, and its form was taken"
                    estate.start_again(killed)
                    tally.tried += 1
                    portal = _killed_and_started(estate, portal)
                    tally.tried += 1
                    estate.wait_until_ready()
                    while not somebody.send(typed):
                        pass
                    written.append((note, label))
        finally:
            portal.kill()
        for note, label in written:
            assert estate.stack.one(ARRIVED[note.room].format(label)) == 1, label


def _killed_and_started(estate: Estate, portal: Served) -> Served:
    portal.kill()
    again = estate.stack.serve("portal", port=portal.port)
    estate.stack.wait_until_ready([again])
    return again
