"""Every code has its French word, and every text its contrast (WCAG 2.1, 1.4.3: 4.5 to 1)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from services.portal import words
from services.portal.event_words import EVENTS, QUIET_EVENTS
from shared import events
from shared.contracts import diagnostic, notifications, territories, workshops

CSS = Path(words.__file__).parent / "static" / "terreau.css"
ENOUGH = 4.5
PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunk"),
    ("soft", "paper"),
    ("soft", "surface"),
    ("soft", "sunk"),
    ("green", "paper"),
    ("green", "surface"),
    ("on-green", "green"),
    ("on-green", "green-deep"),
    ("leaf-ink", "leaf"),
    ("amber", "paper"),
    ("amber", "surface"),
    ("amber", "amber-wash"),
    ("clay", "paper"),
    ("clay", "surface"),
    ("clay", "clay-wash"),
    ("soil-ink", "soil"),
]


@pytest.mark.parametrize(
    ("codes", "french"),
    [
        (territories.Stage, words.STAGES),
        (territories.TerritoryKind, words.TERRITORY_KINDS),
        (territories.CandidatureState, words.CANDIDATURE_STATES),
        (territories.Decision, words.DECISIONS),
        (diagnostic.StructureKind, words.STRUCTURE_KINDS),
        (diagnostic.Appetite, words.APPETITES),
        (diagnostic.Conclusion, words.CONCLUSIONS),
        (workshops.WorkshopState, words.WORKSHOP_STATES),
        (workshops.SearchFailure, words.SEARCH_FAILURES),
        (notifications.PlanState, words.PLAN_STATES),
        (notifications.MailCard.model_fields["state"].annotation, words.MAIL_STATES),
    ],
)
def test_every_code_has_its_french_word(codes: object, french: dict[str, str]) -> None:
    assert set(get_args(codes)) == set(french)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = _colours(scheme)
    assert _contrast(colours[text], colours[ground]) >= ENOUGH


def _colours(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS.read_text("utf-8"), flags=re.S)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_event_has_a_french_name_and_bookkeeping_names_events_that_are() -> None:
    assert (events.ALL - EVENTS.keys(), EVENTS.keys() - events.ALL, QUIET_EVENTS - events.ALL) == (set(), set(), set())
