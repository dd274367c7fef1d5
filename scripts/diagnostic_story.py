"""The diagnostic of an invented territory, played through the pages, for pictures of its tools."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from PIL import Image, ImageDraw
from playwright.sync_api import Page

ACTORS = {
    "Professionnels": "Garage solidaire ; Arras\nRessourcerie du Beffroi ; Arras\nMenuiserie des Deux-Rives ; Arras\n"
    "Maraîchers de la Scarpe ; 62764\nÉpicerie coopérative",
    "Partenaires internes": "Direction du développement économique ; Arras\nService commerce ; Arras",
    "Partenaires externes": "Mission locale\nRéseau des tiers-lieux ; 59350\nUnion des commerçants ; Arras",
    "Acteurs publics": "Office du tourisme ; Arras\nLycée agricole ; 62817\nBailleur social",
    "Usagers identifiés": "Conseil citoyen ; Arras\nAssociation de parents d’élèves ; Arras",
}


def tell(page: Page, base: str, territory: str) -> dict[str, str]:
    """Fill the tools of the diagnostic of a territory; the paths to take pictures of, by name."""
    page.goto(urljoin(base, territory))
    link = page.get_by_role("link", name="Plan de contact").first.get_attribute("href") or ""
    here = link.removesuffix("/contacts")
    _contacts(page, base, link)
    _grid(page, base, here)
    _observations(page, base, here)
    return {
        "contacts": link,
        "contacts-cercles": f"{link}?vue=cercles",
        "contacts-carte": _map(page, base),
        "contours": "/territoires/contours",
        "grille": f"{here}/grille",
        "entretien-grille": f"{here}/entretien",
        "import": _workbook(page, base, here),
        "observations": f"{here}/observations",
    }


def _contacts(page: Page, base: str, link: str) -> None:
    for circle, lines in ACTORS.items():
        page.goto(urljoin(base, link))
        page.get_by_label("Les acteurs, un par ligne").fill(lines)
        page.get_by_role("radio", name=circle).check()
        page.get_by_role("button", name="Ajouter", exact=True).click()
    page.goto(urljoin(base, f"{link}/centre"))
    page.get_by_label("Le problème, en une phrase").fill(
        "Comment garder des commerces et des ateliers au centre-ville ?"
    )
    page.get_by_role("button", name="Enregistrer").click()
    today = datetime.now(UTC).date()
    for actor, state, step, days in (
        ("Garage solidaire", "Contacté", "Rappeler pour fixer une date", -4),
        ("Mission locale", "Contacté", "Envoyer la carte de sensibilisation", 6),
        ("Ressourcerie du Beffroi", "Rendez-vous pris", "Préparer l’entretien", 9),
        ("Office du tourisme", "Rencontré", "", 0),
        ("Union des commerçants", "Ne souhaite pas", "", 0),
    ):
        page.goto(urljoin(base, link))
        page.get_by_role("link", name=f"Avancer {actor}").click()
        page.get_by_role("radio", name=state, exact=True).check()
        page.get_by_label("Dernier contact").fill((today - timedelta(days=12)).isoformat())
        page.get_by_label("La prochaine étape").fill(step)
        if step:
            page.get_by_label("Pour le").fill((today + timedelta(days=days)).isoformat())
            page.get_by_label("Qui la fait").select_option(index=1)
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url(re.compile("/contacts[?]"))


PLACES = {
    "Professionnels": "Garage du Centre ; Albert\nMenuiserie de l’Ancre ; Albert\nMaraîchers ; Bray-sur-Somme\n"
    "Aéronautique et sous-traitance ; Méaulte\nBoulangerie ; Acheux-en-Amiénois\nFerme du Plateau ; Hérissart",
    "Acteurs publics": "Ville-centre ; Albert\nCollège ; Bray-sur-Somme\nGare ; Albert\nÉcole ; Mailly-Maillet\n"
    "Mairie ; Auchonvillers\nRéseau voisin ; 80021",
    "Usagers identifiés": "Foyer rural ; Miraumont\nClub des aînés ; Bouzincourt\nParents d’élèves ; Méaulte",
}
STATES_OF_PLACES = {
    "Garage du Centre": "Rencontré",
    "Menuiserie de l’Ancre": "Rencontré",
    "Gare": "Contacté",
    "Collège": "Rendez-vous pris",
    "Maraîchers": "Rencontré",
    "Parents d’élèves": "Ne souhaite pas",
    "Ferme du Plateau": "Rencontré",
    "Foyer rural": "Rendez-vous pris",
}


def _map(page: Page, base: str) -> str:
    """Actors over a wide territory, so that there is something to see on its map."""
    page.goto(urljoin(base, "/territoires/248000747"))
    link = page.get_by_role("link", name="Plan de contact").first.get_attribute("href") or ""
    for circle, lines in PLACES.items():
        page.goto(urljoin(base, link))
        page.get_by_label("Les acteurs, un par ligne").fill(lines)
        page.get_by_role("radio", name=circle).check()
        page.get_by_role("button", name="Ajouter", exact=True).click()
    for actor, state in STATES_OF_PLACES.items():
        page.goto(urljoin(base, f"{link}?q={actor}"))
        page.get_by_role("link", name=f"Avancer {actor}").click()
        page.get_by_role("radio", name=state, exact=True).check()
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url(re.compile("/contacts[?]"))
    return f"{link}?vue=communes"


QUESTIONS = (
    "Votre activité ; Quels métiers, quels marchés, quels usages connaissez-vous ici ?\n"
    "Votre activité ; De quoi manquez-vous, que pourriez-vous partager ?\n"
    "Coopérer ; Avec qui travaillez-vous déjà ?\nCoopérer ; Qu’est-ce qui vous retiendrait ?"
)


def _grid(page: Page, base: str, here: str) -> None:
    page.goto(urljoin(base, f"{here}/grille/ecrire"))
    page.get_by_label("Qui souhaite-t-on rencontrer").fill("Une trentaine de structures, d’ici et d’à côté.")
    page.get_by_label("Les questions à poser").fill(QUESTIONS)
    page.get_by_role("button", name="Enregistrer").click()
    for party in ("Ville d’Arras", "APES", "Mission locale"):
        page.goto(urljoin(base, f"{here}/grille/accord"))
        page.get_by_label("Quelle partie").fill(party)
        page.get_by_label("Quand").fill("mars 2026")
        page.get_by_role("button", name="Enregistrer").click()


def _workbook(page: Page, base: str, here: str) -> str:
    rows = [
        "date;structure;type;appétence;synthèse;code insee",
        "mars 2026;Ferme des Hauts;commerce;intéressée;Cherche un atelier de découpe.;62041",
        "12/03/2026;Blanchisserie du Canal;insertion;curieuse;Machines libres l’après-midi.;62041",
        "31/02/2026;Imprimerie;voisin;réservée;;2001",
    ]
    file = {"name": "terrain-mars.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.goto(urljoin(base, f"{here}/import"))
    page.get_by_label("Le classeur").set_input_files(files=[file])  # type: ignore[list-item]  # playwright's own shape
    page.get_by_role("button", name="Vérifier").click()
    page.wait_for_url(re.compile("/import/[0-9a-f-]{36}"))
    return urlsplit(page.url).path


def _observations(page: Page, base: str, here: str) -> None:
    pictures = [_drawn("#b9d3e6", 3), _drawn("#e8cfae", 5)]
    for kind, title, text, photos in (
        ("Rapport d’étonnement", "Une place vide le samedi", "Le marché a déménagé et personne ne l’a dit.", []),
        ("Visite", "L’ancienne halle", "Trois travées fermées, un toit refait, une cour pavée.", pictures),
    ):
        page.goto(urljoin(base, f"{here}/observations"))
        page.get_by_role("radio", name=kind).check()
        page.get_by_label("Où, ou quoi").fill(title)
        page.get_by_label("Ce qu’on a vu").fill(text)
        page.get_by_label("Quand").fill("mars 2026")
        files = [{"name": f"{i}.jpg", "mimeType": "image/jpeg", "buffer": one} for i, one in enumerate(photos)]
        page.get_by_label("Des photos").set_input_files(files=files)  # type: ignore[arg-type]  # playwright's own shape
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url(re.compile("#observation-"))


def _drawn(sky: str, bays: int) -> bytes:
    """A hall with so many bays under a sky: no photo of a real place."""
    picture = Image.new("RGB", (960, 720), sky)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 520, 960, 720), fill="#9c8f80")
    draw.polygon([(120, 300), (480, 170), (840, 300)], fill="#8a4b38")
    draw.rectangle((150, 300, 810, 560), fill="#d8c7ad")
    for bay in range(bays):
        left = 190 + bay * 600 // bays
        draw.rounded_rectangle((left, 380, left + 360 // bays, 560), 30, fill="#4a3a2c")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG")
    return buffer.getvalue()
