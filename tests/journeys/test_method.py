"""The method page and a cooperation: what the team fills with a collectivité, then with those who cooperate."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.visits import enrol, heading, part


def test_the_moment_the_roles_and_a_cooperation_with_its_ceiling(page: Page) -> None:
    territory = enrol(page, "Maubeuge", "octobre 2025")
    page.get_by_role("link", name="Méthode", exact=True).click()
    page.get_by_role("link", name="Remplir La fenêtre du territoire").click()
    page.get_by_role("group", name="Un premier diagnostic thématique").get_by_role("radio", name="Oui").check()
    page.get_by_label("Quel est le calendrier électoral").fill("Municipales en mars 2026")
    page.get_by_role("button", name="Enregistrer").click()
    moment = part(page, "La fenêtre du territoire")
    expect(moment).to_contain_text("1 critère sur 3")
    page.get_by_role("link", name="Alerter : trop tôt").click()
    page.get_by_role("checkbox", name="Les acteurs attendent").check()
    page.get_by_role("button", name="Alerter").click()
    expect(moment).to_contain_text("Trop tôt.")
    expect(page.get_by_role("link", name="Alerter : trop tard")).to_be_visible()
    page.get_by_role("link", name="Noter des rôles").click()
    for role in ("Facilitatrice de coopérations", "Acheteuse responsable"):
        page.get_by_role("checkbox", name=role).check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(part(page, "Les six rôles de la collectivité").get_by_text("tenu", exact=True)).to_have_count(2)

    page.goto("/annuaire/structures/nouvelle")
    page.get_by_label("Son nom").fill("Garage des Sambriens")
    page.get_by_label("Quelle sorte de structure").select_option("ess")
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(territory)
    page.get_by_role("link", name="Coopérations", exact=True).click()
    page.get_by_role("link", name="Noter une coopération").click()
    page.get_by_label("Son nom").fill("Garage solidaire")
    page.get_by_label("Qui reçoit les aides").select_option(label="Garage des Sambriens")
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, "Garage solidaire")
    page.get_by_role("link", name="Situer", exact=True).click()
    page.get_by_role("group", name="Son stade").get_by_role("radio", name="Émergence").check()
    page.get_by_role("radio", name="non modélisée", exact=True).check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(part(page, "Ce qui suit souvent")).to_contain_text("tiers de confiance")
    page.get_by_role("link", name="Noter une aide").click()
    page.get_by_label("Qui la donne").fill("Région")
    page.get_by_label("Montant en euros").fill("310 000")
    page.get_by_role("radio", name="De minimis", exact=True).check()
    page.get_by_label("Date de la décision").fill("mars 2026")
    page.get_by_role("button", name="Enregistrer").click()
    expect(part(page, "Aides publiques")).to_contain_text("Plafond dépassé")
