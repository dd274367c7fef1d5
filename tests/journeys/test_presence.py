"""A sheet printed, the door, signed presence typed, figures changed in the follow-up, what came out."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.support.visits import Portal, add_person, enrol, heading, open_until, part, today

ELECTED, OFFICER = "Adjointe à la culture", "Chargée de mission culture"


def write_together(first: Page, second: Page, board: str) -> None:
    """Two people write down ideas at once: each sees the other's come, and nothing is overwritten."""
    first.goto(board)
    second.goto(board)
    second.get_by_label("L’idée").fill("Un four commun")
    first.get_by_label("L’idée").fill("Une clé partagée")
    first.get_by_role("button", name="Ajouter").click()
    expect(second.get_by_text("Une clé partagée").first).to_be_visible()
    expect(second.get_by_label("L’idée")).to_have_value("Un four commun")
    second.get_by_role("button", name="Ajouter").click()
    expect(first.get_by_text("Un four commun").first).to_be_visible()
    for page in (first, second):
        page.get_by_role("link", name="Modifier Un four commun").click()
    first.get_by_label("L’idée").fill("Un four commun, le samedi")
    first.get_by_role("button", name="Enregistrer").click()
    expect(first.get_by_text("Un four commun, le samedi").first).to_be_visible()
    second.get_by_label("L’idée").fill("Un four commun, au hameau")
    second.get_by_role("button", name="Enregistrer").click()
    expect(second.get_by_role("alert")).to_contain_text("Rien n’est perdu")
    expect(second.get_by_text("Un four commun, le samedi").first).to_be_visible()
    expect(second.get_by_label("L’idée")).to_have_value("Un four commun, au hameau")


def converge_together(first: Page, second: Page, territory: str) -> None:
    """The same for what comes out: a project of the one, what an actor says of it by the other; then as a file."""
    first.goto(territory)
    first.get_by_role("link", name="Matrice de convergence").first.click()
    heading(first, "Matrice de convergence")
    second.goto(f"{first.url.partition('?')[0]}?sorte=stance")
    first.get_by_label("La piste de projet").fill("Une épicerie")
    first.get_by_role("button", name="Ajouter").click()
    expect(second.get_by_role("heading", name="Une épicerie")).to_be_visible()
    second.reload()
    second.get_by_label("Une piste de projet").select_option(label="Une épicerie")
    second.get_by_label("L’acteur").fill("Les jardins")
    second.get_by_role("button", name="Ajouter").click()
    expect(first.get_by_role("rowheader", name="Les jardins")).to_be_visible()
    first.reload()
    with first.expect_download() as taken:
        first.get_by_role("link", name="ODT", exact=True).click()
    assert taken.value.suggested_filename == "convergence.odt"


def test_a_signed_sheet_and_a_typed_presence_reach_the_follow_up(page: Page, portal: Portal) -> None:
    territory = enrol(page, "Soissons")
    for function, address in ((ELECTED, "culture@exemple.fr"), (OFFICER, "mission-culture@exemple.fr")):
        add_person(page, territory, function, "Chargé ou chargée de mission", address)
    page.goto(territory)
    page.get_by_role("link", name="Planifier un atelier").first.click()
    people = page.locator("input[name=invited]").evaluate_all("all => all.map(one => one.value)")
    day = (today() - timedelta(days=3)).isoformat()
    page.goto(f"{page.url}?{'&'.join(f'invited={one}' for one in people)}&title=x")
    page.get_by_text("Donner la date à la main").click()
    page.get_by_label("Début").fill(f"{day}T09:00")
    page.get_by_label("Fin").fill(f"{day}T12:00")
    page.get_by_label("Titre").fill("Une salle pour tous")
    page.get_by_role("button", name="Fixer l’atelier").click()
    heading(page, "Une salle pour tous")
    workshop = page.url

    page.get_by_role("link", name="Émargement et présence").click()
    sheet = page.get_by_role("link", name="Feuille à imprimer (PDF)")
    printed = page.request.get(f"{portal.base}{sheet.get_attribute('href')}")
    assert printed.body().startswith(b"%PDF-")

    page.goto(f"{workshop}/pointage")
    page.get_by_role("button", name=f"Présent·e : {ELECTED}").click()
    expect(page.get_by_text("1 personne arrivée sur 2")).to_be_visible()
    page.get_by_role("link", name="Terminer et enregistrer").click()
    page.get_by_label(OFFICER, exact=True).select_option("excusé·e")
    page.get_by_role("button", name="Enregistrer la présence").click()
    expect(page.get_by_role("status").first).to_contain_text("La présence est enregistrée")
    expect(page.get_by_text("1 personne présente sur 2 attendues").first).to_be_visible()

    page.get_by_role("link", name="Joindre la feuille signée").click()
    page.get_by_label("La feuille numérisée").set_input_files(
        {"name": "feuille.pdf", "mimeType": "application/pdf", "buffer": printed.body()}
    )
    page.get_by_role("button", name="Joindre").click()
    expect(page.get_by_text("Empreinte SHA-256")).to_be_visible()

    open_until(page, "/suivi", page.get_by_role("link", name=re.compile(r"1\s+présence sur 2\s+attendues")).first)

    with portal.visit() as other:
        write_together(page, other, f"{workshop}/ensemble?sorte=idea")
        converge_together(page, other, territory)
    page.goto(f"{workshop}/ensemble")
    page.get_by_role("listitem").filter(has_text="Une clé partagée").get_by_role(
        "link", name="En faire un besoin"
    ).click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("besoin noté")).to_be_visible()
    page.goto(territory)
    expect(part(page, "Ateliers et visites").get_by_text("Une clé partagée")).to_be_visible()
