"""Coquelicot's diagnostic, told from the matrix to the document that is given back, which is then opened and read."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.test_moff import add
from tests.support.visits import Portal, heading

pytestmark = pytest.mark.timeout(300)  # one long story; quick alone, slow beside others

LIST = (
    "catégorie;élément;thème;qui le dit;sur quoi;structure;source\r\n"
    "Ressources;Des structures d’insertion installées de longue date;Emploi;;Un entretien;Association ISPT;\r\n"
    "{};Chacun attend que d’autres s’y mettent d’abord;Coopération;Commerce;;;\r\n"
)


def save(page: Page) -> None:
    """Send the form of the page."""
    page.get_by_role("button", name="Enregistrer").click()


def downloaded(page: Page, name: str) -> bytes:
    """The file behind a link of the page."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=re.compile(f"^{name}")).click()
    return Path(coming.value.path()).read_bytes()


def text_of(content: bytes) -> str:
    """What a file says, whichever of the three it is."""
    if content.startswith(b"%PDF"):
        return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    with ZipFile(BytesIO(content)) as archive:
        if "content.xml" in archive.namelist():
            return " ".join(re.sub(r"<[^>]+>", " ", archive.read("content.xml").decode()).split())
    file = docx.Document(BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return " ".join("\n".join([one.text for one in file.paragraphs] + cells).split())


def fill_matrix(page: Page) -> None:
    """One item by hand, two by a list; a list with a wrong row is not taken over."""
    add(page, "Faiblesses", "Presque rien entre les bourgs le soir", "Mobilité", "Habitantes et habitants")
    page.get_by_role("link", name="Reprendre une liste").click()
    for category, said in (("Plutôt bien", "Ligne 3, catégorie"), ("Risques", "2 éléments ajoutés")):
        file = {"name": "moff.csv", "mimeType": "text/csv", "buffer": LIST.format(category).encode()}
        page.get_by_label("Le fichier").set_input_files(file)  # type: ignore[arg-type]  # playwright's own shape
        page.get_by_role("button", name="Reprendre").click()
        expect(page.get_by_text(said)).to_be_visible()
    heading(page, "Matrice MOFF")


def write_portrait(page: Page) -> None:
    """A portrait that says nothing is refused and keeps its sources; one facet is enough."""
    page.get_by_role("link", name="Portraits thématiques").click()
    page.get_by_role("link", name="Mobilité", exact=True).click()
    page.get_by_label("Les études et documents").fill("État des lieux de l’ESS, 2021/2022")
    page.get_by_role("checkbox", name=re.compile("^ESAT ADAPEI 80")).check()
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Écrivez au moins une facette")
    expect(page.get_by_role("checkbox", name=re.compile("^ESAT ADAPEI 80"))).to_be_checked()
    page.get_by_label("Enjeux propres à la thématique").fill("Comment faire sans voiture pour se déplacer ?")
    save(page)
    heading(page, "Mobilité")
    expect(page.get_by_text("entretien avec ESAT ADAPEI 80")).to_be_visible()


def quote(page: Page, text: str, theme: str, who: str = "") -> None:
    """Keep the words of an actor."""
    page.get_by_role("link", name="Garder une parole").click()
    page.get_by_label("La parole").fill(text)
    page.get_by_label("Le thème").fill(theme)
    if who:
        page.get_by_label("Qui parle").select_option(label=who)
    save(page)


def test_coquelicot_from_the_matrix_to_the_restitution(portal: Portal) -> None:
    with portal.visit() as page:
        page.goto("/territoires")
        page.get_by_role("main").get_by_role("link", name=re.compile("Pays du Coquelicot")).first.click()
        page.get_by_role("link", name="Ajouter une personne").first.click()
        page.get_by_label("Nom", exact=False).first.fill("Zélie Quatremère")
        page.get_by_label("Fonction").fill("Directrice d’une association")
        page.get_by_role("radio", name="Agent ou agente de la collectivité").check()
        save(page)
        page.get_by_role("link", name="Matrice MOFF").first.click()
        fill_matrix(page)
        write_portrait(page)

        # Words need a speaker, and leave under the kind of actor alone.
        page.get_by_role("link", name=re.compile("^Portraits thématiques ·")).click()
        page.get_by_role("link", name="Synthèse", exact=True).click()
        heading(page, "Synthèse du diagnostic")
        quote(page, "Zélie Quatremère dit qu’on ne se connaît pas.", "Coopération")
        expect(page.get_by_role("alert")).to_contain_text("Dites quelle sorte d’acteur parle")
        page.get_by_label("Qui parle").select_option(label="Industrie")
        save(page)
        heading(page, "Synthèse du diagnostic")
        quote(page, "À l’ISPT, personne ne peut porter cela seul.", "Coopération", "Économie sociale et solidaire")
        expect(page.get_by_text("Cette parole nomme Association ISPT")).to_be_visible()
        page.get_by_role("link", name="Écrire la lecture d’ensemble").click()
        page.get_by_label("Ce que personne ne peut porter seul").fill("Aucune structure n’en a les moyens seule.")
        save(page)

        # What came of it: «trop tôt» is told by the example; here, to whom it was presented.
        page.get_by_role("link", name="Conclusion et suites").click()
        expect(page.get_by_text("il dit par quoi commencer")).to_be_visible()
        page.get_by_role("link", name="Noter une présentation").click()
        page.get_by_label("À qui").fill("le bureau communautaire")
        page.get_by_label("Quand").fill("le 32 avril")
        save(page)
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("Quand").fill("avril 2025")
        save(page)
        expect(page.get_by_text("à : le bureau communautaire")).to_be_visible()

        # The document waits for the names to be read; one is mended, the other let pass.
        page.get_by_role("link", name="Document de restitution", exact=True).click()
        heading(page, "Document de restitution")
        names = page.get_by_role("region", name=re.compile("^À relire avant de sortir"))
        expect(names.get_by_text("Zélie Quatremère")).to_be_visible()
        expect(names.get_by_text("Association ISPT")).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("^PDF"))).to_have_count(0)
        names.get_by_role("listitem").filter(has_text="Zélie").get_by_role("link", name="Corriger").click()
        page.get_by_label("La parole").fill("On ne se connaît pas.")
        save(page)
        page.get_by_role("link", name="Document de restitution", exact=True).click()
        expect(page.get_by_text("Zélie Quatremère")).to_have_count(0)
        page.get_by_role("checkbox", name=re.compile("^J’ai relu")).check()
        page.get_by_role("button", name="Continuer").click()

        for name in ("ODT", "DOCX", "PDF"):
            said = text_of(downloaded(page, name))
            for expected in (
                "Communauté de communes du Pays du Coquelicot",
                "31 entretiens",
                "5 structures de l’ESS intéressées",
                "Presque rien entre les bourgs le soir",
                "Comment faire sans voiture pour se déplacer",
                "On ne se connaît pas.",
                "Aucune structure n’en a les moyens seule.",
                "Trop tôt",
                "le bureau communautaire",
                "La Manufacture du Coquelicot",
                "Cofinancé par l’Union européenne",
            ):
                assert expected in said, (name, expected)
            assert "Quatremère" not in said
            assert "ESAT ADAPEI 80" not in said
