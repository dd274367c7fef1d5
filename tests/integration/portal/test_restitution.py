"""From the synthesis to the document that leaves: who is named is looked for first, three files can be opened."""

from __future__ import annotations

import base64
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from pypdf import PdfReader

from shared.contracts.diagnostic import (
    AddContacts,
    AddMoffItem,
    ConcludeDiagnostic,
    GetMoff,
    LogInterview,
    NameStake,
    NoteVerbatim,
    WriteThematicPortrait,
)
from shared.contracts.territories import RegisterPerson
from tests.integration.portal.conftest import Document, Visitor, hidden_fields
from tests.support.enrolled import enrolled


@pytest.fixture
def here(visitor: Visitor) -> tuple[Visitor, str]:
    """A visitor who is signed in, and an accompaniment with a little diagnostic."""
    acc = enrolled(visitor.house)
    obey = visitor.house.obey
    met = obey(LogInterview(accompaniment=acc, structure="Atelier bois", kind="ess", appetite="interested")).id
    obey(LogInterview(accompaniment=acc, structure="Usine", kind="industry", appetite="refusal", occurred="2025-03"))
    obey(AddMoffItem(accompaniment=acc, category="weakness", text="Peu de bus", theme="Mobilité", voice="shop"))
    obey(AddMoffItem(accompaniment=acc, category="risk", text="Chacun attend", evidence="interview", interview=met))
    obey(AddContacts(accompaniment=acc, circle="public-actors", contacts=[{"label": "Mairie d’Arras"}]))
    obey(WriteThematicPortrait(accompaniment=acc, theme="Mobilité", facets={"gaps": "Aucun bus le soir"}))
    obey(NoteVerbatim(accompaniment=acc, text="Sans voiture, rien", interview=met, theme="Mobilité"))
    obey(NoteVerbatim(accompaniment=acc, text="Cela reste entre nous", interview=met, leaves=False))
    obey(NameStake(accompaniment=acc, title="Se déplacer sans voiture"))
    obey(ConcludeDiagnostic(accompaniment=acc, conclusion="too-early", plain_words="D’abord se connaître"))
    return visitor.enter(), acc


def words_of(content: bytes, format: str) -> str:
    """The text of a file, with plain spaces."""
    if format == "pdf":
        found = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif format == "docx":
        file = docx.Document(BytesIO(content))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        found = "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)
    else:
        with ZipFile(BytesIO(content)) as archive:
            found = Document(archive.read("content.xml").decode()).text
    return " ".join(found.split())


@pytest.mark.parametrize("format", ["odt", "docx", "pdf"])
def test_the_document_says_the_facts_and_no_structure_behind_a_word(here: tuple[Visitor, str], format: str) -> None:
    visitor, acc = here
    answer = visitor.get(f"/accompagnements/{acc}/restitution.{format}")
    assert answer.status_code == 200
    assert f".{format}" in answer.headers["Content-Disposition"]
    said = words_of(answer.data, format)
    for expected in (
        "Restitution du diagnostic",
        "D’abord se connaître",
        "Peu de bus",
        "Aucun bus le soir",
        "Sans voiture, rien",
        "Se déplacer sans voiture",
        "Mairie d’Arras",
        "Trop tôt",
        "Cofinancé par l’Union européenne",
    ):
        assert expected in said, expected
    assert "Atelier bois" not in said
    assert "entre nous" not in said


def test_a_name_of_the_directory_holds_the_document_back_until_it_is_read(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    visitor.house.obey(RegisterPerson(name="Zoé Lefèvre", function="Directrice"))
    visitor.house.obey(NoteVerbatim(accompaniment=acc, text="Zoé Lefèvre l’a dit", kind="ess", theme="Mobilité"))
    url = f"/accompagnements/{acc}/restitution"
    held = visitor.get(f"{url}.pdf")
    assert (held.status_code, held.location) == (303, f"{url}#noms")
    page = visitor.get(url)
    assert "<mark>Zoé Lefèvre</mark> l’a dit" in page.text
    assert "Paroles recueillies, Mobilité" in page.text
    assert f"{url}.pdf" not in page.text
    refused = visitor.api("GET", f"/accompaniments/{acc}/restitution?format=pdf")
    assert refused.json is not None
    assert (refused.status_code, refused.json["code"]) == (409, "names-to-review")
    assert "Lefèvre" not in refused.text
    (review,) = [one["value"] for one in Document(page.text).all("input") if one.get("name") == "relu"]
    assert visitor.get(f"{url}.pdf?relu={review}").status_code == 200
    assert f"{url}.pdf?relu={review}" in visitor.get(f"{url}?relu={review}").text
    answer = visitor.api("GET", f"/accompaniments/{acc}/restitution?format=odt&reviewed={review}")
    assert answer.json is not None
    assert "Zoé Lefèvre" in words_of(base64.b64decode(answer.json["content"]), "odt")
    # Another name has not been read yet.
    visitor.house.obey(NoteVerbatim(accompaniment=acc, text="Mme Lefèvre encore", kind="ess"))
    assert visitor.get(f"{url}.pdf?relu={review}").status_code == 303


def test_a_structure_named_in_a_word_is_told_where_it_stands(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    visitor.house.obey(NoteVerbatim(accompaniment=acc, text="Chez Atelier Bois, on y croit", kind="ess"))
    assert "Cette parole nomme Atelier bois" in Document(visitor.get(f"/accompagnements/{acc}/synthese").text).text
    assert visitor.get(f"/accompagnements/{acc}/restitution.odt").status_code == 303


def test_outside_the_team_a_token_of_the_territory_reads_no_structure(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    territory = visitor.api("GET", "/accompaniments").json["accompaniments"][0]["territory"]
    told = visitor.api("GET", f"/accompaniments/{acc}/synthesis", "reader", territory)
    assert told.status_code == 200
    assert "Sans voiture, rien" in told.text
    assert "Atelier bois" not in told.text
    assert "entre nous" not in told.text
    assert "Atelier bois" in visitor.api("GET", f"/accompaniments/{acc}/synthesis").text


def test_two_people_at_one_portrait_lose_nothing(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    portrait = visitor.api("GET", f"/accompaniments/{acc}/thematic-portraits").json["portraits"][0]["id"]
    url = f"/accompagnements/{acc}/portraits/{portrait}/modifier"
    theirs = visitor.form(url)
    said = {"theme": "Mobilité", "gaps": "Aucun bus le soir"}
    assert visitor.send(url, **said, assets="Une gare").status_code == 303
    answer = visitor.client.post(url, data={**theirs, **said, "risks": "La ligne ferme"})
    assert answer.status_code == 409
    assert "Une gare</textarea>" in answer.text
    assert "La ligne ferme</textarea>" in answer.text
    again = {**hidden_fields(answer.text), **said, "assets": "Une gare", "risks": "La ligne ferme"}
    assert visitor.client.post(url, data=again).status_code == 303
    page = Document(visitor.get(f"/accompagnements/{acc}/portraits/{portrait}").text).text
    assert [one in page for one in ("Une gare", "La ligne ferme", "2 versions précédentes")] == [True] * 3


def test_a_portrait_that_says_nothing_keeps_what_was_typed(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    answer = visitor.send(f"/accompagnements/{acc}/portraits/nouveau", theme="Habitat", sources="Étude 2020")
    assert answer.status_code == 422
    assert "Écrivez au moins une facette" in answer.text
    assert "Étude 2020</textarea>" in answer.text


def test_the_matrix_leaves_and_comes_back(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/moff"
    outside = visitor.get(f"{url}.csv").data.decode("utf-8-sig")
    team = visitor.get(f"{url}.csv?equipe=oui").data
    assert ("Peu de bus" in outside, "Atelier bois" in outside, "Atelier bois" in team.decode()) == (True, False, True)
    bring = f"{url}/importer"
    answer = visitor.send(bring, fichier=(BytesIO(team), "moff.csv"))
    assert (answer.status_code, answer.location) == (303, url)
    assert len(visitor.house.ask(GetMoff(accompaniment=acc)).items) == 2
    more = team + "Ressources;Une gare;Mobilité;;;;;;\r\n".encode()
    assert visitor.send(bring, fichier=(BytesIO(more), "moff.csv")).status_code == 303
    assert len(visitor.house.ask(GetMoff(accompaniment=acc)).items) == 3
    wrong = team + "Bof;Un marché;;;;;;;\r\nRisques;Une crue;;;Un entretien;Inconnue;;;\r\n".encode()
    answer = visitor.send(bring, fichier=(BytesIO(wrong), "moff.csv"))
    assert answer.status_code == 422
    assert "Ligne 4, catégorie" in Document(answer.text).text
    wrong = team + b"Risques;Une crue;;;Un entretien;Inconnue;;;\r\n"
    answer = visitor.send(bring, fichier=(BytesIO(wrong), "moff.csv"))
    assert "aucun entretien noté avec une structure de ce nom" in Document(answer.text).text
    assert visitor.send(bring).status_code == 422
    assert len(visitor.house.ask(GetMoff(accompaniment=acc)).items) == 3


def test_the_outcome_shows_two_distinct_warnings_and_keeps_its_history(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}"
    assert "par quoi commencer" in visitor.get(f"{url}/issue").text
    assert visitor.send(f"{url}/conclusion", conclusion="too-late", reasons="Outils déjà là").status_code == 303
    sent = visitor.send(f"{url}/diagnostic-presente", audience="le bureau", feedback="Un échange vif", occurred="2025")
    assert (sent.status_code, sent.location) == (303, f"{url}/issue")
    oriented = {"orientation": "Relier", "entry_point": "Le tiers-lieu", "interests": "Deux structures"}
    assert visitor.send(f"{url}/orientation", **oriented, validated_by="le conseil").status_code == 303
    page = Document(visitor.get(f"{url}/issue").text).text
    for said in (
        "moins de lancer que de relier",
        "trop tôt",
        "(auparavant)",
        "le bureau",
        "Un échange vif",
        "le conseil",
    ):
        assert said in page, said
