"""What the pictures of the agenda need to exist: somebody's availability, a conflict across territories, a season.

Told by hand, as the team would, on the example's own territories.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from playwright.sync_api import Page

LEADS = "Chargée de mission plateformes de l’Apes"
"""Somebody of the example who works on every territory."""
_SOLVED = 60_000


@dataclass(frozen=True)
class Told:
    """Where the pictures are taken."""

    availability: str
    answer: str
    conflict: str
    season: str
    place: str


def tell(page: Page, base: str) -> Told:
    """Tell it all; gives the paths to take pictures of."""
    plans = _plans(page, base)
    availability, answer = _availability(page, base)
    _schedule(page, base, plans[0], "Idées pour le tiers-lieu", "09:00", "12:00")
    _schedule(page, base, plans[1], "Débat d’ouverture", "10:00", "13:00")
    return Told(availability, answer, _conflict(page, base), _season(page, base), _place(page, base))


def _winter() -> date:
    """The second Wednesday of next January."""
    first = date(date.today().year + 1, 1, 1)  # noqa: DTZ011  # the day of whoever takes the pictures
    return first + timedelta(days=(2 - first.weekday()) % 7 + 7)


def _plans(page: Page, base: str) -> list[str]:
    page.goto(urljoin(base, "/territoires"))
    links = page.locator("main a[href*='accompagnement=']").evaluate_all("all => all.map(one => one.href)")
    found: list[str] = []
    for link in dict.fromkeys(links):
        page.goto(link)
        found += page.locator("a[href$='/atelier']").evaluate_all("all => all.slice(0, 1).map(one => one.href)")
    return list(dict.fromkeys(found))


def _availability(page: Page, base: str) -> tuple[str, str]:
    page.goto(urljoin(base, "/annuaire"))
    page.get_by_role("main").get_by_role("link", name=LEADS).first.click()
    page.get_by_role("link", name="Disponibilités").click()
    page.get_by_role("button", name="Créer son lien").click()
    page.get_by_label("jamais le mercredi, matin").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_load_state()
    link = page.locator(".poll-link").text_content() or ""
    return _path(page), link[link.index("/disponibilites/") :]


def _schedule(page: Page, base: str, plan: str, title: str, start: str, end: str) -> None:
    page.goto(urljoin(base, plan))
    page.get_by_label("Qui anime").select_option(label=LEADS)
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.get_by_text("Donner la date à la main").click()
    page.get_by_label("Début").fill(f"{_winter()}T{start}")
    page.get_by_label("Fin").fill(f"{_winter()}T{end}")
    page.get_by_label("Titre").fill(title)
    page.get_by_role("button", name="Fixer l’atelier").click()
    page.wait_for_url(re.compile("/ateliers/"))


def _conflict(page: Page, base: str) -> str:
    page.goto(urljoin(base, "/conflits"))
    page.locator("main a[href^='/conflits/']").first.click()
    page.wait_for_url(re.compile("/conflits/"))
    return _path(page)


def _season(page: Page, base: str) -> str:
    page.goto(urljoin(base, "/saisons/nouvelle"))
    page.get_by_label("Son nom").fill(f"Hiver {_winter().year}")
    page.get_by_label("Du", exact=True).fill(f"{_winter().year}-01-04")
    page.get_by_label("Au", exact=True).fill(f"{_winter().year}-02-26")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(re.compile("/saisons/(?!nouvelle)"))
    season = page.url
    titles = ("Idéation", "Débat", "Design de service", "Bilan partagé")
    labels = [text for text in page.locator("#f-accompagnement option").all_text_contents() if "Choisir" not in text]
    for title, label in zip(titles, labels * len(titles), strict=False):
        page.goto(season)
        page.get_by_label("De quel territoire").select_option(label=label)
        page.get_by_role("button", name="Continuer").click()
        page.get_by_label("Titre").fill(title)
        page.get_by_label("Qui anime").select_option(label=LEADS)
        page.get_by_role("button", name="Ajouter à la saison").click()
    page.get_by_role("button", name="Chercher un plan").click()
    page.get_by_role("button", name="Chercher à nouveau").wait_for(timeout=_SOLVED)
    page.get_by_role("button", name="Garder ce créneau").first.click()
    page.wait_for_load_state()
    return _path(page)


def _place(page: Page, base: str) -> str:
    page.goto(urljoin(base, "/annuaire"))
    page.locator("main a[href^='/annuaire/structures/']:not([href*='nouvelle'])").first.click()
    page.get_by_role("link", name="S’y réunir").click()
    page.get_by_label("Combien de personnes au plus").fill("40")
    for day in ("Lundi", "Mardi", "Jeudi", "Vendredi"):
        page.get_by_label(day).fill("9 h - 12 h 30, 14 h - 18 h")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_load_state()
    return _path(page)


def _path(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]
