"""Reading single JSON values strictly: each reader gives the value or raises Mismatch with the mend in French."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from math import isfinite
from typing import TypeVar
from zoneinfo import ZoneInfo

from services.workshops.agenda.problems import Mismatch
from services.workshops.agenda.search import Weight
from shared.french import NARROW_NBSP, NBSP, quoted

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HOUR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|(24):(00)", re.ASCII)
# These names mean something else on each machine, and an answer must not depend on the machine.
_NOT_ZONES = frozenset({"localtime", "posixrules", "Factory"})
_T = TypeVar("_T")


def received(value: object) -> str:
    """Show what was received instead, short and on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int | float):
        return _shortened(repr(value))
    return "un objet" if isinstance(value, dict) else "une liste"


def _shortened(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:24]}…"


def wanted(what: str, value: object) -> Mismatch:
    """Make the usual mismatch: what is expected, what was received."""
    return Mismatch(f"{what} (reçu{NBSP}: {received(value)}).")


def text(value: object) -> str:
    """Read a string."""
    if not isinstance(value, str):
        raise wanted("un texte est attendu", value)
    return value


def boolean(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise wanted("true ou false est attendu", value)
    return value


def integer(value: object) -> int:
    """Read an integer; 3.0, "3" and true are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise wanted("un nombre entier est attendu", value)
    return value


def positive(value: object) -> int:
    """Read an integer of at least one."""
    number = integer(value)
    if number < 1:
        raise wanted("un nombre entier au moins égal à 1 est attendu", value)
    return number


def weight(value: object) -> Weight:
    """Read a number of at least zero, kept exactly as it is written in decimal."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wanted("un nombre est attendu", value)
    if isinstance(value, float) and not isfinite(value):
        raise wanted("un nombre moins grand est attendu", value)
    if value < 0:
        raise wanted("un nombre positif ou nul est attendu", value)
    return value if isinstance(value, int) else Fraction(repr(value))


def day(value: object) -> date:
    """Read a day written YYYY-MM-DD."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise wanted("ce jour n’existe pas dans le calendrier", value) from None
    raise wanted("un jour est attendu, écrit AAAA-MM-JJ", value)


def opening_minute(value: object) -> int:
    """Read an hour of the day at which something opens, as minutes from midnight."""
    minute = closing_minute(value)
    if minute == 24 * 60:
        raise wanted("une plage ne peut pas commencer à 24:00", value)
    return minute


def closing_minute(value: object) -> int:
    """Read an hour of the day written HH:MM, up to 24:00, as minutes from midnight."""
    found = _HOUR.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise wanted("une heure est attendue, écrite HH:MM", value)
    hours, minutes = (int(part) for part in found.groups() if part is not None)
    return hours * 60 + minutes


def instant(value: object) -> datetime:
    """Read an ISO 8601 date and time with its offset."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None:
        raise wanted("une date et une heure sont attendues, comme 2025-05-05T09:00:00+02:00", value)
    if found.tzinfo is None:
        mend = "il manque le décalage horaire, par exemple 2025-05-05T09:00:00+02:00"
        raise wanted(mend, value)
    return found


def zone(value: object) -> ZoneInfo:
    """Read the IANA name of a time zone."""
    name = text(value)
    try:
        if name not in _NOT_ZONES:
            return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        pass  # unknown name, no name at all, or a folder of names
    raise wanted("fuseau horaire inconnu, écrire par exemple Europe/Paris", value)


def one_of(choices: Mapping[str, _T]) -> Callable[[object], _T]:
    """Make the reader of a value chosen among a few words."""

    def choice(value: object) -> _T:
        word = text(value)
        if word not in choices:
            raise wanted(f"valeur inconnue{NARROW_NBSP}; les valeurs possibles sont {', '.join(choices)}", value)
        return choices[word]

    return choice
