"""The tools of the diagnostic in a real browser: contact plan, grid, an interview in a place without network."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.visits import PHONE, Portal, enrol, heading, open_until, part


def tool(page: Page, territory: str, name: str) -> str:
    """Open a tool from the page of the territory; its path."""
    page.goto(territory)
    part(page, "Diagnostic").get_by_role("link", name=name, exact=True).click()
    heading(page, name)
    return page.url


def write_grid(page: Page, questions: str) -> None:
    """Write the grid of the page at hand."""
    page.get_by_role("link", name=re.compile("^(Écrire|Modifier)")).first.click()
    page.get_by_label("Les questions à poser").fill(questions)
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, "Grille d’entretien")


def test_a_plan_is_filled_advanced_and_recalled(page: Page) -> None:
    territory = enrol(page, "Saint-Omer")
    plan = tool(page, territory, "Plan de contact")
    page.get_by_label("Les acteurs, un par ligne").fill("Garage solidaire ; Saint-Omer\nMission locale\nRadio ; 62119")
    page.get_by_role("radio", name="Partenaires externes").check()
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("3 acteurs ajoutés")

    page.get_by_role("link", name="Avancer Garage solidaire").click()
    page.get_by_role("radio", name="Contacté", exact=True).check()
    page.get_by_label("La prochaine étape").fill("Rappeler le garage")
    page.get_by_label("Pour le").fill("2026-01-05")
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, "Plan de contact")
    expect(page.get_by_role("row", name=re.compile("Garage solidaire"))).to_contain_text("prévu pour le 5 janv. 2026")

    # The same rows as circles and on a map, by the keyboard.
    page.get_by_role("link", name="Cercles").click()
    page.locator(".ring a[href]").first.focus()
    page.keyboard.press("Enter")
    heading(page, "Garage solidaire")
    page.goto(plan)
    page.get_by_role("link", name="Carte", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text="hors du territoire")).to_contain_text("Radio")
    page.get_by_role("link", name=re.compile("^Saint-Omer, 1.acteur")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Seulement Saint-Omer")).to_be_visible()
    expect(page.get_by_text("Radio")).to_have_count(0)

    open_until(page, "/", part(page, "Contacts à relancer").get_by_text("Rappeler le garage"))
    part(page, "Contacts à relancer").get_by_role("link", name="Garage solidaire").click()
    heading(page, "Garage solidaire")


def test_an_interview_is_typed_without_a_network_and_sent_once_when_it_is_back(portal: Portal) -> None:
    with portal.visit(width=PHONE) as phone:
        territory = enrol(phone, "Hazebrouck")
        tool(phone, territory, "Grille d’entretien")
        write_grid(phone, "Mobilité ; Comment vient-on chez vous ?\nQue manque-t-il ici ?")
        phone.get_by_role("link", name="Noter un entretien").click()
        heading(phone, "Noter un entretien")
        state = phone.locator("[data-state]")
        # From here on the form opens without a network.
        expect(phone.locator("form[data-kept]")).to_have_count(1)

        phone.context.set_offline(True)
        phone.get_by_label("Structure rencontrée").fill("Ferme du Mont")
        phone.get_by_role("radio", name="Commerce").check()
        phone.get_by_label("Comment vient-on chez vous").fill("À vélo, quand il ne pleut pas.")
        expect(state).to_have_text("Enregistré sur ce téléphone")

        phone.reload()
        heading(phone, "Noter un entretien")
        expect(state).to_contain_text("Reprise de ce qui était enregistré sur ce téléphone")
        expect(phone.get_by_label("Structure rencontrée")).to_have_value("Ferme du Mont")
        expect(phone.get_by_role("radio", name="Commerce")).to_be_checked()
        expect(phone.get_by_label("Comment vient-on chez vous")).to_have_value("À vélo, quand il ne pleut pas.")
        phone.get_by_label("Que manque-t-il ici").fill("Un atelier de découpe.")
        phone.get_by_role("button", name="Enregistrer").click()
        expect(state).to_contain_text("L’envoi se fera dès que le réseau reviendra")

        # A second interview in the same place, while the first waits.
        phone.get_by_role("link", name="Noter un autre entretien").click()
        expect(phone.get_by_role("region", name="Aussi sur ce téléphone")).to_contain_text("Ferme du Mont")
        phone.get_by_label("Structure rencontrée").fill("Moulin")
        phone.get_by_role("radio", name="Autre").check()
        phone.get_by_role("button", name="Enregistrer").click()
        expect(state).to_contain_text("L’envoi se fera")

        phone.context.set_offline(False)
        expect(state).to_contain_text("Envoyé")
        expect(phone.get_by_role("region", name="Aussi sur ce téléphone")).to_contain_text("Envoyé")
        phone.get_by_role("region", name="Aussi sur ce téléphone").get_by_role("link", name="Voir l’entretien").click()
        heading(phone, "Ferme du Mont")
        expect(part(phone, "Réponses grille, version 1")).to_contain_text("À vélo, quand il ne pleut pas.")
        expect(part(phone, "Réponses grille, version 1")).to_contain_text("Un atelier de découpe.")
        tool(phone, territory, "Entretiens")
        expect(phone.get_by_role("heading", level=2)).to_have_text("2 entretiens")

        # Nothing is left on the phone.
        assert phone.evaluate("Object.keys(localStorage)") == []
