"""Every page of the documented example: there, quick to make, in right French, readable by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.integration.portal.conftest import Document, Visitor, at_the_door
from tests.support.house import House

STARTS = (
    "/",
    "/territoires",
    "/agenda",
    "/suivi",
    "/appels",
    "/plateformes",
    "/courriels",
    "/bailleurs",
    "/aide",
    "/api",
)
NOT_PAGES = ("/static/", "/api/v1/")
_FILE = re.compile(r"\.(xlsx|ods|csv|json|jsonld|odt|docx|pdf|png|svg)(\?|$)")
MOST_QUESTIONS = 6
_NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def _kind(link: str) -> str:
    """Links that differ only in ids lead to pages of one kind."""
    path, _, query = link.partition("?")
    names = sorted(part.split("=")[0] for part in query.split("&") if part)
    path = re.sub(r"^/plateformes/.+", "/plateformes/x", _NUMBERS.sub("x", path))
    return f"{path}?{','.join(names)}"


def _every_kind(reader: Visitor) -> Iterator[tuple[str, str]]:
    """One page of every kind that can be reached by links, with its HTML."""
    waiting, seen = list(STARTS), set[str]()
    while waiting:
        link = waiting.pop(0)
        if _kind(link) in seen or link.startswith(NOT_PAGES) or _FILE.search(link):
            continue
        seen.add(_kind(link))
        answer = reader.get(link)
        assert answer.status_code == 200, f"{link}: {answer.status_code}"
        yield link, answer.text
        waiting += Document(answer.text).links()


@pytest.fixture(scope="module")
def pages(example_house: House) -> list[tuple[str, str]]:
    """One page of every kind."""
    return list(_every_kind(at_the_door(example_house).enter()))


def test_every_link_leads_to_a_page_and_every_kind_of_page_is_reached(pages: list[tuple[str, str]]) -> None:
    kinds = {_kind(link) for link, _ in pages}
    for wanted in (
        "/territoires/x?accompagnement",
        "/accompagnements/x/entretien?",
        "/accompagnements/x/atelier?",
        "/accompagnements/x/comparaison?",
        "/accompagnements/x/personne?",
        "/ateliers/x?",
        "/ateliers/x/tenue?",
        "/appels/x?",
        "/plateformes/x?",
        "/technique?",
        "/suivi/chiffre?accompagnement,figure",
    ):
        assert wanted in kinds


def test_no_page_changes_anything(reader: Visitor, example_house: House) -> None:
    before = _state(example_house)
    assert len(list(_every_kind(reader))) > 30
    assert _state(example_house) == before


def test_every_page_has_one_title_landmarks_and_a_way_to_skip(pages: list[tuple[str, str]]) -> None:
    for link, html in pages:
        page = Document(html)
        assert len(page.all("h1")) == 1, link
        assert len(page.all("main")) == 1, link
        assert page.all("html")[0]["lang"] == "fr", link
        assert page.all("a")[0] == {"class": "skip", "href": "#contenu"}, link


def test_every_field_has_a_label_and_every_table_a_caption(pages: list[tuple[str, str]]) -> None:
    for link, html in pages:
        page = Document(html)
        labelled = {one.get("for") for one in page.all("label")}
        for field in page.all("input") + page.all("select") + page.all("textarea"):
            if field.get("type") in ("hidden", "radio", "checkbox"):
                continue
            assert field.get("id") in labelled, f"{link}: {field}"
        assert len(page.all("table")) == len(page.all("caption")), link


def test_no_id_is_used_twice_on_a_page(pages: list[tuple[str, str]]) -> None:
    for link, html in pages:
        ids = [attributes["id"] for _, attributes in Document(html).elements if "id" in attributes]
        assert len(ids) == len(set(ids)), f"{link}: {sorted(one for one in ids if ids.count(one) > 1)}"


def test_no_page_holds_a_script_or_a_style_of_its_own_nor_asks_another_site(pages: list[tuple[str, str]]) -> None:
    for link, html in pages:
        page = Document(html)
        assert all("src" in script for script in page.all("script")), link
        assert not page.all("style"), link
        for _, attributes in page.elements:
            assert "style" not in attributes, link
            assert not any(name.startswith("on") for name in attributes), link
            for name in ("src", "srcset", "action"):
                assert attributes.get(name, "/").startswith("/"), link


def test_french_spaces_do_not_break(pages: list[tuple[str, str]]) -> None:
    wrong = re.compile(r"\S [;!?»](?!\S)|« \S|\S :(?:\s|$)|[0-9] [%€]|[0-9] h\b")
    for link, html in pages:
        found = wrong.search(Document(html).text)
        assert found is None, f"{link}: {found[0]!r} in {Document(html).text[found.start() - 40 : found.end() + 20]!r}"


def test_no_page_shows_a_code_an_id_or_python(pages: list[tuple[str, str]]) -> None:
    code = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|too-early|rank-last|workshop-held|<built-in|Undefined")
    for link, html in pages:
        text = Document(html).text
        assert code.search(text) is None, f"{link}: {code.search(text)}"
        assert _NUMBERS.search(text) is None, link


def test_a_page_asks_few_questions(reader: Visitor) -> None:
    reader.asked.clear()
    for _ in _every_kind(reader):
        assert len(reader.asked) <= MOST_QUESTIONS, reader.asked
        reader.asked.clear()


def test_every_page_is_guarded_by_its_headers(reader: Visitor) -> None:
    for path in ("/", "/nulle-part", "/connexion"):
        headers = reader.get(path).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_territory_page_tells_the_documented_story(reader: Visitor) -> None:
    links = Document(reader.get("/territoires").text).links()
    pages = [reader.get(link).text for link in links if link.startswith("/territoires/")]
    (coquelicot,) = [page for page in pages if "<h1>Communauté de communes du Pays du Coquelicot" in page]
    text = " ".join(Document(coquelicot).text.split())
    for words in ("Trop tôt", "31 entretiens", "Mai 2025", "jours fériés", "Dokos", "Espace sur demande", "Tipimi"):
        assert (words in text) == (words != "Tipimi"), words
    assert "Le choix reste ouvert" in text


def test_the_events_of_a_territory_are_read_page_by_page_and_by_kind(reader: Visitor) -> None:
    page = "/territoires/248000747/evenements"
    text = " ".join(Document(reader.get(page).text).text.split())
    assert "Rien ne s’y efface" in text
    assert "Atelier tenu" in text
    interviews = reader.get(f"{page}?type=interview-logged").text
    assert len(re.findall("<tr><td>", interviews)) == 31
    assert "Atelier tenu<br>" not in interviews
    assert "Aucun événement ici" in reader.get(f"{page}?page=99").text
    assert reader.get(f"{page}?page=abc&type=x").status_code == 200


def test_a_territory_in_two_calls_has_a_page_for_each(reader: Visitor) -> None:
    links = [link for link in Document(reader.get("/territoires").text).links() if "accompagnement=" in link]
    pages = {link: reader.get(link).text for link in links}
    two = [page for page in pages.values() if "<h1>Hellemmes" in page]
    assert len(two) == 2
    assert all('class="tabs"' in page for page in two)


def test_the_follow_up_of_july_2025_opens_each_figure_to_its_facts(reader: Visitor) -> None:
    page = reader.get("/suivi?au=15+juillet+2025")
    assert "État au mardi 15 juillet 2025" in page.text
    (figure,) = [
        link
        for link in Document(page.text).links()
        if "figure=workshops_held" in link and "1</h1>" in reader.get(link).text
    ]
    facts = Document(reader.get(figure).text).text
    assert "1 fait derrière ce chiffre" in facts
    assert "du 1er au 10 juillet 2025" in facts or "1er–10 juill. 2025" in facts


def test_the_follow_up_downloads_as_a_workbook_and_as_json(reader: Visitor) -> None:
    workbook = reader.get("/suivi.xlsx?au=2025-07-15")
    assert workbook.data.startswith(b"PK")
    assert "attachment" in workbook.headers["Content-Disposition"]
    told = reader.get("/suivi.json?au=2025-07-15").json
    assert told is not None
    assert told["as_of"] == "2025-07-15"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nulle-part", 404),
        ("/territoires/00000000-0000-7000-8000-000000000000", 404),
        ("/appels/inconnu", 404),
        ("/territoires/%00", 404),
        ("/plateformes?q=%00", 404),
        ("/plateformes/inconnue", 404),
        ("/suivi?au=32/13/2025", 422),
        ("/suivi/chiffre?figure=inconnu", 404),
        ("/agenda?mois=2025-13", 422),
        ("/bailleurs?periode=jamais", 422),
        ("/accompagnements/inconnu/entretien", 404),
    ],
)
def test_what_is_not_there_or_makes_no_sense_gets_a_french_page(reader: Visitor, path: str, status: int) -> None:
    answer = reader.get(path)
    assert answer.status_code in ({status, 422} if "chiffre" in path else {status})
    assert "Revenir à la page du matin" in answer.text
    assert "Traceback" not in answer.text


def test_a_month_shows_its_public_and_school_holidays(reader: Visitor) -> None:
    page = Document(reader.get("/agenda?mois=2025-05").text).text
    assert "Ascension" in page
    assert "Fête du Travail" in page
    assert "Toussaint" in Document(reader.get("/agenda?mois=2025-10").text).text


def _state(house: House) -> dict[str, int]:
    return {name: len(room.told()) for name, room in house.rooms.items()}
