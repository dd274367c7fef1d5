"""The circles of stakeholders around the statement at the centre (domain.md 3.4), drawn as SVG."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from shared.documents.model import legal
from shared.french import tidy

_RADIUS, _DISTANCE, _CENTRE, _HALF = 176, 318, 128, 500
_SIZE, _LINE = 19, 24
_MOST_LINES = 10
_LETTER = 0.48
"""Width of a letter, in shares of its height: an average of the letters of French."""
_FONT = "'Libertinus Serif', Cambria, Georgia, 'Times New Roman', serif"
_COLOURS = ("#2c6b38", "#4d7a2a", "#874d00", "#9a3220", "#66564a")


@dataclass(frozen=True)
class Circle:
    """A category of stakeholders and the names in it."""

    label: str
    names: Sequence[str]


def circles_svg(statement: str, circles: Sequence[Circle]) -> bytes:
    """The picture: the statement in the middle, the circles around it; what does not fit is counted."""
    drawn = [_bubble(0, 0, _CENTRE, "#38281d", "#38281d", _wrapped(statement, _CENTRE, 7), "", ink="#ffffff")]
    for index, circle in enumerate(circles):
        turn = math.radians(360 / len(circles) * index - 90)
        x, y = _DISTANCE * math.cos(turn), _DISTANCE * math.sin(turn)
        colour = _COLOURS[index % len(_COLOURS)]
        drawn.append(_bubble(x, y, _RADIUS, "#fffdf9", colour, _names(circle.names), circle.label))
    box = f"{-_HALF} {-_HALF} {2 * _HALF} {2 * _HALF - 60}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{2 * _HALF}" height="{2 * _HALF - 60}" '
        f'font-family="{_FONT}" text-anchor="middle"><rect x="{-_HALF}" y="{-_HALF}" width="{2 * _HALF}" '
        f'height="{2 * _HALF - 60}" fill="#ffffff"/>{"".join(drawn)}</svg>'
    ).encode()


def circles_in_words(statement: str, circles: Sequence[Circle]) -> str:
    """What the picture shows, for whoever does not see it."""
    told = " ; ".join(f"{circle.label} : {', '.join(circle.names) or 'personne encore'}" for circle in circles)
    return f"Au centre : {statement or 'rien d’écrit encore'}. Autour : {told}."


def _names(names: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for place, name in enumerate(names):
        wrapped = _wrapped(name, _RADIUS - 14, 2)
        room = _MOST_LINES - (1 if place < len(names) - 1 else 0)
        if len(lines) + len(wrapped) > room:
            left = len(names) - place
            return [*lines, f"et {left} autre{'s' if left > 1 else ''}"]
        lines += wrapped
    return lines


def _wrapped(text: str, radius: float, most: int) -> list[str]:
    """`text` on lines that fit a circle of this radius, cut after `most` of them."""
    width = int(1.7 * radius / (_SIZE * _LETTER))
    lines: list[str] = []
    for word in re.findall(r"[^ \t\r\n]+", tidy(legal(text))):
        word = word if len(word) <= width else word[: width - 1] + "…"
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], lines[most - 1][: width - 1] + "…"]


def _bubble(
    x: float, y: float, radius: float, fill: str, edge: str, lines: Sequence[str], label: str, ink: str = "#2b2119"
) -> str:
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{edge}" stroke-width="4"/>'
    said = [(line, "") for line in lines]
    if label:
        said.insert(0, (label, f' font-weight="bold" fill="{edge}"'))
    top = y - (len(said) - 1) * _LINE / 2 + _SIZE / 3
    texts = (
        f'<text x="{x:.1f}" y="{top + _LINE * row:.1f}" font-size="{_SIZE}" fill="{ink}"{look}>{escape(line)}</text>'
        if not look
        else f'<text x="{x:.1f}" y="{top + _LINE * row:.1f}" font-size="{_SIZE}"{look}>{escape(line)}</text>'
        for row, (line, look) in enumerate(said)
    )
    return circle + "".join(texts)
