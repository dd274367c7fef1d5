"""The circles of stakeholders as a picture."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from services.diagnostic.rules.circles import Circle, circles_in_words, circles_svg

LABELS = ["Professionnels", "Partenaires internes", "Partenaires externes", "Acteurs publics", "Usagers identifiés"]


def texts(svg: bytes) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_every_name_that_fits_is_written_and_the_others_are_counted() -> None:
    few = Circle("Acteurs publics", ["Mairie", "Menuiserie & fils <SARL>"])
    many = Circle("Professionnels", [f"Atelier {number}" for number in range(40)])
    said = texts(circles_svg("Que faire ensemble ?", [few, many]))
    assert {"Mairie", "Menuiserie & fils <SARL>", "Que faire ensemble\u202f?"} <= set(said)
    shown = [one for one in said if one.startswith("Atelier")]
    assert f"et {40 - len(shown)} autres" in said
    assert "Atelier 39" in circles_in_words("Que faire ensemble ?", [few, many])


@settings(max_examples=25)
@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=20))
def test_any_name_makes_a_picture_that_can_be_read(statement: str, names: list[str]) -> None:
    """Whatever people typed, the SVG is well-formed and says the five circles."""
    said = texts(circles_svg(statement, [Circle(label, names) for label in LABELS]))
    assert set(LABELS) <= set(said)


def test_a_question_mark_stays_with_its_word() -> None:
    said = texts(circles_svg("Comment aller travailler sans voiture ?", [Circle(label, []) for label in LABELS]))
    assert "voiture\u202f?" in said
