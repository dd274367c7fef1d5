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
    examined: str


def tell(page: Page, base: str, territory: str) -> Pictured:
    """A published call with a draft and a candidature, the roles of the collectivité, a cooperation with its budget."""
    call = _call(page, base)
    draft, examined = _draft(page, base, call), _examined(page, base, call)
    return Pictured(f"/ami/{call}", draft, _cooperation(page, base, territory), examined)


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


def _examined(page: Page, base: str, call: str) -> str:
    """A candidature sent whole, of which the team asks a correction and an opinion: both messages wait."""
    _draft(page, base, call, "Lens", "mairie@commune.exemple.fr")
    page.get_by_label("Pourquoi vous répondez").fill("Les associations veulent partager leurs outils.")
    page.get_by_role("button", name=re.compile("^Déposer")).click()
    page.get_by_role("group", name="C’est bien").get_by_role("radio").first.check()
    page.get_by_role("button", name=re.compile("^Déposer")).click()
    page.get_by_label("Le périmètre souhaité").fill("La ville et ses voisines.")
    page.get_by_label("Qui piloterait le diagnostic").fill("Directrice du développement")
    page.get_by_role("button", name="Déposer le dossier complet").click()
    page.goto(urljoin(base, f"/appels/{call}"))
    page.get_by_role("link", name="Lens").first.click()
    page.wait_for_url(re.compile("/candidatures/"))
    path = urlsplit(page.url).path
    page.goto(urljoin(base, f"{path}/correction"))
    page.get_by_label("Ce qu’il faut corriger").fill("Dites quelles communes voisines.")
    page.get_by_role("button", name=SAVE).click()
    page.goto(urljoin(base, f"{path}/avis"))
    page.get_by_label("Son nom").fill("Prénom Nom")
    page.get_by_label("Sa fonction").fill("Chercheuse")
    page.get_by_label("Son adresse électronique").fill("chercheuse@universite.exemple.fr")
    page.get_by_role("button", name="Demander").click()
    return path


def _draft(page: Page, base: str, call: str, place: str = "Arras", email: str = "economie@commune.exemple.fr") -> str:
    page.goto(urljoin(base, f"/ami/{call}/candidater"))
    for label, text in (
        ("Votre collectivité", place),
        ("Votre nom", "Prénom Nom"),
        ("Votre fonction", "Directrice de l’économie"),
        ("Votre adresse électronique", email),
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
