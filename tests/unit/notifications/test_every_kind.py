"""One mail of every kind: complete, French, with one button, and nothing fetched (see tests/support/letters.py)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from services.notifications.rules.catalogue import RULES
from services.notifications.rules.letters import FUNDING
from services.notifications.rules.watches import WATCHES
from tests.support.letters import HOME, OFFICER, TERRITORY, Kind, every_kind

KINDS = {one.code: one for one in every_kind()}
PLANNED = [code for code in KINDS if code in RULES]
DATED = [code for code in PLANNED if code.startswith(("workshop-", "networks-", "visit-", "interview-")) or code in (
    "poll-decided", "project-end", "project-end-near")]  # fmt: skip
AT_A_PLACE = [code for code in PLANNED if code.startswith(("workshop-", "networks-", "visit-"))
              and code != "workshop-cancelled"] + ["poll-decided"]  # fmt: skip
PROGRAMME = ("sign-in", *(code for code in KINDS if code.startswith("personal-")))
"""What concerns no territory, or one that is not known yet."""
MAP = "https://www.openstreetmap.org/search?"


class Page(HTMLParser):
    """What a mail program does with a page: its text, what it points to, and what it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.led: list[str] = []
        self.fetched: list[str] = []
        self.texts: list[str] = []
        self._skip = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.led.append(value or "")
            elif name in ("src", "href", "srcset", "background", "poster", "data", "action"):
                self.fetched.append(f"{tag} {value}")
        if tag in ("script", "link", "iframe", "object", "form", "img", "base"):
            self.fetched.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def test_every_watch_has_its_mail() -> None:
    assert {RULES[code].watched for code in PLANNED} == set(WATCHES)


def test_nothing_is_fetched_and_links_lead_home_or_to_the_map(kind: Kind) -> None:
    page = Page(kind.bodies.html)
    assert page.fetched == []
    assert all(one.startswith((HOME, MAP)) for one in page.led)
    assert "url(" not in kind.bodies.html
    assert "@import" not in kind.bodies.html
    assert all(one.startswith((HOME, MAP)) for one in re.findall(r"https?://\S+", kind.bodies.text))


def test_one_button_and_its_address_to_be_read(kind: Kind) -> None:
    buttons = kind.bodies.html.count("display:inline-block")
    assert buttons == (0 if kind.code == "digest" else 1)
    assert kind.link in kind.bodies.text


def test_it_says_who_sends_it_why_and_who_pays(kind: Kind) -> None:
    for body in (kind.bodies.text, " ".join(Page(kind.bodies.html).texts)):
        assert FUNDING in body
        assert "Vous recevez ce message parce qu" in body
        assert "L’équipe du programme" in body
        assert "Répondez à ce message" in body
        if kind.code not in PROGRAMME:
            assert "Pourquoi ai-je reçu ce message" in body
            assert OFFICER.name is not None
            assert OFFICER.name in body
            assert OFFICER.email in body
            assert f"appelez le {OFFICER.phone}" in body


def test_the_subject_names_the_territory_or_the_call(kind: Kind) -> None:
    said = TERRITORY if kind.code not in PROGRAMME else "Terreau" if kind.code == "sign-in" else "AMI 2026"
    assert said in kind.subject
    assert "\n" not in kind.subject


@pytest.mark.parametrize("code", DATED)
def test_a_dated_mail_has_its_day_in_letters_in_subject_and_body(code: str) -> None:
    one = KINDS[code]
    day = r"(?:lundi|jeudi) [26] juillet 2026"
    assert re.search(day, one.subject), one.subject
    assert re.search(day, one.bodies.text)


@pytest.mark.parametrize("code", AT_A_PLACE)
def test_where_one_goes_is_said_with_hours_place_and_map(code: str) -> None:
    text = KINDS[code].bodies.text
    assert "de 9\u00a0h\u00a030 à 12\u00a0h\u00a030" in text
    assert "La Manufacture, 2 rue du Moulin" in text
    assert MAP in text


def test_the_typography_is_french(kind: Kind) -> None:
    # Addresses of the web keep their own signs.
    said = re.sub(r"https?://\S+", "", f"{kind.subject}\n{kind.bodies.text}")
    assert re.findall(r".{12}'.{0,6}", said) == []
    assert re.findall(r".{12}[^\s\u00a0\u202f][;!?»]|.{12} [;:!?»]|« .{6}|«\w.{6}", said) == []
    assert re.findall(r"[^\d\s\u00a0]: ", said) == []
    assert "  " not in said
    assert not re.search(r"\bNone\b|\{|\}|T\d\d:", said)


def test_both_bodies_say_the_same_words(kind: Kind) -> None:
    shown = Page(kind.bodies.html)
    page = " ".join(" ".join([*shown.texts, *shown.led]).split())
    for line in kind.bodies.text.replace("-- \n", "").splitlines():
        for piece in re.split(r"\u00a0: ?|^\d\. ", line):
            assert " ".join(piece.split()) in page


def test_a_mail_reads_without_turning_the_head(kind: Kind) -> None:
    html = kind.bodies.html
    assert html.startswith('<!doctype html>\n<html lang="fr">')
    assert html.count("<h1") == 1
    assert "<table" not in html
    assert 'name="viewport"' in html
    assert "max-width:560px" in html
    assert not re.findall(r"font-size:(?:[0-9]|1[0-3])px|(?<!max-)width:\d{3,}px", html)
