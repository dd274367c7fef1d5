"""The words of the mails: French, complete, the same in text and HTML, and nothing fetched from outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from services.notifications.rendering import Bodies, Contact, Link, render
from services.notifications.rules.catalogue import RULES
from services.notifications.rules.letters import Circumstances, sign_in, when_text, write

FACTS: dict[str, str | None] = {
    "title": "Idéation à la Manufacture",
    "start": "2025-07-03T09:30:00+02:00",
    "end": "2025-07-03T12:30:00+02:00",
    "occurred": "2025-07-03",
    "before_start": None,
    "before_occurred": "2025-05",
    "reason": "overload",
    "month": "2025-06",
    "withdrawals": "3",
    "on": "2025-07-03",
    "due": "2026-01-05",
    "funder": "Région",
    "period": "2025",
    "decision": "retained",
}
ABOUT = Circumstances("CC du Pays du Coquelicot", FACTS, place="La Manufacture", structure="Un ESAT", call="AMI 2024")
OFFICER = Contact("p", "Dominique Modèle", "chargée de mission", "dominique@exemple.fr")
LINK = Link("Ouvrir Terreau", "https://terreau.exemple.fr/?a=1&b=2")


def bodies(rule: str, about: Circumstances = ABOUT) -> Bodies:
    return render(write(rule, about), name="Camille Exemple", contact=OFFICER, link=LINK)


class Reader(HTMLParser):
    """The text of a page and what it points to."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_an_announcement_says_all_that_is_useful() -> None:
    letter, text = write("workshop-announced", ABOUT), bodies("workshop-announced").text
    assert letter.subject == (
        "Atelier «\u00a0Idéation à la Manufacture\u00a0»\u00a0: jeudi 3 juillet 2025 à 9\u00a0h\u00a030"
    )
    for words in (
        "Bonjour Camille Exemple,",
        "pour l’accompagnement de la CC du Pays du Coquelicot.",
        "Date\u00a0: jeudi 3 juillet 2025",
        "Horaires\u00a0: de 9\u00a0h\u00a030 à 12\u00a0h\u00a030",
        "Lieu\u00a0: La Manufacture",
        "écrivez à Dominique Modèle, chargée de mission\u00a0: dominique@exemple.fr",
        "Vous recevez ce message parce que vous êtes attendu·e à cet atelier, ou figurez parmi les référents",
        "Plan\u00a0: https://www.openstreetmap.org/search?query=La+Manufacture",
        "cofinancé par l’Union européenne",
    ):
        assert words in text


def test_a_place_nobody_gave_is_said_to_be_missing() -> None:
    assert ("Lieu", "à préciser") in write("workshop-reminder", Circumstances("Hellemmes", FACTS)).lines


def test_a_move_gives_both_dates() -> None:
    lines = dict(write("workshop-moved", ABOUT).lines)
    assert (lines["Date"], lines["Date d’abord retenue"]) == ("jeudi 3 juillet 2025", "mai 2025")


def test_a_date_not_fixed_yet_is_said_so() -> None:
    assert when_text({}) == "date à fixer"
    assert when_text({"occurred": "2025-11"}) == "novembre 2025"


def test_a_slot_that_was_not_found_names_the_month_and_its_reason() -> None:
    letter = write("slot-not-found", ABOUT)
    assert dict(letter.lines) == {
        "Territoire": "CC du Pays du Coquelicot",
        "Mois": "juin 2025",
        "Motif": "agendas surchargés",
    }


@pytest.mark.parametrize(
    ("decision", "words", "asks_the_team"),
    [("retained", "est retenue", False), ("not-retained", "n’est pas retenue", True), ("no-follow-up", "sans", True)],
)
def test_a_decision_is_said_and_a_refusal_is_left_to_people(decision: str, words: str, asks_the_team: bool) -> None:
    letter = write("decision", Circumstances("Hellemmes", {"decision": decision}, call="AMI 2024"))
    assert words in letter.subject
    assert any("c’est à l’équipe de lui répondre" in p for p in letter.paragraphs) == asks_the_team


@pytest.mark.parametrize(
    ("closes", "words"), [("2026-09-30", "mercredi 30 septembre 2026"), ("2026-09", "septembre 2026")]
)
def test_a_call_ends_on_a_day_or_in_a_month_and_says_whom_to_ask(closes: str, words: str) -> None:
    about = Circumstances("", {"closes": closes}, call="AMI 2026", note="contact@exemple.fr")
    lines = dict(write("call-published", about).lines)
    assert lines == {"Appel": "AMI 2026", "Se termine": words, "Pour en parler": "contact@exemple.fr"}


def test_elided_names_read_well() -> None:
    letter = write("bilan-due", Circumstances("Hellemmes", FACTS))
    assert letter.opening == "Le moment du bilan de l’accompagnement d’Hellemmes est venu."


@pytest.mark.parametrize("rule", RULES)
def test_text_and_html_say_the_same(rule: str) -> None:
    made = bodies(rule)
    page = " ".join(read(made.html).words)
    for line in made.text.replace("-- \n", "").splitlines():
        for piece in re.split(r"\u00a0: ?", line):
            assert " ".join(piece.split()) in page


@pytest.mark.parametrize("rule", [*RULES, "sign-in"])
def test_nothing_is_fetched_from_outside_and_nobody_is_watched(rule: str) -> None:
    html = render(sign_in(15), name=None, link=LINK).html if rule == "sign-in" else bodies(rule).html
    page = read(html)
    assert page.tags <= {
        "html", "head", "meta", "title", "body", "div", "h1", "p", "dl", "dt", "dd", "a", "br", "span",
    }  # fmt: skip
    led = {value for name, value in page.attributes if name in ("src", "href", "background")}
    assert {one for one in led if not one.startswith("https://www.openstreetmap.org/search?query=")} == {LINK.url}
    assert "url(" not in html
    assert "@import" not in html
    assert ("lang", "fr") in page.attributes


@pytest.mark.parametrize("rule", RULES)
def test_spaces_are_those_of_french_typography(rule: str) -> None:
    made = bodies(rule).text
    assert not re.search(r"[^\s\u00a0\u202f] [;!?»]| :(?=\s)|« ", made)
    assert not re.search(r"[0-9] h\b", made)


def test_what_people_wrote_is_shown_and_never_run() -> None:
    about = Circumstances("Hellemmes", {**FACTS, "title": "<script>alert(1)</script>"}, place='"><img src=x>')
    made = bodies("workshop-announced", about)
    assert read(made.html).tags & {"script", "img"} == set()
    assert "<script>alert(1)</script>" in made.text


def test_a_sign_in_link_says_how_long_it_lives() -> None:
    made = render(sign_in(15), name=None, link=Link("Se connecter", "https://terreau.exemple.fr/connexion/x"))
    assert "reste valable 15 minutes" in made.text
    assert "https://terreau.exemple.fr/connexion/x" in made.text
    assert made.text.startswith("Bonjour,\n")
    assert "reste valable 1 minute." in render(sign_in(1), name=None).text


def test_whom_to_call_is_said_when_somebody_knows_it() -> None:
    officer = Contact("p", "Dominique Modèle", "chargée de mission", "dominique@exemple.fr", "03 00 00 00 00")
    made = render(write("workshop-announced", ABOUT), name=None, contact=officer)
    assert "ou appelez le 03 00 00 00 00" in made.text
    assert "ou appelez le 03 00 00 00 00" in made.html


# --- What a screen reader and tired eyes need


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("rule", RULES)
def test_a_mail_has_one_heading_one_button_and_enough_contrast(rule: str) -> None:
    html = bodies(rule).html
    assert html.count("<h1") == 1
    assert "<h2" not in html
    assert html.count("display:inline-block") == 1, "one main button"
    assert "<table" not in html, "nothing whose role a reader would have to guess"
    colours = set(re.findall(r"(?<!background:)(?<!-top:4px solid )#[0-9a-f]{6}", html))
    for text in colours - {"#ffffff"}:
        assert min(contrast(text, ground) for ground in ("#ffffff", "#f4f1ea", "#f6f8f3")) >= 4.5, text
    assert contrast("#ffffff", "#2f4a24") >= 4.5
    assert not re.findall(r"font-size:(?:[0-9]|1[0-3])px", html), "nothing smaller than 14 px"
