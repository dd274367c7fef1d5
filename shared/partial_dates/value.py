"""The value itself: reads the subset of EDTF the house speaks and knows the first and last day it can mean.

The `edtf` library reads the same subset in 2 to 16 ms a date and 80 ms at import; every event carries a date,
so the subset is read here by one regular expression, and the tests compare each answer with the library's.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from calendar import monthrange
from dataclasses import dataclass, field
from functools import lru_cache

from shared.errors import InvalidInput
from shared.french import month_name, quoted, tidy

_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
_MOMENT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%])?")
_EXAMPLES = (
    "écrivez par exemple 2025-07-03, 2024-10, 2025-21 (printemps 2025), 2024-11~ (vers novembre 2024) "
    "ou 2025-07-01/2025-07-10"
)


class WrongDate(InvalidInput, ValueError):
    """A text that is no date of the house; `message` is a French sentence for the person who wrote it."""

    code = "wrong-date"

    def __init__(self, sentence: str) -> None:
        super().__init__(tidy(sentence))


class Gap(enum.Enum):
    """The end of an interval that has no date: still open, or not known (ISO 8601-2, level 1)."""

    OPEN = ".."
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One end of a date: a day, month, season or year, with what is said of its certainty."""

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    approximate: bool = False
    uncertain: bool = False

    @property
    def earliest(self) -> dt.date:
        """The first day it can be by strict bounds: `~` and `?` move nothing (contract.md, Events)."""
        return dt.date(self.year, self._months[0], self.day or 1)

    @property
    def latest(self) -> dt.date:
        """The last day it can be, by the same bounds."""
        last = self._months[1]
        return dt.date(self.year, last, self.day or monthrange(self.year, last)[1])

    @property
    def _months(self) -> tuple[int, int]:
        # Winter (24) is December alone, as in the edtf library: ISO 8601-2 gives seasons no bounds, a code
        # never leaves its year, and 31 December is past both winters a reader may think of.
        if self.season:
            return _SEASON_MONTHS[self.season]
        return (self.month, self.month) if self.month else (1, 12)

    def __str__(self) -> str:
        middle = self.season or self.month
        mark = "%" if self.approximate and self.uncertain else "~" * self.approximate + "?" * self.uncertain
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (middle, self.day) if part]
        return "-".join(parts) + mark


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known, made from its EDTF text; equal when the texts are equal.

    `PartialDate("2025-13")` raises WrongDate, as `parse` does. A date that is no interval has the same moment
    at both ends.
    """

    text: str
    start: Moment | Gap = field(init=False, repr=False, compare=False)
    end: Moment | Gap = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        start, end = check(self.text, self.text)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        """The whole day `day` (a datetime counts as its own calendar day)."""
        return cls(day.isoformat()[:10])

    @property
    def is_interval(self) -> bool:
        """Whether the text names two ends, even equal ones."""
        return "/" in self.text

    @property
    def earliest(self) -> dt.date:
        """The first day it can be; an interval without a start stands on its known end."""
        return self._known()[0].earliest

    @property
    def latest(self) -> dt.date:
        """The last day it can be; an interval without an end stands on its known end (contract.md)."""
        return self._known()[1].latest

    def _known(self) -> tuple[Moment, Moment]:
        known = [side for side in (self.start, self.end) if isinstance(side, Moment)]
        return known[0], known[-1]

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def parse(text: str) -> PartialDate:
    """Read EDTF `text`, blanks around it ignored; raises WrongDate for wrong and for impossible dates."""
    return PartialDate(text.strip())


def latest_day(occurred: str) -> dt.date:
    """The day on which a fact dated `occurred` stands for `--as-of` and for periods (contract.md, Events)."""
    return parse(occurred).latest


def order_key(date: PartialDate) -> tuple[dt.date, dt.date, str]:
    """A sort key: by the day a date stands on, then the more precise first, then the text."""
    return date.latest, dt.date.max - (date.earliest - dt.date.min), date.text


def check(text: str, said: str) -> tuple[Moment | Gap, Moment | Gap]:
    """Both ends of EDTF `text`; raises WrongDate whose sentence quotes what the person `said`."""
    if not text:
        raise WrongDate(f"La date est vide : {_EXAMPLES}.")
    if "/" not in text:
        if text == "..":
            raise WrongDate(_no_end(said))
        moment = _moment(text, said)
        return moment, moment
    if text.count("/") > 1:
        raise WrongDate(f"{quoted(said)} a plus de deux bornes : {_EXAMPLES}.")
    start, end = (_side(part, said) for part in text.split("/"))
    if not (isinstance(start, Moment) or isinstance(end, Moment)):
        raise WrongDate(_no_end(said))
    if isinstance(start, Moment) and isinstance(end, Moment) and start.earliest > end.latest:
        raise WrongDate(f"{quoted(said)} se termine avant de commencer.")
    return start, end


def _side(part: str, whole: str) -> Moment | Gap:
    return Gap(part) if part in ("", "..") else _moment(part, whole)


def _moment(part: str, whole: str) -> Moment:
    found = _MOMENT.fullmatch(part)
    if found is None:
        raise WrongDate(_not_read(part, whole))
    year, middle, day = (int(number) if number else None for number in found.group(1, 2, 3))
    mark = found[4] or ""
    if not year:
        raise WrongDate(f"{quoted(whole)} : l’année va de 0001 à 9999.")
    _check(year, middle, day, whole)
    season = middle if middle in _SEASON_MONTHS else None
    return Moment(year, None if season else middle, day, season, mark in ("~", "%"), mark in ("?", "%"))


def _check(year: int, middle: int | None, day: int | None, whole: str) -> None:
    if middle is None:
        return
    if middle in _SEASON_MONTHS:
        if day is not None:
            raise WrongDate(f"{quoted(whole)} : une saison ({middle}) n’a pas de jour.")
        return
    if not 1 <= middle <= 12:
        raise WrongDate(f"{quoted(whole)} : le mois {middle:02} n’existe pas (01 à 12, ou 21 à 24 pour une saison).")
    if day is None:
        return
    length = monthrange(year, middle)[1]
    if not 1 <= day <= length:
        why = f"{month_name(middle)} {year} n’a que {length} jours" if day else "le jour 00 n’existe pas"
        raise WrongDate(f"{quoted(whole)} : {why}.")


def _not_read(part: str, whole: str) -> str:
    if re.fullmatch(r"[0-9X]{4}(-[0-9X]{2}){0,2}", part) and "X" in part:
        return f"{quoted(whole)} : écrivez seulement ce qui est connu, sans X, par exemple 2024 ou 2024-11."
    if re.match(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T ][0-9]", part):
        return f"{quoted(whole)} porte une heure : une date s’arrête au jour, par exemple 2025-07-03."
    return f"{quoted(whole)} n’est pas une date reconnue : {_EXAMPLES}."


def _no_end(text: str) -> str:
    return f"{quoted(text)} n’a ni début ni fin : laissez la date vide si elle n’est pas connue."
