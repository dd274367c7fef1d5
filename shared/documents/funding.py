"""The co-funding block (publicity duties 2021-27, french-context.md 1.8): the emblem, the statement, the partners.

The emblem is drawn from its official description: a flag of proportions 2 to 3, twelve upright stars whose outer
circle is a ninth of the height, their centres on a circle of two thirds of the height, Reflex Blue and yellow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

BLUE = "#003399"
"""Reflex Blue (RGB 0/51/153)."""
_YELLOW = "#FFCC00"
_HEIGHT = 180
EMBLEM_WIDTH = 27
"""Millimetres; the statement beside it stays within its height, no partner is shown larger."""

FONTS = ("Arial", "Calibri", "Verdana", "Tahoma", "Ubuntu")
"""The fonts in which the statement may be set, of those that are found on people's machines."""


@dataclass(frozen=True)
class Funding:
    """Who pays: the European Union's statement and, in words, the other funders."""

    statement: str = "Cofinancé par l’Union européenne"
    partners: tuple[str, ...] = ()

    @property
    def thanks(self) -> str:
        """The sentence that names the others; empty without any."""
        return f"Avec le soutien de\u00a0: {', '.join(self.partners)}." if self.partners else ""


EUROPEAN_UNION = Funding(partners=("Région Hauts-de-France",))
"""The funders of the programme, as on its guide."""


def emblem() -> bytes:
    """The European emblem as SVG."""
    stars = "".join(_star(number) for number in range(12))
    size = f'viewBox="0 0 {_HEIGHT * 3 // 2} {_HEIGHT}" width="{_HEIGHT * 3 // 2}" height="{_HEIGHT}"'
    flag = f'<rect width="{_HEIGHT * 3 // 2}" height="{_HEIGHT}" fill="{BLUE}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{flag}<g fill="{_YELLOW}">{stars}</g></svg>'.encode()


def _star(hour: int) -> str:
    turn = math.radians(30 * hour)
    x, y = _HEIGHT * 0.75 + _HEIGHT / 3 * math.sin(turn), _HEIGHT / 2 - _HEIGHT / 3 * math.cos(turn)
    outer = _HEIGHT / 18
    # Of a regular five-pointed star, the inner points stand at the outer radius over the square of the golden ratio.
    inner = outer / ((1 + math.sqrt(5)) / 2) ** 2
    points = (
        (x + radius * math.sin(math.radians(36 * step)), y - radius * math.cos(math.radians(36 * step)))
        for step in range(10)
        for radius in ((outer, inner)[step % 2],)
    )
    return f'<polygon points="{" ".join(f"{px:.2f},{py:.2f}" for px, py in points)}"/>'
