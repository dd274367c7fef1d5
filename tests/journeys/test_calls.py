"""A call from its draft to an answer: the applicant has no account and no JavaScript, the team examines."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.visits import Portal, heading, part


def test_a_collectivite_applies_without_account_or_javascript_and_is_answered(portal: Portal, page: Page) -> None:
    page.goto("/appels/preparer")
    page.get_by_label("Titre de l’appel").fill("Seconde vague")
    page.get_by_label("Ce que l’équipe lira").fill("La volonté de coopérer")
    page.get_by_role("button", name="Garder le brouillon").click()
    page.get_by_role("link", name="Publier cet appel").click()
    page.get_by_role("button", name="Publier").click()
    page.get_by_role("link", name="La page publique").click()
    public = page.url
    with portal.visit(scripts=False, signed_in=False) as applicant:
        applicant.goto(public)
        heading(applicant, "Seconde vague")
        applicant.get_by_role("link", name="Candidater").click()
        applicant.get_by_label("Votre collectivité").fill("Denain")
        applicant.get_by_label("Votre nom").fill("Camille Fictif")
        applicant.get_by_label("Votre fonction").fill("Directrice")
        applicant.get_by_label("Votre adresse électronique").fill("camille@exemple.fr")
        applicant.get_by_role("button", name="Commencer").click()
        heading(applicant, "Candidature de Denain")
        mine = applicant.url
        applicant.get_by_label("Pourquoi vous répondez").fill("Partager les outils du quartier.")
        applicant.get_by_role("button", name="Déposer le pré-dossier").click()
        # Nothing is lost: what is missing is said, what was typed is still there, and the draft is kept.
        expect(applicant.get_by_role("alert")).to_contain_text("Choisissez votre territoire")
        expect(applicant.get_by_label("Pourquoi vous répondez")).to_have_value("Partager les outils du quartier.")
        applicant.get_by_role("radio", name=re.compile("^Denain")).first.check()
        applicant.get_by_role("button", name="Déposer le pré-dossier").click()
        expect(applicant.get_by_role("status")).to_contain_text("C’est déposé")
        applicant.get_by_label("Le périmètre souhaité").fill("La ville et ses voisines.")
        applicant.get_by_label("Qui piloterait le diagnostic").fill("Directrice du développement local")
        applicant.get_by_role("button", name="Déposer le dossier complet").click()
        expect(applicant.get_by_role("main")).to_contain_text("l’équipe vous écrira")

        page.goto(public.replace("/ami/", "/appels/"))
        part(page, "En attente d’une réponse").get_by_role("link", name="Denain").click()
        page.get_by_role("link", name="Passer en instruction").click()
        page.get_by_role("button", name="Passer en instruction").click()
        expect(page.get_by_role("main")).to_contain_text("En instruction")
        expect(page.get_by_role("link", name="Passer en instruction")).to_have_count(0)
        page.get_by_role("link", name="Répondre", exact=True).click()
        page.get_by_role("radio", name="Retenir", exact=True).check()
        page.get_by_label("Pourquoi").fill("Les acteurs sont prêts.")
        page.get_by_role("button", name="Enregistrer").click()

        applicant.goto(mine)
        expect(applicant.get_by_role("main")).to_contain_text("retenue")
        expect(applicant.get_by_role("button", name=re.compile("^Déposer"))).to_have_count(0)
