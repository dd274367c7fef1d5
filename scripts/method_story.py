"""A call somebody is answering, and a cooperation of the invented territory, for the pictures of the guide's page 3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

COOPERATION = "Un garage solidaire"
SAVE = "Enregistrer"


@dataclass(frozen=True)
class Pictured:
    """Paths of the pages that came of it."""

    public_call: str
    file: str
    cooperation: str


def tell(page: Page, base: str, territory: str) -> Pictured:
    """A published call with a draft, the roles of the collectivité, a cooperation with budget and aid."""
    call = _call(page, base)
    return Pictured(f"/ami/{call}", _draft(page, base, call), _cooperation(page, base, territory))


def _call(page: Page, base: str) -> str:
    today = datetime.now(UTC).date()
    page.goto(urljoin(base, "/appels/nouveau"))
    page.get_by_label("Titre de l’appel").fill("Expérimenter ensemble")
    page.get_by_label("En quelques phrases").fill("Deux territoires accompagnés un an, sans compétition entre eux.")
    page.get_by_label("Ouvre").fill(today.isoformat())
    page.get_by_label("Se termine").fill((today + timedelta(days=20)).isoformat())
    page.get_by_label("Ce que l’équipe lira").fill("La volonté de coopérer\nLe lien avec les enjeux du territoire")
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url(re.compile("/appels/[0-9a-f-]{36}"))
    return urlsplit(page.url).path.rpartition("/")[2]


def _draft(page: Page, base: str, call: str) -> str:
    page.goto(urljoin(base, f"/ami/{call}/candidater"))
    for label, text in (
        ("Votre collectivité", "Arras"),
        ("Votre nom", "Prénom Nom"),
        ("Votre fonction", "Directrice de l’économie"),
        ("Votre adresse électronique", "economie@commune.exemple.fr"),
    ):
        page.get_by_label(label).first.fill(text)
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url(re.compile("/candidature/"))
    return urlsplit(page.url).path


def _cooperation(page: Page, base: str, territory: str) -> str:
    page.goto(urljoin(base, f"{territory}/methode/roles"))
    for role in ("Ambassadrice et porte-voix", "Facilitatrice de coopérations"):
        page.get_by_role("checkbox", name=role).check()
    page.get_by_role("button", name=SAVE).click()
    page.goto(urljoin(base, f"{territory}/cooperations/nouvelle"))
    page.get_by_label("Son nom").fill(COOPERATION)
    page.get_by_label("Ce qu’elle fait").fill("Réparer à plusieurs, prêter des voitures à qui cherche un emploi.")
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_url(re.compile("/cooperations/[0-9a-f-]{36}"))
    path = urlsplit(page.url).path
    page.goto(urljoin(base, f"{path}/situer"))
    page.get_by_role("group", name="Son stade").get_by_role("radio", name="Émergence").check()
    page.get_by_role("radio", name="plutôt systémique").check()
    page.get_by_role("group", name="Modèle socio-économique").get_by_role("radio", name="entre les deux").check()
    page.get_by_role("button", name=SAVE).click()
    for side, category, words in (
        ("charge", "animation", {"Montant en euros": "12 500"}),
        ("ressource", "volunteering", {"Combien, si ce n’est pas de l’argent": "300 heures"}),
    ):
        page.goto(urljoin(base, f"{path}/{side}"))
        page.get_by_label("Année").fill("2026")
        page.get_by_label("De quelle sorte").select_option(category)
        for label, text in words.items():
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name=SAVE).click()
    return path
