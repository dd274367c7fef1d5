"""The directory in two browsers: a duplicate seen before entry, two people at one record, two records made one."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.visits import Portal, heading


def new_organisation(page: Page, label: str, **more: str) -> None:
    page.goto("/annuaire/structures/nouvelle")
    page.get_by_label("Son nom").fill(label)
    page.get_by_label("Quelle sorte de structure").select_option("ess")
    for field, text in more.items():
        page.get_by_label({"siret": "SIRET", "note": "Ce qu’il faut savoir d’elle"}[field]).fill(text)
    page.get_by_role("button", name="Enregistrer").click()


def test_two_people_enter_rewrite_and_put_together_one_organisation(portal: Portal, page: Page) -> None:
    new_organisation(page, "Recyclerie des Deux Rives", siret="35600000000049")
    expect(page.get_by_role("alert")).to_contain_text("clé de contrôle")
    page.get_by_label("SIRET").fill("")
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, "Recyclerie des Deux Rives")
    first = page.url
    new_organisation(page, "recyclerie DES deux rives", note="Ouverte en 2024.")
    expect(page.get_by_role("alert")).to_contain_text("peut-être déjà dans l’annuaire")
    page.get_by_label("Ce n’est aucune de celles-là").check()
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, "recyclerie DES deux rives")
    twin = page.url

    with portal.visit() as other:
        other.goto(f"{first}/modifier")
        page.goto(f"{first}/modifier")
        other.get_by_label("Ce qu’il faut savoir d’elle").fill("Le texte de l’une.")
        other.get_by_role("button", name="Enregistrer").click()
        heading(other, "Recyclerie des Deux Rives")
        page.get_by_label("Ce qu’il faut savoir d’elle").fill("Le texte de l’autre.")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("alert")).to_contain_text("Quelqu’un a modifié cette fiche")
        expect(page.get_by_role("main")).to_contain_text("Le texte de l’une.")
        page.get_by_label("Ce qu’il faut savoir d’elle").fill("Le texte de l’une. Le texte de l’autre.")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("status")).to_contain_text("La fiche est à jour.")

    page.goto(first)
    page.get_by_role("link", name="Réunir avec recyclerie DES deux rives").click()
    page.get_by_role("button", name="Réunir").click()
    expect(page.get_by_role("status")).to_contain_text("n’en font plus qu’une")
    for said in ("Le texte de l’une. Le texte de l’autre.", "Ouverte en 2024.", "Fiches réunies à celle-ci"):
        expect(page.get_by_role("main")).to_contain_text(said)
    page.goto(twin)
    expect(page.get_by_role("main")).to_contain_text("Cette fiche est réunie à Recyclerie des Deux Rives")
    page.goto("/annuaire?q=rives")
    expect(page.get_by_role("heading", level=2, name="1 structure")).to_be_visible()
