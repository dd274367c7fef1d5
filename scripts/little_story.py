"""An invented territory played through the pages, for pictures of what the documented example has none of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import monotonic
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

PEOPLE = (
    ("Adjointe au commerce", "Élu·e référent·e", "commerce@commune.exemple.fr"),
    ("Chargé de mission économie", "Chargé ou chargée de mission", "economie@commune.exemple.fr"),
)
PATIENCE_SECONDS = 60
"""Messages leave every half minute."""


@dataclass(frozen=True)
class Told:
    """Paths of the pages that came of the story."""

    workshop: str
    search: str
    mail: str
    own: str
    territory: str
    poll: str
    answer: str


def tell(page: Page, base: str) -> Told:
    """Enrol a commune, enter two people, give a workshop its date; ends when its announcement has left."""
    territory = _enrol(page, base)
    for function, role, address in PEOPLE:
        page.goto(urljoin(base, territory))
        page.get_by_role("link", name="Ajouter une personne").first.click()
        page.get_by_label("Fonction").fill(function)
        page.get_by_role("radio", name=role).check()
        page.get_by_label("Adresse électronique").fill(address)
        page.get_by_role("button", name="Enregistrer").click()
    poll, answer = _poll(page, base, territory)
    search = _search(page, base, territory)
    page.get_by_role("radio", name=re.compile("^de ")).first.check()
    page.get_by_label("Titre").fill("Partager nos salles")
    page.get_by_role("textbox", name="Lieu").fill("Salle des fêtes")
    page.get_by_role("button", name="Fixer l’atelier").click()
    page.wait_for_url(re.compile("/ateliers/"))
    workshop, mail = _path(page), _announcement(page, base)
    return Told(workshop, search, mail, _own_page(page, base, mail), territory, poll, answer)


def _enrol(page: Page, base: str) -> str:
    page.goto(urljoin(base, "/territoires/nouveau?kind=commune&code=62041&label=Arras"))
    page.get_by_label("Appel dans lequel l’engager").select_option(index=1)
    page.get_by_label("Date de l’engagement").fill(_today().isoformat())
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(re.compile("/territoires/[0-9a-f-]{36}"))
    territory = _path(page)
    ready = page.get_by_role("link", name="Chercher un créneau")
    latest = monotonic() + PATIENCE_SECONDS
    while not ready.count() and monotonic() < latest:
        page.goto(urljoin(base, territory))
    return territory


def _search(page: Page, base: str, territory: str) -> str:
    """Three hours in the next spring, whose holidays are worth a look."""
    page.goto(urljoin(base, territory))
    page.get_by_role("link", name="Planifier un atelier").first.click()
    spring = date(_today().year + 1, 4, 20)
    page.get_by_label("Entre le").fill(spring.isoformat())
    page.get_by_label("et le", exact=True).fill((spring + timedelta(weeks=6)).isoformat())
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.get_by_text("Pourquoi les autres moments sont écartés").wait_for()
    return _path(page)


def _poll(page: Page, base: str, territory: str) -> tuple[str, str]:
    """The slots found put to both people, one of whom has answered all but one."""
    _search(page, base, territory)
    page.get_by_role("link", name="Demander à chacun par un sondage").click()
    page.get_by_label("Titre de l’atelier").fill("Mettre nos outils en commun")
    page.get_by_label("Réponses jusqu’au").fill((_today() + timedelta(days=12)).isoformat())
    page.get_by_role("button", name="Ouvrir le sondage").click()
    page.wait_for_url(re.compile("/sondages/"))
    poll = _path(page)
    first, second = (text[text.index("/reponse/") :] for text in page.locator(".poll-link").all_text_contents())
    page.goto(urljoin(base, first))
    for number, slot in enumerate(page.locator(".poll-slot").all()[:-1]):
        slot.get_by_role("radio", name=("Oui", "Si besoin", "Non", "Oui")[number % 4], exact=False).first.check()
    page.get_by_label("Un mot pour l’équipe").fill("Plutôt en début de semaine.")
    page.get_by_role("button", name="Envoyer ma réponse").click()
    return poll, second


def _announcement(page: Page, base: str) -> str:
    announced = page.locator(".poll-card").filter(has_text="Annonce d’un atelier")
    mail = announced.locator(".coming-people a").first
    latest = monotonic() + PATIENCE_SECONDS
    page.goto(urljoin(base, "/courriels"))
    while not mail.count() and monotonic() < latest:
        page.goto(urljoin(base, "/courriels"))
    return str(mail.get_attribute("href"))


def _own_page(page: Page, base: str, mail: str) -> str:
    """The page of the person to whom a mail goes, as its link has it."""
    page.goto(urljoin(base, mail))
    found = re.search(r"/courrier/[\w-]+/[\w-]+", page.content())
    return found[0] if found else "/courriels"


def _path(page: Page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _today() -> date:
    return datetime.now(UTC).date()
