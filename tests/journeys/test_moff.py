"""The MOFF matrix under two browsers at once: each sees the other's items come, nothing is lost or overwritten."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.visits import Portal, enrol, heading


def quadrant(page: Page, name: str) -> Locator:
    """One of the four categories."""
    return page.get_by_role("region", name=re.compile(f"^{name} "))


def add(page: Page, category: str, text: str, theme: str = "", who: str = "") -> None:
    """Add an item with the form of the page."""
    page.get_by_role("radio", name=re.compile(f"^{category}")).check()
    page.get_by_label("L’élément", exact=True).fill(text)
    page.get_by_label("Le thème").fill(theme)
    if who:
        page.get_by_label("Qui le dit").select_option(label=who)
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(quadrant(page, category).get_by_text(text)).to_be_visible()


def test_two_people_fill_the_matrix_at_once(portal: Portal) -> None:
    with portal.visit() as first, portal.visit() as second:
        territory = enrol(first, "Douai")
        first.goto(territory)
        first.get_by_role("link", name="Matrice MOFF").first.click()
        heading(first, "Matrice MOFF")
        second.goto(first.url)

        # What the one adds appears at the other's while they are typing, and their words stay.
        second.get_by_label("L’élément", exact=True).fill("Un bus toutes les deux heures")
        add(first, "Ressources", "Une gare au centre", "Mobilité", "Acteur public")
        expect(quadrant(second, "Ressources").get_by_text("Une gare au centre")).to_be_visible()
        expect(second.get_by_label("L’élément", exact=True)).to_have_value("Un bus toutes les deux heures")
        add(second, "Faiblesses", "Un bus toutes les deux heures", "mobilité", "Habitantes et habitants")
        expect(quadrant(first, "Faiblesses").get_by_text("Un bus toutes les deux heures")).to_be_visible()
        expect(first.get_by_role("region", name="Ce que les acteurs en disent ensemble")).to_contain_text(
            "regards opposés"
        )

        # Both change the same item: the second sees the first's words beside their own.
        for page in (first, second):
            quadrant(page, "Ressources").get_by_role("link", name="Modifier").click()
        first.get_by_label("L’élément", exact=True).fill("Une gare au centre, ouverte le samedi")
        first.get_by_role("button", name="Enregistrer").click()
        heading(first, "Matrice MOFF")
        second.get_by_label("L’élément", exact=True).fill("Une gare au centre, sans parking")
        second.get_by_role("button", name="Enregistrer").click()
        expect(second.get_by_role("alert")).to_contain_text("Rien n’est perdu")
        expect(second.get_by_text("Une gare au centre, ouverte le samedi")).to_be_visible()
        expect(second.get_by_label("L’élément", exact=True)).to_have_value("Une gare au centre, sans parking")
        second.get_by_label("L’élément", exact=True).fill("Une gare au centre, ouverte le samedi, sans parking")
        second.get_by_role("button", name="Enregistrer").click()
        both = "Une gare au centre, ouverte le samedi, sans parking"
        expect(quadrant(first, "Ressources").get_by_text(both)).to_be_visible()
        quadrant(first, "Ressources").get_by_role("link", name="2 changements").click()
        heading(first, "Historique d’un élément")
        expect(first.get_by_role("main")).to_contain_text("Une gare au centre, ouverte le samedi")


def test_the_matrix_works_without_scripts(without_scripts: Page) -> None:
    page = without_scripts
    page.goto(enrol(page, "Cambrai"))
    page.get_by_role("link", name="Matrice MOFF").first.click()
    add(page, "Opportunités", "Un tiers-lieu ouvre au printemps")
    expect(page.get_by_role("radio", name=re.compile("^Opportunités"))).to_be_checked()
    quadrant(page, "Opportunités").get_by_role("link", name="Retirer").click()
    page.get_by_label("Pourquoi").fill("Reporté")
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_text("1 élément retiré")).to_be_visible()
