"""The periods a funder asks for: a year, a half, a quarter, a month, or two days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from shared.errors import InvalidInput
from shared.french import long_day, month, ordinal_day, quoted, tidy

_PARTS = re.compile(r"([0-9]{4})(?:-(?:([ST])([1-4])|([0-9]{2})))?")
_MONTHS_IN = {"S": 6, "T": 3}


class WrongPeriod(InvalidInput):
    """A text that names no period."""

    code = "wrong-period"

    def __init__(self, text: str, why: str = "") -> None:
        super().__init__(
            tidy(
                f"{quoted(text)} n’est pas une période{why} : écrivez par exemple 2025, 2025-S1 (semestre), "
                "2025-T3 (trimestre), 2025-03 (mois) ou 2025-01-01/2025-06-30 (deux jours)."
            )
        )


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; `text` is the canonical spelling, `label` the French one."""

    text: str
    label: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.first <= day <= self.last


def read_period(text: str) -> Period:
    """The period that `text` names: `2025`, `2025-S1`, `2025-T3`, `2025-03` or `2025-01-01/2025-06-30`.

    Raises `WrongPeriod` for anything else, also for a period that ends before it begins.
    """
    wanted = text.strip().upper()
    if "/" in wanted:
        return _between(wanted, text)
    found = _PARTS.fullmatch(wanted)
    if found is None or not 1 <= int(found[1]) <= 9999:
        raise WrongPeriod(text)
    first_month, length = _months(found, text)
    year, last_month = int(found[1]), first_month + length - 1
    first = date(year, first_month, 1)
    return Period(wanted, _label(found, first), first, date(year, last_month, monthrange(year, last_month)[1]))


def _months(found: re.Match[str], text: str) -> tuple[int, int]:
    """The first month of the period and how many it has."""
    if found[4]:
        if not 1 <= int(found[4]) <= 12:
            raise WrongPeriod(text, " (les mois vont de 01 à 12)")
        return int(found[4]), 1
    if found[2]:
        length = _MONTHS_IN[found[2]]
        rank = int(found[3])
        if rank * length > 12:
            raise WrongPeriod(text, " (une année n’a que deux semestres)")
        return (rank - 1) * length + 1, length
    return 1, 12


def _label(found: re.Match[str], first: date) -> str:
    if found[4]:
        return month(first)
    if found[2]:
        rank = "1er" if found[3] == "1" else f"{found[3]}e"
        return f"{rank} {'semestre' if found[2] == 'S' else 'trimestre'} {found[1]}"
    return f"année {found[1]}"


def _between(wanted: str, text: str) -> Period:
    try:
        first, last = (date.fromisoformat(_whole_day(part)) for part in wanted.split("/"))
    except ValueError as error:
        raise WrongPeriod(text) from error
    if last < first:
        raise WrongPeriod(text, " (elle se termine avant de commencer)")
    start = long_day(first).split(" ", 1)[1] if first.year != last.year else _day_and_month(first)
    return Period(wanted, f"du {start} au {long_day(last).split(' ', 1)[1]}", first, last)


def _whole_day(text: str) -> str:
    # date.fromisoformat also reads weeks and days without hyphens, which the contract does not name.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return text


def _day_and_month(day: date) -> str:
    return f"{ordinal_day(day.day)} {month(day).split(' ', maxsplit=1)[0]}"
