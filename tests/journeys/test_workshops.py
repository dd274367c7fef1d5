"""Finding three hours, giving a workshop its date, changing it, holding it: and what the mails make of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.visits import Portal, add_person, enrol, heading, open_until, part, today

SPRING = today().year + 1
"""The next spring with all its holidays ahead."""
ELECTED, OFFICER = "Adjointe au commerce", "Chargé de mission économie"


@pytest.fixture(scope="module")
def inhabited(portal: Portal) -> str:
    """The page of a territory with somebody to invite."""
    with portal.visit() as page:
        territory = enrol(page, "Compiègne")
        add_person(page, territory, ELECTED, "Élu·e référent·e", "elue2@exemple.fr")
        return territory


def search(page: Page, territory: str) -> None:
    """Look for three hours between May and June."""
    page.goto(territory)
    page.get_by_role("link", name="Planifier un atelier").first.click()
    page.get_by_label("Entre le").fill(f"{SPRING}-05-01")
    page.get_by_label("et le", exact=True).fill(f"{SPRING}-06-30")
    page.get_by_role("radio", name="3 h").check()
    page.get_by_role("checkbox", name=f"indispensable : {ELECTED}").check()
    page.get_by_role("button", name="Chercher", exact=True).click()


def slots(page: Page) -> Locator:
    """The starts offered."""
    return part(page, "2. Fixer la date").get_by_role("radio", name=re.compile("^de "))


def planned(page: Page, title: str) -> Locator:
    """What is about to leave about a workshop."""
    return part(page, "Ce qui va partir").get_by_role("listitem").filter(has_text=title)


def not_left(page: Page, title: str) -> Locator:
    """What will not leave about a workshop."""
    page.get_by_text(re.compile("messages? n(’est|e sont) pas partis?")).click()
    return page.get_by_role("listitem").filter(has_text=title)


def schedule_by_hand(page: Page, territory: str, title: str, start: str, end: str) -> None:
    """Give a workshop a date known beforehand."""
    page.goto(f"{territory}#ateliers")
    page.get_by_role("link", name="Planifier un atelier").first.click()
    page.get_by_text("Donner la date à la main").click()
    page.get_by_label("Début").fill(start)
    page.get_by_label("Fin").fill(end)
    page.get_by_label("Titre").fill(title)
    page.get_by_role("button", name="Fixer l’atelier").click()
    heading(page, title)


def test_a_slot_is_found_chosen_and_announced_then_moved_and_cancelled(page: Page) -> None:
    title = "Atelier des possibles"
    territory = enrol(page, "Beauvais")
    add_person(page, territory, ELECTED, "Élu·e référent·e", "elue@exemple.fr")
    add_person(page, territory, OFFICER, "Chargé ou chargée de mission", "mission@exemple.fr")

    search(page, territory)
    expect(slots(page).first).to_be_visible()
    why = part(page, "2. Fixer la date")
    expect(why).to_contain_text("Ascension")
    expect(why).to_contain_text("Lundi de Pentecôte")
    expect(why.get_by_text("Tout le monde peut venir.").first).to_be_visible()
    slots(page).first.check()
    page.get_by_role("button", name="Fixer l’atelier").click()
    # The browser asks for the title: nothing is sent, the slot stays chosen.
    expect(slots(page).first).to_be_checked()
    page.get_by_label("Titre").fill(title)
    page.get_by_role("textbox", name="Lieu").fill("Salle du conseil")
    page.get_by_role("button", name="Fixer l’atelier").click()
    heading(page, title)
    workshop = page.url
    expect(page.get_by_role("status").first).to_contain_text("L’atelier est prévu.")
    expect(page.get_by_role("main")).to_contain_text(re.compile(rf"\d+ (mai|juin) {SPRING}, de \d+"))

    found = re.search(r"(mai|juin) \d+, de", page.get_by_role("main").inner_text())
    month = "05" if found and found[1] == "mai" else "06"
    page.goto(f"/agenda?mois={SPRING}-{month}")
    expect(page.get_by_role("table").get_by_role("link", name=re.compile(f"Beauvais.*{title}"))).to_be_visible()
    open_until(page, "/", part(page, "Ce qui s’est passé").get_by_text(title))

    open_until(page, "/courriels", planned(page, title).filter(has_text="Rappel d’un atelier"))

    page.goto(workshop)
    page.get_by_role("link", name="Déplacer").click()
    page.get_by_label("Le nouveau jour").fill(f"{SPRING}-06-15")
    page.get_by_label(re.compile("^De ")).fill("14h")
    page.get_by_label(re.compile("^À ")).fill("17h")
    page.get_by_label("Pourquoi").fill("La salle n’est pas libre")
    page.get_by_role("button", name="Déplacer").click()
    heading(page, title)
    expect(page.get_by_role("main")).to_contain_text(re.compile(rf"15 juin {SPRING}, de 14\sh à 17\sh"))
    open_until(page, "/courriels", planned(page, title).filter(has_text="Rappel").filter(has_text=f"juin {SPRING}"))
    expect(not_left(page, title).filter(has_text="l’atelier a changé de date").first).to_be_visible()

    page.goto(workshop)
    page.get_by_role("link", name="Annuler l’atelier").click()
    page.get_by_label("Pourquoi").fill("Report à l’automne")
    page.get_by_role("button", name="Annuler l’atelier").click()
    heading(page, title)
    expect(page.get_by_role("main")).to_contain_text("Report à l’automne")
    # Whether the news itself waits for its minute or has just left, the reminder has gone.
    told = page.get_by_role("main").get_by_role("listitem").filter(has_text=re.compile("annulé", re.IGNORECASE))
    open_until(page, "/courriels", told.filter(has_text=title).filter(visible=True).first)
    expect(planned(page, title).filter(has_text="Rappel")).to_have_count(0)
    expect(not_left(page, title).filter(has_text="l’atelier est annulé").first).to_be_visible()


def test_a_workshop_held_counts_those_who_came(page: Page) -> None:
    title = "Premier tour de table"
    territory = enrol(page, "Creil")
    schedule_by_hand(page, territory, title, "2025-10-14T09:00", "2025-10-14T12:00")
    page.get_by_role("link", name="L’atelier a eu lieu").click()
    page.get_by_label("Personnes attendues").fill("douze")
    page.get_by_label("Personnes présentes").fill("7")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_label("Personnes attendues")).to_have_value("douze")
    expect(page.locator("#p-expected")).to_contain_text("Un nombre entier est attendu.")
    page.get_by_label("Personnes attendues").fill("12")
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, title)
    expect(page.get_by_role("main")).to_contain_text("7 personnes présentes sur 12 attendues")

    line = page.get_by_role("article", name="Creil")
    open_until(page, "/suivi", line.get_by_role("link", name="7 présences sur 12 attendues"))
    line.get_by_role("link", name="1 atelier tenu").click()
    expect(page.get_by_role("main")).to_contain_text(title)
    expect(page.get_by_role("main")).to_contain_text("14 oct. 2025")


def test_an_impossible_afternoon_is_explained_and_the_month_is_noted(page: Page, inhabited: str) -> None:
    search(page, inhabited)
    page.get_by_label("et le", exact=True).fill(f"{SPRING}-05-01")
    page.get_by_label("Entre le").fill(f"{SPRING}-05-01")
    page.get_by_role("checkbox", name="samedi").check()
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page.get_by_text("Aucun créneau ne convient sur cette période.")).to_be_visible()
    page.get_by_role("link", name="aucun créneau ce mois-ci").click()
    expect(page.get_by_label("Le mois")).to_have_value(f"{SPRING}-05")
    page.get_by_role("radio", name="jours fériés").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("C’est noté")
    page.goto(inhabited)
    expect(part(page, "Ateliers et visites")).to_contain_text(f"Mai {SPRING} · jours fériés")


def test_a_window_that_ends_before_it_begins_is_said_beside_its_field(page: Page, inhabited: str) -> None:
    search(page, inhabited)
    page.get_by_label("et le", exact=True).fill(f"{SPRING}-04-01")
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page.locator("#p-to")).to_contain_text("La période se termine avant de commencer.")
    expect(page.get_by_label("et le", exact=True)).to_have_value(f"{SPRING}-04-01")
