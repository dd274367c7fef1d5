"""Pure rules of public aids: how much an organisation received over three rolling years, and the ceiling (U32)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.partial_dates import latest_day, parse

YEARS: Final = 3


@dataclass(frozen=True)
class Regime:
    """A regime of aid and its ceiling in cents over three rolling years (None: none known here), with its source."""

    label: str
    ceiling: int | None
    source: str


REGIMES: Final[Mapping[str, Regime]] = {
    "de-minimis": Regime(
        "De minimis",
        300_000_00,
        "règlement (UE) 2023/2831, article 3 ; l’étude du Labo de l’ESS cite encore 200 000 €",
    ),
    "sieg": Regime(
        "De minimis SIEG",
        750_000_00,
        "règlement (UE) 2023/2832, article 3 ; l’étude du Labo de l’ESS cite encore 500 000 €",
    ),
    "other": Regime("Autre, ou non précisé", None, "aucun plafond ne se calcule sans le régime"),
}


@dataclass(frozen=True)
class Granted:
    """An aid: its regime, its amount in cents and the day of the decision (EDTF); `expected`: not decided yet."""

    regime: str
    cents: int
    granted: str
    expected: bool = False


@dataclass(frozen=True)
class Standing:
    """Where an organisation stands in one regime on a day, in cents."""

    regime: str
    ceiling: int
    granted: int
    expected: int
    since: date

    @property
    def left(self) -> int:
        """What may still be granted, negative when the ceiling is passed."""
        return self.ceiling - self.granted

    @property
    def would_pass(self) -> bool:
        """Whether the ceiling is passed, or would be with what is expected."""
        return self.granted + self.expected > self.ceiling


def window_start(day: date) -> date:
    """The first day of the three rolling years that end on `day`: the day after the same day three years before."""
    try:
        before = day.replace(year=day.year - YEARS)
    except ValueError:
        before = date(day.year - YEARS, 2, 28)
    return date.fromordinal(before.toordinal() + 1)


def standings(aids: Iterable[Granted], day: date) -> list[Standing]:
    """What counts in each regime that has a ceiling, on `day`.

    An aid known by month or year only counts as long as a part of that time lies in the window: rather warned for
    nothing than not at all. One decided after `day` counts as expected.
    """
    told = list(aids)
    since = window_start(day)
    found = []
    for code, regime in REGIMES.items():
        mine = [one for one in told if one.regime == code]
        if regime.ceiling is None or not mine:
            continue
        counted = [one for one in mine if latest_day(one.granted) >= since]
        sure = sum(one.cents for one in counted if not one.expected and parse(one.granted).earliest <= day)
        hoped = sum(one.cents for one in counted) - sure
        found.append(Standing(code, regime.ceiling, sure, hoped, since))
    return found
