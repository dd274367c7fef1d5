"""Entering an empty house: the printed link, the link sent by mail, and what to do first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import origin
from tests.support.example import running
from tests.support.visits import Portal, enter, heading
from tests.support.waiting import until

ADMINISTRATION = "administration@localhost"


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The one-time link of a house without example."""
    with running(tmp_path_factory.mktemp("empty"), "--no-example") as printed:
        yield printed


@pytest.fixture(scope="module")
def empty(browser: Browser, link: str) -> Portal:
    """That house, with nobody signed in."""
    return Portal(origin(link), browser)


def test_the_printed_link_is_not_used_by_looking_and_opens_the_house_once(empty: Portal, link: str) -> None:
    with empty.visit() as mine, empty.visit() as somebody_else:
        for _ in range(2):
            mine.goto(link)
            heading(mine, "Vous y êtes presque")
        somebody_else.goto(link)
        enter(mine, link)
        _read_how_to_start(mine)
        _ask_for_a_link_by_mail_and_follow_it(empty, mine)

        somebody_else.get_by_role("button", name="Entrer dans Terreau").click()
        heading(somebody_else, "Ce lien ne sert plus")
        answer = somebody_else.goto(link)
        assert answer is not None
        assert answer.status == 404
        heading(somebody_else, "Ce lien ne sert plus")
        somebody_else.get_by_role("link", name="Recevoir un nouveau lien").click()
        heading(somebody_else, "Bonjour")

        mine.get_by_text("Administration", exact=True).click()
        mine.get_by_role("button", name="Se déconnecter").click()
        expect(mine.get_by_role("status")).to_contain_text("À bientôt")
        mine.goto("/territoires")
        heading(mine, "Bonjour")
        expect(mine.get_by_label("Adresse électronique")).to_be_visible()


def _read_how_to_start(page: Page) -> None:
    expect(page.get_by_text("Aucun territoire n’est encore engagé.")).to_be_visible()
    page.get_by_role("link", name="Publier un appel").click()
    page.get_by_label("Titre de l’appel").fill("Premier appel")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status")).to_contain_text("L’appel est publié")
    heading(page, "Premier appel")
    page.get_by_role("link", name="Engager un territoire").click()
    heading(page, "Engager un territoire")


def _kept_link(page: Page) -> str:
    """The link of the mail on the page: shown once the mail is kept, which takes some seconds."""
    found: list[str] = []

    def shown() -> bool:
        page.reload()
        found[:] = re.findall(r"http\S+/connexion/\S+", page.locator("pre").text_content() or "")
        return bool(found)

    until(shown, what="a mail that is kept, with its link")
    return found[0]


def _ask_for_a_link_by_mail_and_follow_it(empty: Portal, mine: Page) -> None:
    """Without a mail server the link waits in «Courriels»; it opens another browser, without JavaScript."""
    with empty.visit(scripts=False) as other:
        other.goto("/suivi")
        other.get_by_label("Adresse électronique").fill(ADMINISTRATION)
        other.get_by_role("button", name="Recevoir un lien").click()
        heading(other, "Regardez votre boîte")

        mine.goto("/courriels")
        mine.get_by_role("main").get_by_role("link", name=re.compile("lien", re.IGNORECASE)).first.click()
        sent = _kept_link(mine)
        other.goto(sent)
        other.get_by_role("button", name="Entrer dans Terreau").click()
        heading(other, "Suivi")
