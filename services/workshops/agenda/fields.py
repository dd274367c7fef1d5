"""Reading the parts that every document of the agenda has: objects, windows, opening hours, busy times."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from services.workshops.agenda import values
from services.workshops.agenda.problems import JsonPath, Problems
from services.workshops.agenda.search import Busy, Opening, SchoolHolidays, Treatment, busy_between
from shared.calendar import Zone
from shared.french import NARROW_NBSP, NBSP, quoted

NO_BUSY: tuple[Busy, ...] = ()
NO_AVOID: tuple[Treatment, SchoolHolidays | None] = (Treatment.ALLOW, None)
_PUBLIC = {str(mode): mode for mode in (Treatment.EXCLUDE, Treatment.ALLOW)}
_SCHOOL = {str(mode): mode for mode in (Treatment.EXCLUDE, Treatment.RANK_LAST, Treatment.ALLOW)}
_ZONES: dict[str, Zone] = {"A": "A", "B": "B", "C": "C"}
_LONG_AGO, _FAR_AHEAD = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_T = TypeVar("_T")


class Fields:
    """The fields of one JSON object; missing and unknown ones are reported on sight."""

    def __init__(
        self,
        value: object,
        path: JsonPath,
        problems: Problems,
        required: Iterable[str],
        optional: Iterable[str] = (),
    ) -> None:
        self._path, self._problems = path, problems
        self._given: dict[str, Any] = {}
        if not isinstance(value, dict):
            problems.report(path, f"un objet est attendu (reçu{NBSP}: {values.received(value)}).")
            return
        known = (*required, *optional)
        for name in value:
            if name not in known:
                mend = f"champ inconnu{NARROW_NBSP}; les champs possibles sont {', '.join(known)}."
                problems.report((*path, name), mend, at_key=True)
        for name in required:
            if name not in value:
                problems.report((*path, name), f"champ manquant, ajouter {quoted(name)}.")
        self._given = value

    def value(self, name: str, reader: Callable[[object], _T], otherwise: _T) -> _T:
        """Read one value; without it, or when it is wrong, take the other."""
        if name not in self._given:
            return otherwise
        return self._problems.read(self._given[name], (*self._path, name), reader, otherwise)

    def nested(self, name: str, reader: Callable[[object, JsonPath, Problems], _T], otherwise: _T) -> _T:
        """Read one object or list, which reports its own problems."""
        if name not in self._given:
            return otherwise
        return reader(self._given[name], (*self._path, name), self._problems)


def items(value: object, path: JsonPath, problems: Problems) -> list[tuple[object, JsonPath]]:
    """Walk through a list: each item with its path; what is no list is reported and has none."""
    if not isinstance(value, list):
        problems.report(path, f"une liste est attendue (reçu{NBSP}: {values.received(value)}).")
        return []
    return [(item, (*path, rank)) for rank, item in enumerate(value)]


def pair(value: object, path: JsonPath, problems: Problems) -> tuple[object, object] | None:
    """Read a list of two values; anything else is reported."""
    if isinstance(value, list) and len(value) == 2:
        return value[0], value[1]
    problems.report(path, "un intervalle est attendu, une liste de deux valeurs [début, fin].")
    return None


def window(value: object, path: JsonPath, problems: Problems) -> tuple[date, date]:
    """Read the first and the last day of a window, both included."""
    fields = Fields(value, path, problems, required=("from", "to"))
    first, last = fields.value("from", values.day, date.min), fields.value("to", values.day, date.max)
    if last < first:
        problems.report((*path, "to"), f"la période finit le {last}, avant son premier jour, le {first}.")
    return first, last


def opening(value: object, path: JsonPath, problems: Problems) -> Opening:
    """Read weekdays and opening hours."""
    fields = Fields(value, path, problems, required=("weekdays", "hours"))
    return Opening(
        weekdays=fields.nested("weekdays", _weekdays, frozenset()),
        hours=fields.nested("hours", _hours, ()),
    )


def _weekdays(value: object, path: JsonPath, problems: Problems) -> frozenset[int]:
    return frozenset(problems.read(item, at, values.integer, 0) for item, at in items(value, path, problems))


def _hours(value: object, path: JsonPath, problems: Problems) -> tuple[tuple[int, int], ...]:
    return tuple(_interval_of_day(item, at, problems) for item, at in items(value, path, problems))


def _interval_of_day(value: object, path: JsonPath, problems: Problems) -> tuple[int, int]:
    bounds = pair(value, path, problems)
    if bounds is None:
        return 0, 0
    opens = problems.read(bounds[0], (*path, 0), values.opening_minute, 0)
    closes = problems.read(bounds[1], (*path, 1), values.closing_minute, 24 * 60)
    if closes < opens:
        problems.report(path, "la plage finit avant de commencer, échanger ses deux heures.")
    return opens, closes


def avoid(value: object, path: JsonPath, problems: Problems) -> tuple[Treatment, SchoolHolidays | None]:
    """Read what becomes of public and school holidays."""
    fields = Fields(value, path, problems, required=(), optional=("public_holidays", "school_holidays"))
    return (
        fields.value("public_holidays", values.one_of(_PUBLIC), Treatment.ALLOW),
        fields.nested("school_holidays", _school_holidays, None),
    )


def _school_holidays(value: object, path: JsonPath, problems: Problems) -> SchoolHolidays | None:
    fields = Fields(value, path, problems, required=("zone", "mode"))
    return SchoolHolidays(
        fields.value("zone", values.one_of(_ZONES), _ZONES["A"]),
        fields.value("mode", values.one_of(_SCHOOL), Treatment.ALLOW),
    )


def busy(value: object, path: JsonPath, problems: Problems) -> tuple[Busy, ...]:
    """Read the times at which somebody or something is busy."""
    found = (_busy_interval(item, at, problems) for item, at in items(value, path, problems))
    return tuple(interval for interval in found if interval)


def _busy_interval(value: object, path: JsonPath, problems: Problems) -> Busy | None:
    """Read one interval; an empty one keeps nobody busy and is left out."""
    bounds = pair(value, path, problems)
    if bounds is None:
        return None
    start = problems.read(bounds[0], (*path, 0), values.instant, _LONG_AGO)
    end = problems.read(bounds[1], (*path, 1), values.instant, _FAR_AHEAD)
    if end < start:
        problems.report(path, "l’intervalle finit avant de commencer, échanger ses deux bornes.")
    return busy_between(start, end) if start < end else None
