"""Reading the JSON document of a season: strictly, and with every problem told at once."""

from collections.abc import Collection, Mapping
from datetime import date
from math import ceil
from zoneinfo import ZoneInfo

from services.workshops.agenda import values
from services.workshops.agenda.fields import NO_AVOID, NO_BUSY, Fields, avoid, busy, items, opening, window
from services.workshops.agenda.problems import JsonPath, Problems
from services.workshops.agenda.search import Busy, Opening, Person, Weight
from services.workshops.agenda.season.values import Season, Wanted
from shared.french import NBSP, quoted

_NO_WEIGHT: Weight = 1
_NO_ONE: frozenset[str] = frozenset()
_NO_WAY: dict[tuple[str, str], int] = {}
_NO_VENUES: dict[str, tuple[Busy, ...]] = {}


def read_season(document: object) -> Season:
    """Read a parsed JSON document as a season.

    Raises WrongSearch when a field is missing, unknown or of the wrong type, a zone or mode is unknown, a date-time
    has no offset, an interval or a window ends before it starts, a duration or the step is below one, a weight or a
    way is negative, the time limit is not above zero, or an id comes twice or is unknown. All else can be planned.
    """
    problems = Problems()
    fields = Fields(
        document,
        (),
        problems,
        required=("timezone", "opening", "workshops", "people"),
        optional=("avoid", "venues", "travel", "step_minutes", "time_limit_s"),
    )
    public, school = fields.nested("avoid", avoid, NO_AVOID)
    season = Season(
        zone=fields.value("timezone", values.zone, ZoneInfo("UTC")),
        opening=fields.nested("opening", opening, Opening(frozenset(), ())),
        public_holidays=public,
        school_holidays=school,
        workshops=fields.nested("workshops", _workshops, ()),
        people=fields.nested("people", _people, ()),
        venues=fields.nested("venues", _venues, _NO_VENUES),
        travel=fields.nested("travel", _travel, _NO_WAY),
        step=fields.value("step_minutes", values.positive, 30),
        time_limit=fields.value("time_limit_s", _seconds, 30.0),
    )
    _check_ids(document, season, problems)
    problems.check()
    return season


def _seconds(value: object) -> float:
    number = values.weight(value)
    if number == 0:
        raise values.wanted("un nombre de secondes plus grand que zéro est attendu", value)
    return float(min(number, 10**9))


def _workshops(value: object, path: JsonPath, problems: Problems) -> tuple[Wanted, ...]:
    found = (_workshop(item, at, problems) for item, at in items(value, path, problems))
    return tuple(one for one in found if one)


def _workshop(value: object, path: JsonPath, problems: Problems) -> Wanted | None:
    fields = Fields(
        value,
        path,
        problems,
        required=("id", "duration_minutes", "window"),
        optional=("required", "invited", "venue", "min_present"),
    )
    id_ = fields.value("id", _text, None)
    first_day, last_day = fields.nested("window", window, (date.min, date.min))
    duration = fields.value("duration_minutes", values.positive, 1)
    required = fields.nested("required", _ids, _NO_ONE)
    invited = fields.nested("invited", _ids, _NO_ONE)
    venue = fields.value("venue", _text_or_null, None)
    min_present = fields.value("min_present", values.integer, 1)
    if id_ is None:
        return None
    return Wanted(id_, duration, first_day, last_day, required, invited | required, venue, min_present)


def _ids(value: object, path: JsonPath, problems: Problems) -> frozenset[str]:
    found = (problems.read(item, at, _text, None) for item, at in items(value, path, problems))
    return frozenset(id_ for id_ in found if id_ is not None)


def _text(value: object) -> str | None:
    return values.text(value)


def _text_or_null(value: object) -> str | None:
    return None if value is None else values.text(value)


def _people(value: object, path: JsonPath, problems: Problems) -> tuple[Person, ...]:
    found = (_person(item, at, problems) for item, at in items(value, path, problems))
    return tuple(person for person in found if person)


def _person(value: object, path: JsonPath, problems: Problems) -> Person | None:
    fields = Fields(value, path, problems, required=("id",), optional=("weight", "busy"))
    id_ = fields.value("id", _text, None)
    weight = fields.value("weight", values.weight, _NO_WEIGHT)
    taken = fields.nested("busy", busy, NO_BUSY)
    return None if id_ is None else Person(id_, weight, False, taken)


def _venues(value: object, path: JsonPath, problems: Problems) -> dict[str, tuple[Busy, ...]]:
    found: dict[str, tuple[Busy, ...]] = {}
    for item, at in items(value, path, problems):
        fields = Fields(item, at, problems, required=("id",), optional=("busy",))
        id_ = fields.value("id", _text, None)
        taken = fields.nested("busy", busy, NO_BUSY)
        if id_ is not None:
            found[id_] = taken
    return found


def _travel(value: object, path: JsonPath, problems: Problems) -> dict[tuple[str, str], int]:
    ways: dict[tuple[str, str], int] = {}
    for start, row, at in _rows(value, path, problems):
        for end, minutes, there in _rows(row, at, problems):
            ways[start, end] = ceil(problems.read(minutes, there, values.weight, _NO_WEIGHT) * 60)
    return ways


def _rows(value: object, path: JsonPath, problems: Problems) -> list[tuple[str, object, JsonPath]]:
    if not isinstance(value, dict):
        problems.report(path, f"un objet est attendu (reçu{NBSP}: {values.received(value)}).")
        return []
    return [(name, inner, (*path, name)) for name, inner in value.items()]


def _check_ids(document: object, season: Season, problems: Problems) -> None:
    """Report ids that come twice, and ids of people and venues that nothing describes."""
    if not isinstance(document, dict):
        return
    for kind in ("workshops", "people", "venues"):
        _report_twice(document.get(kind), kind, problems)
    people = {person.id for person in season.people}
    for rank, workshop in enumerate(_listed(document.get("workshops"))):
        if not isinstance(workshop, dict):
            continue
        for field in ("required", "invited"):
            for place, id_ in enumerate(_listed(workshop.get(field))):
                _report_unknown(id_, people, ("workshops", rank, field, place), "personne", "people", problems)
        venue = workshop.get("venue")
        _report_unknown(venue, season.venues, ("workshops", rank, "venue"), "lieu", "venues", problems)
    for start, end in season.travel:
        _report_unknown(start, season.venues, ("travel", start), "lieu", "venues", problems, at_key=True)
        _report_unknown(end, season.venues, ("travel", start, end), "lieu", "venues", problems, at_key=True)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _report_twice(value: object, kind: str, problems: Problems) -> None:
    seen: set[str] = set()
    for rank, item in enumerate(_listed(value)):
        id_ = item.get("id") if isinstance(item, dict) else None
        if not isinstance(id_, str):
            continue
        if id_ in seen:
            problems.report((kind, rank, "id"), f"l’identifiant {quoted(id_)} est déjà pris, en donner un autre.")
        seen.add(id_)


def _report_unknown(
    id_: object,
    known: Collection[str] | Mapping[str, object],
    path: JsonPath,
    what: str,
    where: str,
    problems: Problems,
    *,
    at_key: bool = False,
) -> None:
    if isinstance(id_, str) and id_ not in known:
        mend = f"{what} inconnu{'e' if what == 'personne' else ''} ({quoted(id_)}), à décrire dans {where}."
        problems.report(path, mend, at_key=at_key)
