"""Partial dates as people read them in French: « octobre 2024 », « du 1er au 10 juillet 2025 »."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from shared.french import NBSP, SHORT_MONTHS, WEEKDAYS, de, month_name, ordinal_day
from shared.partial_dates.value import Gap, Moment, PartialDate

Form = Literal["long", "short", "sentence"]

_SEASONS = {21: "printemps", 22: "été", 23: "automne", 24: "hiver"}


def in_french(date: PartialDate | None, form: Form = "long") -> str:
    """`date` in French words.

    `long` stands alone (« jeudi 3 juillet 2025 », « date inconnue » for None), `short` fits a narrow column
    (« 3 juill. 2025 », « non daté »), `sentence` follows a verb (« le jeudi 3 juillet 2025 »,
    « en octobre 2024 », « à une date inconnue »). A winter (24) is « hiver 2025 », by the year of its code.
    Spaces are plain ones, so that a page can be searched for the date a reader would type.
    """
    if date is None:
        return {"long": "date inconnue", "short": "non daté", "sentence": "à une date inconnue"}[form]
    start, end = date.start, date.end
    if isinstance(start, Moment) and isinstance(end, Moment):
        if start == end:
            return _alone(start, form)
        return _short_range(start, end) if form == "short" else _range(start, end)
    return _half_open(start, end, form)


def _alone(moment: Moment, form: Form) -> str:
    plain = replace(moment, approximate=False, uncertain=False)
    if moment.approximate:
        words = _about(plain, form)
    elif form == "sentence":
        words = _when(plain)
    else:
        words = _name(plain, form, weekday=True)
    return words + _doubt(moment, form)


def _doubt(moment: Moment, form: Form) -> str:
    if not moment.uncertain:
        return ""
    return f"{NBSP}?" if form == "short" else " (à confirmer)"


def _name(moment: Moment, form: Form, *, weekday: bool = False, year: bool = True, month: bool = True) -> str:
    words: list[str] = []
    if moment.day and weekday and form != "short":
        words.append(WEEKDAYS[moment.earliest.weekday()])
    if moment.day:
        words.append(ordinal_day(moment.day))
    if moment.season:
        words.append(_SEASONS[moment.season])
    if moment.month and month:
        words.append(SHORT_MONTHS[moment.month - 1] if form == "short" else month_name(moment.month))
    if year:
        words.append(str(moment.year))
    return " ".join(words)


def _about(moment: Moment, form: Form) -> str:
    name = _name(moment, form)
    if moment.day:
        return f"vers le {name}"
    return f"vers {_the_season(moment)}{name}"


def _when(moment: Moment) -> str:
    name = _name(moment, "long", weekday=True)
    if moment.day:
        return f"le {name}"
    return f"au {name}" if moment.season == 21 else f"en {name}"


def _the_season(moment: Moment) -> str:
    if not moment.season:
        return ""
    return "le " if moment.season == 21 else "l’"


def _from(moment: Moment, name: str) -> str:
    if moment.day or moment.season == 21:
        return f"du {name}"
    return f"de l’{name}" if moment.season else de(name)


def _to(moment: Moment, name: str) -> str:
    if moment.day or moment.season == 21:
        return f"au {name}"
    return f"à l’{name}" if moment.season else f"à {name}"


def _qualified(moment: Moment, name: str, form: Form) -> str:
    return name + (" environ" if moment.approximate else "") + _doubt(moment, form)


def _plain_months(start: Moment, end: Moment) -> bool:
    sides = (start, end)
    return start.year == end.year and all(
        side.month and not (side.day or side.approximate or side.uncertain) for side in sides
    )


def _range(start: Moment, end: Moment) -> str:
    if _plain_months(start, end):
        return f"entre {_name(start, 'long', year=False)} et {_name(end, 'long')}"
    first = _qualified(start, _name(start, "long", **_shared_parts(start, end)), "long")
    return f"{_from(start, first)} {_to(end, _qualified(end, _name(end, 'long'), 'long'))}"


def _shared_parts(start: Moment, end: Moment) -> dict[str, bool]:
    """Which parts of two days the first need not repeat: « du 1er au 10 juillet 2025 »."""
    if not (start.day and end.day):
        return {}
    same_year = start.year == end.year
    return {"year": not same_year, "month": not (same_year and start.month == end.month)}


def _short_range(start: Moment, end: Moment) -> str:
    parts = {"year": False} if _plain_months(start, end) else _shared_parts(start, end)
    first = _qualified(start, _name(start, "short", **parts), "short")
    last = _qualified(end, _name(end, "short"), "short")
    return f"{first}–{last}" if " " not in first else f"{first}{NBSP}– {last}"


def _half_open(start: Moment | Gap, end: Moment | Gap, form: Form) -> str:
    form = "short" if form == "short" else "long"
    if isinstance(start, Moment):
        name = _qualified(start, _name(start, form), form)
        if end is Gap.UNKNOWN:
            return f"à partir {_from(start, name)} (fin inconnue)"
        return f"depuis {'le ' if start.day else _the_season(start)}{name}"
    assert isinstance(end, Moment)  # noqa: S101 - PartialDate refuses an interval without any known end
    words = f"jusqu’{_to(end, _qualified(end, _name(end, form), form))}"
    return words if start is Gap.OPEN else f"{words} (début inconnu)"
