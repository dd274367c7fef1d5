"""The map of stakeholders as a drawing: where each circle, each actor and each line of the centre stands (3.4).

Pure: the template draws what is placed here. Five circles stand around the central statement. A circle with few
actors names them; one with many shows a point for each, whose name is in its link and in the list below the drawing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.contracts.diagnostic import ContactCard
from shared.french import tidy

SIDE = 1100
CENTRE = 130.0
RING = 345.0
CIRCLE = 196.0
NAMED = 11
"""So many names can be read in a circle; with more actors it shows points."""

_LINE = 22.0
_NAME = 30
_STATEMENT = 22
_STATEMENT_LINES = 7
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class Placed:
    """An actor in the drawing: a point, and its name beside it where there is room."""

    card: ContactCard
    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Ring:
    """One of the circles."""

    code: str
    label: str
    x: float
    y: float
    actors: Sequence[Placed]
    joint: tuple[float, float]
    """Where the line from the centre meets it."""


@dataclass(frozen=True)
class StakeholderMap:
    """The drawing; `apart` are the actors that nobody put in a circle yet."""

    statement: Sequence[str]
    rings: Sequence[Ring]
    apart: Sequence[ContactCard]


def drawn(statement: str, circles: Mapping[str, str], contacts: Sequence[ContactCard]) -> StakeholderMap:
    """Place the statement, a circle for each of `circles` (code: label) and the actors in them."""
    rings = []
    for index, (code, label) in enumerate(circles.items()):
        angle = 2 * math.pi * index / len(circles) - math.pi / 2
        x, y = SIDE / 2 + RING * math.cos(angle), SIDE / 2 + RING * math.sin(angle)
        joint = (SIDE / 2 + (RING - CIRCLE) * math.cos(angle), SIDE / 2 + (RING - CIRCLE) * math.sin(angle))
        mine = [card for card in contacts if card.circle == code]
        rings.append(Ring(code, label, round(x, 1), round(y, 1), _actors(mine, x, y), joint))
    apart = [card for card in contacts if card.circle not in circles]
    return StakeholderMap(wrapped(statement, _STATEMENT, _STATEMENT_LINES), rings, apart)


def _actors(cards: Sequence[ContactCard], x: float, y: float) -> list[Placed]:
    return _named(cards, x, y) if len(cards) <= NAMED else _points(cards, x, y)


def _named(cards: Sequence[ContactCard], x: float, y: float) -> list[Placed]:
    top = y + 20 - _LINE * (len(cards) - 1) / 2
    return [
        Placed(card, round(x - 125, 1), round(top + _LINE * index, 1), shortened(card.label, _NAME))
        for index, card in enumerate(cards)
    ]


def _points(cards: Sequence[ContactCard], x: float, y: float) -> list[Placed]:
    """A sunflower: every point as far from the others as the circle allows."""
    step = min(36.0, (CIRCLE - 62) / math.sqrt(len(cards)))
    placed = []
    for index, card in enumerate(cards):
        reach, angle = step * math.sqrt(index + 0.5), index * _GOLDEN
        placed.append(
            Placed(card, round(x + reach * math.cos(angle), 1), round(y + 22 + reach * math.sin(angle), 1), "")
        )
    return placed


def shortened(text: str, most: int) -> str:
    """`text` in at most `most` characters, cut at a word where it can be."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    word = cut.rpartition(" ")[0]
    return f"{word if len(word) > most // 2 else cut}…"


def wrapped(text: str, width: int, most: int) -> list[str]:
    """`text` in at most `most` lines of some `width` characters; what is left out is told by an ellipsis."""
    lines: list[str] = []
    # At ordinary blanks only: « voiture ? » stays together.
    for word in re.findall(r"[^ \t\r\n]+", tidy(text)):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(shortened(word, width))
    if len(lines) > most:
        return [*lines[: most - 1], f"{lines[most - 1][: width - 1]}…"]
    return lines
