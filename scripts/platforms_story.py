"""What platforms may be for the invented territory of `little_story`, for the pictures of the guide's page on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from playwright.sync_api import Page

NEED = "Partager nos salles"
ANSWERS = (
    ("Plutôt rassuré", "", "Les comptes restent chez nous, on peut tout exporter."),
    ("Inquiet", "Adjointe au commerce", "Où sont les serveurs, et qui d’autre voit les réservations ?"),
)


@dataclass(frozen=True)
class Pictured:
    """Paths of the pages that came of it."""

    talk: str
    questions: str
    comparison: str
    specification: str


def tell(page: Page, base: str, accompaniment: str) -> Pictured:
    """Two answers that differ, two platforms side by side, and a cahier des charges; the paths of the pages."""
    said = {"besoin": NEED, "fragile": "rien", "need": "clear", "solution": "none"}
    return Pictured(
        f"{accompaniment}/prefiguration?{urlencode(said)}",
        _questions(page, urljoin(base, accompaniment)),
        _comparison(page, urljoin(base, accompaniment)),
        _specification(page, urljoin(base, accompaniment)),
    )


def _questions(page: Page, accompaniment: str) -> str:
    for stance, who, text in ANSWERS:
        page.goto(f"{accompaniment}/questions/dokos/data")
        page.get_by_label("Votre réponse").fill(text)
        page.get_by_label(stance).check()
        page.get_by_label("Éthique des données").check()
        if who:
            page.get_by_label("Qui le dit").select_option(label=who)
        page.get_by_role("button", name="Enregistrer").click()
    return urlsplit(page.url).path


def _comparison(page: Page, accompaniment: str) -> str:
    page.goto(f"{accompaniment}/comparaison")
    page.get_by_label("Le besoin").fill(NEED)
    for number, (label, approach) in enumerate(
        (("Dokos", "Réserver et gérer au même endroit"), ("Espace sur demande", "Un service public de réservation")), 1
    ):
        group = page.get_by_role("group", name=f"Plateforme {number}")
        group.get_by_label(f"Plateforme {number}").select_option(label=label)
        group.get_by_label("Son approche").fill(approach)
    page.get_by_role("button", name="Mettre côte à côte").click()
    page.wait_for_url(re.compile("/comparaisons/"))
    return urlsplit(page.url).path


def _specification(page: Page, accompaniment: str) -> str:
    page.goto(f"{accompaniment}/cahier")
    page.get_by_label("Le besoin").fill(NEED)
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url(re.compile("/cahiers/"))
    path = urlsplit(page.url).path
    page.get_by_role("link", name="Écrire").click()
    page.get_by_label("Ce que l’outil doit faire").fill("Voir les créneaux libres\nDemander une salle sans compte")
    page.get_by_label("Ce qui le borne").fill("Moins de 2 000 € par an\nUne prise en main en une heure")
    page.get_by_label("Ce à quoi nous tenons").fill("Le code est libre\nLes usagers siègent à la gouvernance")
    page.get_by_role("button", name="Enregistrer").click()
    return path
