"""Pure rules of a territory's portrait: kinds of features, and declared figures that do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shared.french import agree, listing, number, quoted

FEATURES: Final[Mapping[str, str]] = {
    "totem": "Lieu totem",
    "facility": "Équipement ou accès",
    "axis": "Axe du projet politique",
    "policy": "Politique ou démarche existante",
    "study": "Étude antérieure",
}
"""What a portrait holds beside figures (REG-10, REG-11, REG-12)."""


@dataclass(frozen=True)
class Declared:
    """A fact as it was declared; `count` is how much it counts for in the whole `part_of` (a label), None: not said."""

    label: str
    value: str
    source: str
    part_of: str | None = None
    count: int | None = None


@dataclass(frozen=True)
class Gap:
    """A whole and its declared parts that do not add up to it: shown, never mended (REG-03, U45)."""

    whole: str
    declared: int
    parts: tuple[Declared, ...]

    @property
    def total(self) -> int:
        """What the parts add up to."""
        return sum(part.count or 0 for part in self.parts)

    @property
    def sentence(self) -> str:
        """« Communes : 65 déclarées, mais 1 + 3 + 55 = 59. »"""
        terms = " + ".join(number(part.count or 0) for part in self.parts)
        missing = abs(self.declared - self.total)
        way = "de moins" if self.total < self.declared else "de plus"
        return (
            f"{self.whole} : {number(self.declared)} dans l’ensemble, mais {terms} = {number(self.total)} dans le "
            f"détail ({number(missing)} {way}). Les deux sont gardés tels que déclarés."
        )


def gaps(facts: Iterable[Declared]) -> list[Gap]:
    """Every declared whole whose declared parts do not add up to it, in the order of the facts.

    Only figures that somebody gave are added: a whole or a part without a count is left out, nothing is guessed.
    """
    told = list(facts)
    found = []
    for whole in told:
        parts = tuple(one for one in told if one.part_of == whole.label and one.count is not None)
        if whole.count is not None and parts and sum(one.count or 0 for one in parts) != whole.count:
            found.append(Gap(whole.label, whole.count, parts))
    return found


def contradictions(facts: Iterable[Declared]) -> list[str]:
    """A French sentence for each label under which sources say different things (domain.md 16), in order."""
    by_label: dict[str, list[Declared]] = {}
    for fact in facts:
        by_label.setdefault(fact.label, []).append(fact)
    return [_differ(label, said) for label, said in by_label.items() if len({one.value for one in said}) > 1]


def _differ(label: str, said: Sequence[Declared]) -> str:
    versions = [f"{quoted(one.value)} ({one.source})" for one in said]
    count = len(versions)
    return f"{label} : {count} {agree(count, 'version')}, {listing(versions)}. Toutes sont gardées."
