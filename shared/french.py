"""French as people read it: dates, hours, numbers, plurals, lists, elision and non-breaking spaces.

Spaces inside numbers, hours, before signs and units are non-breaking; between words (« 3 juillet 2025 »,
« 2 ateliers ») they are plain, so that a page can be searched for what a reader would type.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

Number = int | float | Decimal

_QUOTED_LENGTH = 60
_MINUS = "\u2212"


# --- Numbers


def number(value: Number, decimals: int | None = None) -> str:
    """`value` with a comma and narrow spaces: « 12 345,67 ».

    Rounded half up to `decimals` places; without it to at most two, and zeros at the end are dropped.
    """
    places = 2 if decimals is None else decimals
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(exact):,f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    sign = _MINUS if exact < 0 else ""
    return sign + whole.replace(",", NARROW_NBSP) + (f",{fraction}" if fraction else "")


def percent(ratio: Number, decimals: int = 1) -> str:
    """`ratio` (1 is the whole) in percent, without « ,0 »: « 66,7 % », « 50 % »."""
    return f"{_short(Decimal(str(ratio)) * 100, decimals)}{NBSP}%"


def money(amount: Number) -> str:
    """`amount` in euros, cents only where there are some: « 12 345 € », « 12 345,60 € »."""
    cents = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{number(cents, 0 if cents == cents.to_integral_value() else 2)}{NBSP}€"


def _short(value: Decimal, decimals: int) -> str:
    shown = number(value, decimals)
    return re.sub(r",0+$", "", shown)


def agree(count: Number, one: str, many: str | None = None) -> str:
    """The form of a noun that goes with `count`: singular below 2, as French has it (0 and 1,5 too).

    `many` defaults to `one` with an s.
    """
    return one if -2 < count < 2 else many or f"{one}s"


def plural(count: Number, one: str, many: str | None = None) -> str:
    """`count` with its noun: « 0 atelier tenu », « 1,5 jour », « 2 ateliers tenus »."""
    return f"{number(count)} {agree(count, one, many)}"


def listing(items: Iterable[str], word: str = "et") -> str:
    """`items` as a French list: « a, b et c »; empty text for none."""
    *firsts, last = list(items) or [""]
    return f"{', '.join(firsts)} {word} {last}" if firsts else last


# --- Days and hours (in the zone the caller has chosen: nothing is converted here)


def month_name(month: int) -> str:
    """The name of `month` (1 to 12), in lower case as French wants it."""
    return MONTHS[month - 1]


def ordinal_day(day: int) -> str:
    """The day of a month as it is read: only the first is an ordinal (« 1er », « 2 »)."""
    return "1er" if day == 1 else str(day)


def long_day(day: dt.date) -> str:
    """« jeudi 3 juillet 2025 »."""
    return f"{WEEKDAYS[day.weekday()]} {ordinal_day(day.day)} {month_name(day.month)} {day.year}"


def short_day(day: dt.date) -> str:
    """« 3 juill. 2025 »."""
    return f"{ordinal_day(day.day)} {SHORT_MONTHS[day.month - 1]} {day.year}"


def month(day: dt.date) -> str:
    """The month of `day`: « juillet 2025 »."""
    return f"{month_name(day.month)} {day.year}"


def hour(time: dt.time | dt.datetime) -> str:
    """« 9 h 30 », « 9 h »."""
    return f"{time.hour}{NBSP}h" + (f"{NBSP}{time.minute:02}" if time.minute else "")


def hour_of_minutes(minutes: int) -> str:
    """Minutes after midnight (up to 1440) as people write an hour: « 9 h 30 », « 24 h »."""
    whole, rest = divmod(minutes, 60)
    return f"{whole}{NBSP}h{NBSP}{rest:02}" if rest else f"{whole}{NBSP}h"


def hours(start: dt.time | dt.datetime, end: dt.time | dt.datetime) -> str:
    """« de 9 h à 12 h 30 »."""
    return f"de {hour(start)} à {hour(end)}"


def moment(when: dt.datetime) -> str:
    """« jeudi 3 juillet 2025 à 9 h 30 »."""
    return f"{long_day(when)} à {hour(when)}"


def slot(start: dt.datetime, end: dt.datetime) -> str:
    """« jeudi 3 juillet 2025, de 9 h à 12 h »; over midnight, « du jeudi … à 18 h au vendredi … à 9 h »."""
    if start.date() == end.date():
        return f"{long_day(start)}, {hours(start, end)}"
    return f"du {moment(start)} au {moment(end)}"


def duration(minutes: int) -> str:
    """`minutes` (0 or more) as people say them: « 45 min », « 3 h », « 1 h 30 »."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}{NBSP}min"
    return f"{whole}{NBSP}h" + (f"{NBSP}{rest:02}" if rest else "")


def relative_day(day: dt.date, today: dt.date) -> str:
    """How far `day` is from `today`: « aujourd'hui », « hier », « dans 3 jours », « il y a 2 mois ».

    Days up to 13, then whole weeks, whole months from one month on, whole years from two years on.
    """
    distance = (day - today).days
    named = _NAMED_DAYS.get(distance)
    if named:
        return named
    far = _distance(min(day, today), max(day, today))
    return f"dans {far}" if distance > 0 else f"il y a {far}"


_NAMED_DAYS = {-2: "avant-hier", -1: "hier", 0: "aujourd’hui", 1: "demain", 2: "après-demain"}


def _distance(first: dt.date, last: dt.date) -> str:
    days = (last - first).days
    if days < 14:
        return plural(days, "jour")
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if not months:
        return plural(days // 7, "semaine")
    return plural(months, "mois", "mois") if months < 24 else plural(months // 12, "an")


# --- Words


def without_accents(text: str) -> str:
    """`text` in lower case without accents, œ and æ opened, for comparing what people type."""
    if text.isascii():
        return text.lower()
    opened = text.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", opened) if not unicodedata.combining(c))


# Aspirated h, and the towns of the region that have one; the others elide (Hellemmes, Hénin, Hazebrouck).
_NOT_ELIDED = re.compile(
    r"(?:halls?|halles?|hameaux?|handi\w*|hangars?|hasards?|hausses?|hauts?|hautes?|hauteurs?|heros|hors"
    r"|huit\w*|onz\w*|oui|hub|haies?|hackathons?|ham|hem|harnes)\b"
)
_ELIDED = re.compile(r"[aeiouh]|y(?![aeiou])")
_ARTICLES = {
    "CC": "la", "CA": "la", "CU": "la", "MEL": "la", "Communauté": "la", "Métropole": "la", "Ville": "la",
    "Commune": "la", "Région": "la", "Pays": "le", "Quartier": "le", "Département": "le",
    "Hauts-de-France": "les", "Le": "le", "Les": "les",
}  # fmt: skip


def de(name: str) -> str:
    """`name` after « de »: « d'avril », « de Lille », « du Quesnoy », « de la Métropole de Lille »."""
    return _after(name, {"le": "du", "les": "des", "la": "de la"}, "d’" if _elides(name) else "de ")


def to(name: str) -> str:
    """`name` after « à »: « à Lille », « au Quesnoy », « à la CC du Pays du Coquelicot »."""
    return _after(name, {"le": "au", "les": "aux", "la": "à la"}, "à ")


def _after(name: str, contracted: dict[str, str], otherwise: str) -> str:
    first, _, rest = name.partition(" ")
    article = _ARTICLES.get(first)
    if article is None:
        return otherwise + name
    # « Le » and « Les » of a town's name melt into the preposition, the other words stay.
    return f"{contracted[article]} {rest if first in ('Le', 'Les') else name}"


def _elides(name: str) -> bool:
    plain = without_accents(name)
    return _ELIDED.match(plain) is not None and _NOT_ELIDED.match(plain) is None


def quoted(text: str) -> str:
    """`text` between French quotation marks, on one line and cut when too long to be read."""
    line = " ".join(text.split())
    shown = line if len(line) <= _QUOTED_LENGTH else line[: _QUOTED_LENGTH - 1] + "…"
    return f"«{NBSP}{shown}{NBSP}»"


_TIDY = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"«[ \u00a0\u202f]*(?=\S)", f"«{NBSP}"),
        (r"(?<=\S)[ \u00a0\u202f]*»", f"{NBSP}»"),
        (r"(?<=\S) (?=:(?:\s|$))", NBSP),
        (r"(?<=\S) (?=[;!?])", NARROW_NBSP),
        (r"(?<=[0-9]) (?=[%€])", NBSP),
        (r"(?<=[0-9]) (?=h\b)", NBSP),
        (r"(?<=[0-9]\u00a0h) (?=[0-9]{2}\b)", NBSP),
        (r"(?<=\bn°) (?=[0-9])", NBSP),
        (r"(?<![0-9,.])([0-9]{1,3})((?: [0-9]{3})+)(?![0-9])", None),
    )
)


def tidy(text: str) -> str:
    """`text` with non-breaking spaces where French needs them; no other character changes.

    A space is made non-breaking before : ; ! ? % €, in hours, after « n° » and in grouped numbers; inside
    quotation marks it is added. Where a space is missing elsewhere none is added: URLs and codes stay whole.
    """
    for pattern, by in _TIDY:
        text = pattern.sub(by if by is not None else _grouped, text)
    return text


def _grouped(found: re.Match[str]) -> str:
    return found[0].replace(" ", NARROW_NBSP)
