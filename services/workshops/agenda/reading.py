"""Reading the JSON document of a search: strictly, and with every problem told at once."""

from datetime import date
from zoneinfo import ZoneInfo

from services.workshops.agenda import values
from services.workshops.agenda.fields import NO_AVOID, NO_BUSY, Fields, avoid, busy, items, opening, window
from services.workshops.agenda.problems import JsonPath, Problems
from services.workshops.agenda.search import Opening, Person, Search, Weight
from shared.french import quoted

_NO_WEIGHT: Weight = 1


def read_search(document: object) -> Search:
    """Read a parsed JSON document as a search.

    Raises WrongSearch when a field is missing, unknown or of the wrong type, a zone or mode is unknown, a date-time
    has no offset, an interval or the window ends before it starts, a duration, step or top is below one, a weight
    is negative or an id comes twice. Everything else is a search, if only for nothing.
    """
    problems = Problems()
    fields = Fields(
        document,
        (),
        problems,
        required=("timezone", "window", "duration_minutes", "opening", "people"),
        optional=("step_minutes", "avoid", "min_present", "top"),
    )
    first_day, last_day = fields.nested("window", window, (date.min, date.min))
    public, school = fields.nested("avoid", avoid, NO_AVOID)
    search = Search(
        zone=fields.value("timezone", values.zone, ZoneInfo("UTC")),
        first_day=first_day,
        last_day=last_day,
        duration=fields.value("duration_minutes", values.positive, 1),
        step=fields.value("step_minutes", values.positive, 15),
        opening=fields.nested("opening", opening, Opening(frozenset(), ())),
        public_holidays=public,
        school_holidays=school,
        people=fields.nested("people", _people, ()),
        min_present=fields.value("min_present", values.integer, 1),
        top=fields.value("top", values.positive, 5),
    )
    problems.check()
    return search


def _people(value: object, path: JsonPath, problems: Problems) -> tuple[Person, ...]:
    people, seen = [], set[str]()
    for item, at in items(value, path, problems):
        person = _person(item, at, problems)
        if person is None:
            continue
        if person.id in seen:
            problems.report((*at, "id"), f"l’identifiant {quoted(person.id)} est déjà pris, en donner un autre.")
        seen.add(person.id)
        people.append(person)
    return tuple(people)


def _person(value: object, path: JsonPath, problems: Problems) -> Person | None:
    fields = Fields(value, path, problems, required=("id",), optional=("weight", "required", "busy"))
    id_ = fields.value("id", _optional_text, None)
    weight = fields.value("weight", values.weight, _NO_WEIGHT)
    required = fields.value("required", values.boolean, False)
    taken = fields.nested("busy", busy, NO_BUSY)
    return None if id_ is None else Person(id_, weight, required, taken)


def _optional_text(value: object) -> str | None:
    return values.text(value)
