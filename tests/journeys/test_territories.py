"""From the morning to the first interviews: enrolling a territory, noting what was heard, seeing it counted."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.support.visits import CALL, Portal, add_person, enrol, heading, open_until, part, today


@pytest.fixture(scope="module")
def somewhere(portal: Portal) -> str:
    """The page of a territory that several journeys pass through, none of them counting anything in it."""
    with portal.visit() as page:
        return enrol(page, "Soissons")


def fill_interview(page: Page, structure: str, *, kind: str, appetite: str, when: str) -> None:
    """Fill the form of an interview."""
    page.get_by_label("Structure rencontrée").fill(structure)
    page.get_by_role("radio", name=kind).check()
    page.get_by_role("radio", name=appetite, exact=True).check()
    page.get_by_label("Quand").fill(when)


def test_the_morning_says_what_happened_what_is_due_and_who_waits_for_whom(page: Page) -> None:
    page.goto("/")
    heading(page, "Bonjour")
    told = part(page, "Ce qui s’est passé")
    expect(told.get_by_role("link").first).to_be_visible()
    expect(told.get_by_role("listitem").first).to_be_visible()
    expect(part(page, "Ce qui est dû")).to_be_visible()
    # Other journeys may have this territory awaited for something else.
    waits = part(page, "Qui attend qui").get_by_role("listitem").filter(has_text="Pays du Coquelicot")
    wait = waits.filter(has_text="le choix d’une plateforme")
    expect(wait).to_contain_text("équipe du programme attend Communauté de communes du Pays du Coquelicot")
    wait.get_by_role("link", name="le choix d’une plateforme").click()
    heading(page, "Communauté de communes du Pays du Coquelicot")


def test_a_place_found_while_typing_is_enrolled_and_its_bilan_is_due_one_year_later(page: Page) -> None:
    page.goto("/territoires")
    page.get_by_role("link", name="Engager un territoire").click()
    page.get_by_label("Nom de la commune ou de l’intercommunalité").press_sequentially("arras")
    page.get_by_role("link", name="Arras (62)").click()
    heading(page, "Engager Arras")
    expect(page.get_by_label("Forme", exact=True)).to_have_value("commune")
    page.get_by_label("Appel dans lequel l’engager").select_option(label=CALL)
    page.get_by_label("Date de l’engagement").fill("3 novembre 2025")
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, "Arras")
    expect(page.get_by_role("status").filter(has_text="Arras est engagé")).to_be_visible()
    deadlines = part(page, "Échéances")
    expect(deadlines).to_contain_text("Bilan")
    expect(deadlines).to_contain_text("mardi 3 novembre 2026")
    address = urlsplit(page.url).path
    open_until(page, address, part(page, "Histoire").get_by_text("3 nov. 2025").first)
    open_until(page, "/", part(page, "Ce qui s’est passé").get_by_role("link", name="Arras"))
    expect(part(page, "Ce qui est dû")).to_contain_text("Bilan de l’accompagnement d’Arras")
    expect(part(page, CALL).get_by_role("link", name="Arras")).to_be_visible()


def test_a_distrust_is_an_answer_like_others_counted_and_open_to_its_fact(page: Page) -> None:
    territory = enrol(page, "Béthune", "mars 2025")
    page.get_by_role("link", name="Noter un entretien").first.click()
    fill_interview(page, "Union des commerçants", kind="Commerce", appetite="Méfiance", when="printemps 2025")
    page.get_by_label("Ce qu’on en retient").fill("Peur de perdre la main sur ses clients.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("L’entretien est noté.")

    diagnostic = part(page, "Diagnostic")
    expect(diagnostic.get_by_role("list", name="Comment se situent")).to_contain_text("Commerce (1) méfiance : 1")
    diagnostic.get_by_role("link", name="Lire l’entretien").click()
    heading(page, "Entretiens")
    expect(page.get_by_role("main")).to_contain_text("Peur de perdre la main sur ses clients.")
    expect(page.get_by_role("main")).to_contain_text("printemps 2025")

    figure = page.get_by_role("article", name="Béthune").get_by_role("link", name="1 entretien", exact=True)
    open_until(page, "/suivi", figure)
    figure.click()
    heading(page, re.compile("1$"))
    expect(page.get_by_role("heading", name="1 fait derrière ce chiffre")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Entretien avec un commerce : méfiance.")
    assert territory.startswith("/territoires/")


def test_a_form_sent_again_after_going_back_has_one_effect(page: Page) -> None:
    territory = enrol(page, "Lens")
    page.get_by_role("link", name="Noter un entretien").first.click()
    form = page.url
    fill_interview(
        page, "Régie de quartier", kind="Économie sociale et solidaire", appetite="Intérêt", when="automne 2025"
    )
    sent = page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form')))")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("L’entretien est noté.")

    # The browser puts back what was typed, and somebody who doubts sends it again.
    page.go_back()
    expect(page.get_by_label("Structure rencontrée")).to_have_value("Régie de quartier")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("L’entretien est noté.")
    # The same once more, as a reload that is confirmed sends it.
    assert page.request.post(form, form=sent, max_redirects=0).status == 303

    page.goto(territory)
    expect(part(page, "Diagnostic")).to_contain_text("1 entretien")
    line = page.get_by_role("article", name="Lens")
    open_until(page, "/suivi", line.get_by_role("link", name="1 entretien", exact=True))


def test_two_clicks_at_once_send_a_form_once(page: Page, somewhere: str) -> None:
    page.goto(somewhere)
    page.get_by_role("link", name="Un enjeu").click()
    page.get_by_label("L’enjeu").fill("Se déplacer sans voiture")
    page.get_by_role("button", name="Enregistrer").dblclick()
    expect(page.get_by_role("status")).to_contain_text("L’enjeu est nommé.")
    page.goto(somewhere)
    expect(part(page, "Diagnostic").get_by_text("Se déplacer sans voiture")).to_have_count(1)


def test_a_date_that_does_not_exist_comes_back_as_typed_with_a_sentence_beside_it(page: Page, somewhere: str) -> None:
    page.goto(somewhere)
    page.get_by_role("link", name="Noter un entretien").first.click()
    fill_interview(page, "Ressourcerie", kind="Autre", appetite="Refus", when="31 février 2025")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Un champ est à revoir")
    when = page.get_by_label("Quand")
    expect(when).to_have_value("31 février 2025")
    expect(when).to_have_attribute("aria-invalid", "true")
    said = page.locator("#" + str(when.get_attribute("aria-describedby")).split()[-1])
    expect(said).to_contain_text("février")
    expect(page.get_by_label("Structure rencontrée")).to_have_value("Ressourcerie")
    expect(page.get_by_role("radio", name="Refus")).to_be_checked()

    when.fill("28 février 2025")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("L’entretien est noté.")
    page.goto(somewhere)
    part(page, "Diagnostic").get_by_role("link", name=re.compile("^Lire l")).click()
    heading(page, "Entretiens")
    expect(page.get_by_role("main").get_by_role("link", name="Ressourcerie")).to_have_count(1)


def test_a_date_that_is_not_over_says_from_which_day_it_will_count(page: Page, somewhere: str) -> None:
    next_year = today().year + 1
    page.goto(somewhere)
    page.get_by_role("link", name="Un moment marquant").click()
    page.get_by_label("Ce qui s’est passé").fill("La halle rouvre")
    page.get_by_label("Quand").fill(str(next_year))
    page.get_by_role("button", name="Enregistrer").click()
    said = page.get_by_role("status").filter(has_text="le suivi la comptera à partir de ce jour-là")
    expect(said).to_contain_text(re.compile(rf"31\s+décembre\s+{next_year}"))


def test_a_commune_nobody_knows_does_not_enter_a_perimeter(page: Page, somewhere: str) -> None:
    page.goto(somewhere)
    page.get_by_role("link", name="Élargir le périmètre").click()
    page.get_by_label("Communes ajoutées").fill("62193, 99999")
    page.get_by_role("button", name="Enregistrer").click()
    field = page.get_by_label("Communes ajoutées")
    expect(field).to_have_value("62193, 99999")
    said = page.locator("#" + str(field.get_attribute("aria-describedby")).split()[-1])
    expect(said).to_contain_text("99999")
    page.goto(somewhere)
    expect(part(page, "Le territoire")).not_to_contain_text("Périmètre élargi")


def test_a_commune_joins_the_perimeter_and_the_page_tells_both(page: Page, somewhere: str) -> None:
    page.goto(somewhere)
    page.get_by_role("link", name="Élargir le périmètre").click()
    page.get_by_label("Communes ajoutées").fill("59273")
    page.get_by_label("Pourquoi").fill("Gravelines veut en être")
    page.get_by_label("Quand").fill("octobre 2025")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("Le périmètre est élargi.")
    page.goto(somewhere)
    expect(part(page, "Le territoire")).to_contain_text("Gravelines veut en être")


def test_somebody_who_asks_for_it_is_forgotten_and_their_function_stays(page: Page, somewhere: str) -> None:
    page.goto(somewhere)
    add_person(page, somewhere, "Conseillère au numérique", "Pilote du diagnostic", "pilote@exemple.fr")
    people = part(page, "Personnes et structures")
    expect(people).not_to_contain_text("pilote@exemple.fr")
    people.get_by_role("link", name="Conseillère au numérique", exact=True).click()
    record = page.url
    page.get_by_role("button", name="Voir ses coordonnées").click()
    expect(page.get_by_role("main")).to_contain_text("pilote@exemple.fr")
    page.goto(somewhere)
    people.get_by_role("link", name="Oublier Conseillère au numérique").click()
    page.get_by_role("button", name="Oublier").click()
    expect(page.get_by_role("status")).to_contain_text("son nom et ses coordonnées ont disparu")
    expect(people).to_contain_text("Conseillère au numérique")
    page.goto(record)
    expect(page.get_by_role("main")).to_contain_text("a demandé à être oubliée")
    expect(page.get_by_role("button", name="Voir ses coordonnées")).to_have_count(0)


def test_enrolment_and_interview_need_no_javascript(without_scripts: Page) -> None:
    page = without_scripts
    enrol(page, "Amiens", "octobre 2025")
    expect(part(page, "Échéances")).to_contain_text("31 octobre 2026")
    page.get_by_role("link", name="Noter un entretien").first.click()
    page.get_by_label("Structure rencontrée").fill("Atelier vélo")
    page.get_by_role("button", name="Enregistrer").click()
    # The browser itself asks for the answer that is missing; the page is not left.
    heading(page, "Noter un entretien")
    page.get_by_role("radio", name="Économie sociale et solidaire").check()
    page.get_by_role("radio", name="Intérêt", exact=True).check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("L’entretien est noté.")
    expect(part(page, "Diagnostic")).to_contain_text("1 structure de l’ESS intéressée")
