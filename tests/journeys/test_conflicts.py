"""A conflict born across two territories, seen in the morning, solved by a move, gone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.visits import Portal, add_person, enrol, heading, open_until, part, today

NEXT = today().year + 1
SHARED = "Animatrice de la coopérative"
DAY = f"{NEXT}-03-10"


def schedule(page: Page, territory: str, title: str, start: str, end: str) -> None:
    """Plan a workshop that the shared person facilitates, at hours known beforehand."""
    page.goto(territory)
    page.get_by_role("link", name="Planifier un atelier").first.click()
    page.get_by_label("Qui anime").select_option(label=SHARED)
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.get_by_text("Donner la date à la main").click()
    page.get_by_label("Début").fill(f"{DAY}T{start}")
    page.get_by_label("Fin").fill(f"{DAY}T{end}")
    page.get_by_label("Titre").fill(title)
    page.get_by_role("button", name="Fixer l’atelier").click()
    heading(page, title)


def test_a_shared_facilitator_is_expected_twice_and_one_workshop_moves(portal: Portal, page: Page) -> None:
    one = enrol(page, "Péronne")
    add_person(page, one, SHARED, "Accompagnateur ou accompagnatrice", "anime@exemple.fr")
    other = enrol(page, "Roubaix")
    add_person(page, other, "Élue à la vie associative", "Élu·e référent·e", "elue3@exemple.fr")
    schedule(page, one, "Idées pour la Manufacture", "09:00", "12:00")
    schedule(page, other, "Débat d’ouverture", "10:00", "13:00")
    expect(page.get_by_role("main")).to_contain_text("La même animation à deux endroits")

    conflict = part(page, "Conflits d’agenda")
    open_until(page, "/", conflict)
    expect(conflict).to_contain_text("Péronne")
    conflict.get_by_role("link", name="Débat d’ouverture").click()
    expect(page.get_by_role("main")).to_contain_text(SHARED)
    part(page, "Débat d’ouverture").get_by_role("link", name="Déplacer là").first.click()
    page.get_by_role("button", name="Déplacer").click()
    heading(page, "Débat d’ouverture")
    expect(page.get_by_role("main")).not_to_contain_text("à deux endroits")
    page.goto("/conflits")
    expect(page.get_by_role("main")).to_contain_text("Aucun conflit")
