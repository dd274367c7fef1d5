"""The catalogue kept by several people, and platforms compared without forcing one: the choice may stay open."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Page, expect

from tests.support.visits import Portal, add_person, enrol, heading, open_until, part

NEED = "Réserver les espaces"
OTHER = "Une élue au numérique"


def test_a_need_goes_from_too_early_to_two_tools_and_the_choice_stays_open(portal: Portal, page: Page) -> None:
    """The platform part of the Pays du Coquelicot, told through the pages."""
    territory = enrol(page, "Hazebrouck")
    add_person(page, territory, OTHER, "Élu·e référent·e", "numerique@exemple.fr")
    _too_early(page, territory)
    _questioned_together(page, territory)
    _two_tools_fit(page, territory)
    _side_by_side(page, territory)
    _left_open(page)
    _specified(page, portal, territory)
    _told_elsewhere(page)


def _too_early(page: Page, territory: str) -> None:
    page.goto(territory)
    page.get_by_role("link", name="Situer un besoin").click()
    expect(page.get_by_role("main")).to_contain_text("Les rencontres n’ont pas encore eu lieu.")
    page.get_by_label("Le besoin").fill(NEED)
    page.get_by_label("Le projet").fill("Tiers-lieu")
    page.get_by_role("button", name="Commencer").click()
    heading(page, re.compile("Où en est le collectif"))
    page.get_by_label("La coopération est faible").check()
    page.get_by_role("button", name="Continuer").click()
    heading(page, "Cas 5. La plateforme arrive trop tôt dans le projet")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Arriver trop tôt n’est pas un échec")
    expect(main).to_contain_text("À ne pas confondre avec l’atelier de formulation des besoins partagés (cas 4)")
    page.locator("main form").evaluate("form => form.noValidate = true")
    page.get_by_role("textbox", name="Pourquoi").fill("")
    page.get_by_label("Quand").fill("le 32 mars")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Dites pourquoi")
    expect(page.get_by_label("Quand")).to_have_value("le 32 mars")
    page.get_by_role("textbox", name="Pourquoi").fill("Chacun pour soi pour l’instant.")
    page.get_by_label("Quand").fill("avril 2025")
    page.get_by_role("button", name="Enregistrer").click()
    expect(part(page, "Plateformes")).to_contain_text("La plateforme arrive trop tôt dans le projet")
    part(page, "Plateformes").get_by_text("Ce que le guide recommande").click()
    part(page, "Plateformes").get_by_role("link", name="Chercher une date").click()
    expect(page.get_by_label("Titre")).to_have_value("Atelier de clarification des besoins")


def _questioned_together(page: Page, territory: str) -> None:
    page.goto(territory)
    page.get_by_role("link", name="Questionner une plateforme").click()
    page.get_by_role("link", name="Tenir pour éliminatoire : Éthique des données").click()
    page.get_by_role("textbox", name="Pourquoi").fill("Les données restent en France.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(part(page, "Les critères de la charte")).to_contain_text("éliminatoire ici")
    page.get_by_label("La plateforme à questionner").select_option(label="Dokos")
    page.get_by_role("button", name="Ouvrir les questions").click()
    for stance, who in (("Plutôt rassuré", ""), ("Inquiet", OTHER)):
        page.get_by_role("link", name=re.compile("^Répondre : Quelles garanties")).click()
        page.get_by_label("Votre réponse").fill(f"Les serveurs, vu par {who or 'nous'}")
        page.get_by_label(stance).check()
        page.get_by_label("Éthique des données").check()
        if who:
            page.get_by_label("Qui le dit").select_option(label=who)
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("status")).to_contain_text("à côté de celles des autres")
    asked = page.get_by_role("article", name=re.compile("^Quelles garanties"))
    expect(asked).to_contain_text("les avis diffèrent")
    expect(asked).to_contain_text(OTHER)


def _two_tools_fit(page: Page, territory: str) -> None:
    page.goto(territory)
    part(page, "Plateformes").get_by_text("Ce que le guide recommande").click()
    page.get_by_role("link", name="Le situer à nouveau").click()
    page.get_by_role("button", name="Continuer").click()
    for answer in ("Oui, on sait le dire", "Oui, entièrement", "Elle est publique"):
        page.get_by_label(answer).check()
        page.get_by_role("button", name="Continuer").click()
    heading(page, "Cas 1. Une plateforme semble réunir tous les ingrédients")
    page.get_by_label("Quand").fill("début 2026")
    page.get_by_role("button", name="Enregistrer").click()
    expect(part(page, "Plateformes")).to_contain_text("(auparavant)")
    part(page, "Plateformes").get_by_role("link", name="Comparer des plateformes").first.click()


def _side_by_side(page: Page, territory: str) -> None:
    page.get_by_label("Le besoin").fill(NEED)
    first, second = page.get_by_role("group", name="Plateforme 1"), page.get_by_role("group", name="Plateforme 2")
    first.get_by_label("Plateforme 1").select_option(label="Dokos")
    first.get_by_label("Son approche").fill("Tout gérer au même endroit")
    # The browser asks for a second one; so does the portal when a browser does not.
    page.locator("main form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Mettre côte à côte").click()
    expect(page.locator("#p-platform-1")).to_contain_text("Il en faut au moins deux")
    expect(first.get_by_label("Son approche")).to_have_value("Tout gérer au même endroit")
    second.get_by_label("Plateforme 2").select_option(label="Espace sur demande")
    second.get_by_label("Son approche").fill("Un service public de réservation")
    second.get_by_label("À adapter ici").fill("Y inscrire les salles du tiers-lieu")
    page.get_by_label("Ce qui les sépare").fill("L’une se loue, l’autre se partage.")
    page.get_by_label("Quand").fill("octobre 2025")
    page.get_by_role("button", name="Mettre côte à côte").click()
    heading(page, NEED)
    expect(page.get_by_role("table")).to_contain_text("Y inscrire les salles du tiers-lieu")
    expect(page.get_by_role("main")).to_contain_text("Critère éliminatoire ici : éthique des données")
    for format_ in ("ODT", "PDF"):
        with page.expect_download() as note:
            page.get_by_role("link", name=format_).click()
        assert note.value.suggested_filename == f"note-comparative-reserver-les-espaces.{format_.lower()}"


def _left_open(page: Page) -> None:
    page.get_by_role("link", name="Présentées").click()
    page.get_by_label("Devant qui").fill("comité restreint")
    page.get_by_label("Quand").fill("12 novembre 2025")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Laisser ouvert").click()
    page.get_by_label("Où en est la réflexion").fill("Le conseil en reparle au printemps")
    page.get_by_label("Quand").fill("13 novembre 2025")
    page.get_by_label("Le redemander le").fill("2020-01-01")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce jour est passé")
    page.get_by_label("Le redemander le").fill("2099-06-01")
    page.get_by_role("button", name="Enregistrer").click()
    expect(part(page, "Le choix")).to_contain_text("Laissé ouvert : Le conseil en reparle au printemps")
    expect(part(page, "Le choix")).to_contain_text("à redemander le lundi 1er juin 2099")


def _specified(page: Page, portal: Portal, territory: str) -> None:
    page.goto(territory)
    acc = page.get_by_role("link", name="Comparer des plateformes").first.get_attribute("href")
    assert acc is not None
    page.goto(acc.replace("comparaison", "cahier"))
    page.get_by_label("Le besoin").fill(NEED)
    page.get_by_role("button", name="Commencer").click()
    heading(page, f"Cahier des charges : {NEED}")
    expect(page.get_by_role("main")).to_contain_text("Les données restent en France.")
    page.get_by_role("link", name="Écrire").click()
    with portal.visit() as other:
        other.goto(page.url)
        other.get_by_label("Ce que l’outil doit faire").fill("Voir les créneaux libres")
        other.get_by_role("button", name="Enregistrer").click()
        heading(other, f"Cahier des charges : {NEED}")
    page.get_by_label("Ce qui le borne").fill("Moins de 2 000 € par an")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Ce qui a été enregistré entre-temps")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("main")).to_contain_text("Voir les créneaux libres")
    expect(page.get_by_role("main")).to_contain_text("Moins de 2 000 € par an")
    with page.expect_download() as document:
        page.get_by_role("link", name="DOCX").click()
    assert document.value.suggested_filename == "cahier-des-charges-reserver-les-espaces.docx"


def _told_elsewhere(page: Page) -> None:
    line = page.get_by_role("article", name="Hazebrouck")
    open_until(page, "/suivi", line.get_by_role("link", name="laissé ouvert"))
    line.get_by_role("link", name="2 plateformes présentées").click()
    heading(page, "Plateformes présentées : 2")
    waiting = part(page, "Qui attend qui").get_by_role("listitem").filter(has_text="Hazebrouck")
    open_until(page, "/", waiting)
    waiting.get_by_role("link", name="le choix d’une plateforme").click()
    heading(page, "Hazebrouck")


def test_the_catalogue_is_silent_where_its_sources_are(page: Page) -> None:
    page.goto("/plateformes")
    page.get_by_label("Chercher un nom, un domaine").fill("réservation")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Espace sur demande").click()
    heading(page, "Espace sur demande")
    expect(page.get_by_role("main")).to_contain_text("les sources n’en disent rien")
    expect(page.get_by_role("columnheader", name="Source et date")).to_be_visible()
    page.goto("/plateformes?q=zeppelin")
    expect(page.get_by_text("Rien ne correspond.")).to_be_visible()


def test_two_people_complete_one_card_a_workbook_is_taken_over_and_taken_back(portal: Portal, page: Page) -> None:
    page.goto("/catalogue/nouvelle")
    page.get_by_label("Nom de la plateforme").fill("espace sur DEMANDE")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("est déjà au catalogue")
    page.get_by_label("Nom de la plateforme").fill("Le Vélo partagé")
    page.get_by_label("Domaines").fill("vélo\nréparation")
    page.get_by_label("Qui le dit, et où").fill("Visite du tiers-lieu")
    page.get_by_label("De quand c’est").fill("juin 2025")
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, "Le Vélo partagé")

    page.get_by_role("link", name="Modifier : échelle").click()
    with portal.visit() as other:
        other.goto(page.url)
        other.get_by_label("Échelle").fill("locale")
        other.get_by_role("button", name="Enregistrer").click()
        heading(other, "Le Vélo partagé")
    page.get_by_label("Échelle").fill("régionale")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Ce qui a été enregistré entre-temps")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("locale")
    page.get_by_label("Échelle").fill("locale puis régionale")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("table")).to_contain_text("locale puis régionale")

    wrong = "nom;liens\nLe Vélo partagé;pas-une-adresse\nLa Remise;https://exemple.fr\n"
    _send(page, wrong)
    expect(page.get_by_role("region", name="À corriger dans le classeur")).to_contain_text("Ligne 2")
    expect(page.get_by_role("button", name="Reprendre tout")).to_have_count(0)
    page.get_by_role("button", name="Laisser").click()
    _send(page, wrong.replace("pas-une-adresse", "https://exemple.fr/velo"))
    page.get_by_role("button", name="Reprendre tout").click()
    expect(page.get_by_role("status").filter(has_text="1 fiche nouvelle")).to_be_visible()
    page.get_by_role("link", name="La Remise").click()
    heading(page, "La Remise")
    page.goto("/catalogue/import")
    page.get_by_role("link", name="cartes.csv").first.click()
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_role("status").filter(has_text="2 fiches remises en l’état")).to_be_visible()
    page.goto("/plateformes?q=remise")
    expect(page.get_by_text("Rien ne correspond.")).to_be_visible()
    with page.expect_download() as exported:
        page.goto("/plateformes")
        page.get_by_role("link", name="CSV").click()
    assert "Le Vélo partagé" in exported.value.path().read_text(encoding="utf-8-sig")


def _send(page: Page, workbook: str) -> None:
    page.goto("/catalogue/import")
    file = FilePayload(name="cartes.csv", mimeType="text/csv", buffer=workbook.encode())
    page.get_by_label("Le classeur").set_input_files(file)
    page.get_by_role("button", name="Vérifier").click()
    heading(page, "cartes.csv")
