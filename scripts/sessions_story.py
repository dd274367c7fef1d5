"""What the pictures of sessions need to exist: a session with presence, a convergence matrix, a journey.

Told by hand, as the team would, for an invented territory: the documented example has none of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

PROJECTS = ("Réserver nos salles en commun", "Une épicerie solidaire itinérante")
ACTORS = ("La Manufacture", "La collectivité")


@dataclass(frozen=True)
class Told:
    """Paths of the pages that came of the story."""

    presence: str
    scan: str
    door: str
    prepared: str
    together: str
    convergence: str
    trip: str


def tell(page: Page, base: str, accompaniment: str) -> Told:
    """Hold a session in the past, prepare one, write together, plan a trip."""
    past = _session(page, base, accompaniment, "Partager nos outils", -4)
    coming = _session(page, base, accompaniment, "Idéation à la Manufacture", 40)
    page.goto(urljoin(base, f"/ateliers/{coming}/programme?modele=ideation"))
    page.get_by_role("button", name="Enregistrer").click()
    _write(page, base, coming)
    _converge(page, urljoin(base, f"{accompaniment}/convergence"))
    return Told(
        presence=f"/ateliers/{past}/presence",
        scan=f"/ateliers/{past}/feuille/1",
        door=f"/ateliers/{past}/pointage",
        prepared=f"/ateliers/{coming}/preparer",
        together=f"/ateliers/{coming}/ensemble",
        convergence=f"{accompaniment}/convergence",
        trip=_trip(page, base, accompaniment),
    )


def _session(page: Page, base: str, accompaniment: str, title: str, days: int) -> str:
    page.goto(urljoin(base, f"{accompaniment}/atelier"))
    people = page.locator("input[name=invited]").evaluate_all("all => all.map(one => one.value)")
    asked = "&".join(f"invited={one}" for one in people)
    page.goto(urljoin(base, f"{accompaniment}/atelier?{asked}&title=x"))
    page.get_by_text("Donner la date à la main").click()
    day = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
    page.get_by_label("Début").fill(f"{day}T09:00")
    page.get_by_label("Fin").fill(f"{day}T12:00")
    page.get_by_label("Titre").fill(title)
    page.get_by_role("button", name="Fixer l’atelier").click()
    page.wait_for_url(re.compile("/ateliers/"))
    return page.url.rsplit("/", 1)[1]


def _write(page: Page, base: str, workshop: str) -> None:
    for idea in ("Une objethèque dans l’ancien atelier", "Un repair café le samedi"):
        page.goto(urljoin(base, f"/ateliers/{workshop}/ensemble?sorte=idea"))
        page.get_by_label("L’idée").fill(idea)
        page.get_by_role("radio", name="oui").first.check()
        page.get_by_role("button", name="Ajouter").click()


def _converge(page: Page, matrix: str) -> None:
    for title in PROJECTS:
        page.goto(f"{matrix}?sorte=project")
        page.get_by_label("La piste de projet").fill(title)
        page.get_by_role("button", name="Ajouter").click()
    for actor in ACTORS:
        page.goto(f"{matrix}?sorte=stance")
        page.locator("#f-parent").select_option(index=1)
        page.get_by_label("L’acteur").fill(actor)
        page.get_by_label("Ce qu’il en attend très concrètement").fill("Ne plus passer par le téléphone.")
        page.get_by_label("Ce qu’il peut apporter").fill("Une permanence par semaine.")
        page.get_by_role("button", name="Ajouter").click()


def _trip(page: Page, base: str, accompaniment: str) -> str:
    page.goto(urljoin(base, f"{accompaniment}/voyage"))
    first = (datetime.now(UTC) + timedelta(days=80)).date()
    page.get_by_label("Le voyage").fill("Deux jours à Grenoble")
    page.get_by_label("Où").fill("Grenoble")
    page.get_by_label("L’intention").fill("Voir comment d’autres lèvent les freins à la coopération.")
    page.get_by_label("Premier jour").fill(first.isoformat())
    page.get_by_label("Dernier jour").fill((first + timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Prévoir").click()
    page.wait_for_url(re.compile("/voyages/"))
    trip = page.url
    page.goto(f"{trip}/rencontre")
    page.get_by_label("Chez qui").fill("Une épicerie coopérative")
    page.get_by_role("button", name="Enregistrer").click()
    return urlsplit(trip).path
