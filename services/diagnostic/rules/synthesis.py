"""Putting interviews, matrix and verbatims together by kind of actor; nobody is ranked (REG-09, U28)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import get_args

from services.diagnostic.rules.structures import plain_name
from shared.contracts.diagnostic import (
    Appetite,
    InterviewCard,
    KindReading,
    MoffItem,
    Standing,
    StructureKind,
    Tally,
    Verbatim,
)
from shared.partial_dates import parse

_KINDS: tuple[StructureKind, ...] = get_args(StructureKind)
_APPETITES: tuple[Appetite, ...] = get_args(Appetite)
RELUCTANT: tuple[Appetite, ...] = ("reserved", "distrust", "refusal")
"""Answers like others (DIA-11, U26): they are read in their own words, in this order."""


def kind_readings(
    tally: Iterable[Tally], items: Iterable[MoffItem], verbatims: Iterable[Verbatim]
) -> list[KindReading]:
    """The kinds of structures met or heard, in the order of the method; the themes of each by name."""
    counts: dict[StructureKind, dict[Appetite, int]] = {}
    for one in tally:
        counts.setdefault(one.kind, {})[one.appetite] = one.structures
    themes: dict[StructureKind, dict[str, str]] = {}
    spoken = [(item.now.voice, item.now.theme) for item in items] + [(said.kind, said.theme) for said in verbatims]
    for kind, theme in spoken:
        if kind is not None and theme:
            themes.setdefault(kind, {}).setdefault(plain_name(theme), theme)
    return [
        KindReading(
            kind=kind,
            structures=sum(counts.get(kind, {}).values()),
            appetites={name: counts[kind][name] for name in _APPETITES if name in counts.get(kind, {})},
            themes=[name for _, name in sorted(themes.get(kind, {}).items())],
        )
        for kind in _KINDS
        if kind in counts or kind in themes
    ]


def standings(logged: Sequence[InterviewCard]) -> tuple[list[Standing], list[Standing]]:
    """The structures that are interested, and those that hold back, distrust or refuse: each by its latest interview.

    `logged` are in the order of the days they stand on.
    """
    latest: dict[str, InterviewCard] = {}
    for one in logged:
        latest[one.organisation or plain_name(one.structure)] = one
    cards = sorted(latest.values(), key=lambda one: plain_name(one.structure))
    interested = [_standing(one) for one in cards if one.appetite == "interested"]
    reluctant = [_standing(one) for appetite in RELUCTANT for one in cards if one.appetite == appetite]
    return interested, reluctant


def period(logged: Iterable[InterviewCard]) -> tuple[date, date] | None:
    """The first and the last day that dated interviews may have taken place on."""
    dated = [parse(one.occurred) for one in logged if one.occurred]
    if not dated:
        return None
    return min(one.earliest for one in dated), max(one.latest for one in dated)


def _standing(one: InterviewCard) -> Standing:
    return Standing(
        structure=one.structure,
        kind=one.kind,
        appetite=one.appetite,
        synthesis=one.synthesis,
        interview=one.id,
    )
