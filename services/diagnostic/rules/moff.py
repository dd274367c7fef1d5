"""Reading a MOFF matrix across kinds of actors: where they meet, where they contradict each other (DIA-22)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from services.diagnostic.rules.structures import plain_name
from shared.contracts.diagnostic import MoffCategory, StructureKind, ThemeReading

CATEGORIES: tuple[MoffCategory, ...] = get_args(MoffCategory)
_KINDS: tuple[StructureKind, ...] = get_args(StructureKind)
_ASSETS: frozenset[MoffCategory] = frozenset({"resource", "opportunity"})


@dataclass(frozen=True)
class Said:
    """What one kind of actor says of a theme, in a category."""

    theme: str
    category: MoffCategory
    voice: StructureKind


def read_themes(said: Iterable[Said]) -> list[ThemeReading]:
    """A reading of every theme that at least two kinds of actors speak of, contradictions first, then by name.

    Nobody is counted: five voices of one kind are one kind. «Mobilité» and «mobilite» are one theme, written as it was
    first.
    """
    names: dict[str, str] = {}
    kinds: dict[str, dict[MoffCategory, set[StructureKind]]] = {}
    for one in said:
        if not one.theme:
            continue
        theme = plain_name(one.theme)
        names.setdefault(theme, one.theme)
        kinds.setdefault(theme, {}).setdefault(one.category, set()).add(one.voice)
    found = [_reading(names[theme], by_category) for theme, by_category in kinds.items() if _several(by_category)]
    return sorted(found, key=lambda one: (not one.contradiction, plain_name(one.theme)))


def _several(by_category: dict[MoffCategory, set[StructureKind]]) -> bool:
    return len(set().union(*by_category.values())) > 1


def _reading(theme: str, by_category: dict[MoffCategory, set[StructureKind]]) -> ThemeReading:
    return ThemeReading(
        theme=theme,
        kinds={
            category: [kind for kind in _KINDS if kind in by_category[category]]
            for category in CATEGORIES
            if category in by_category
        },
        convergences=[category for category in CATEGORIES if len(by_category.get(category, ())) > 1],
        contradiction=_contradict(by_category),
    )


def _contradict(by_category: dict[MoffCategory, set[StructureKind]]) -> bool:
    """Whether somebody sees an asset where somebody else sees a difficulty; one kind alone may well see both."""
    assets = set().union(*(kinds for category, kinds in by_category.items() if category in _ASSETS))
    difficulties = set().union(*(kinds for category, kinds in by_category.items() if category not in _ASSETS))
    return any(kind != other for kind in assets for other in difficulties)
