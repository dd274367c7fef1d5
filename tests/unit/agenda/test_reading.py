"""Which searches are wrong, exactly; every problem is told with its place."""

import copy
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from services.workshops.agenda.finder import find
from services.workshops.agenda.problems import WrongSearch, named
from services.workshops.agenda.reading import read_search
from services.workshops.agenda.search import Treatment, busy_between
from tests.unit.agenda.documents import person, search

FULL: dict[str, Any] = {
    "timezone": "Europe/Paris",
    "window": {"from": "2025-05-01", "to": "2025-07-31"},
    "duration_minutes": 180,
    "step_minutes": 15,
    "opening": {"weekdays": [0, 1, 2, 3, 4], "hours": [["09:00", "12:30"], ["13:30", "18:00"]]},
    "avoid": {"public_holidays": "exclude", "school_holidays": {"zone": "B", "mode": "rank-last"}},
    "people": [
        {
            "id": "p1",
            "weight": 2,
            "required": True,
            "busy": [["2025-05-05T09:00:00+02:00", "2025-05-05T12:00:00+02:00"]],
        },
        {"id": "p2"},
    ],
    "min_present": 5,
    "top": 5,
}
REMOVED = object()


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """Copy the full search with one value replaced or removed."""
    document = copy.deepcopy(FULL)
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    if value is REMOVED:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return document


def problems(document: object) -> list[tuple[str, str]]:
    with pytest.raises(WrongSearch) as wrong:
        find(document)
    return [(named(problem.path), problem.message) for problem in wrong.value.found]


WRONG: list[tuple[tuple[str | int, ...], object, str]] = [
    *[
        ((field,), REMOVED, "champ manquant")
        for field in ("timezone", "window", "duration_minutes", "opening", "people")
    ],
    (("window", "from"), REMOVED, "champ manquant"),
    (("window", "to"), REMOVED, "champ manquant"),
    (("opening", "weekdays"), REMOVED, "champ manquant"),
    (("opening", "hours"), REMOVED, "champ manquant"),
    (("avoid", "school_holidays", "zone"), REMOVED, "champ manquant"),
    (("avoid", "school_holidays", "mode"), REMOVED, "champ manquant"),
    (("people", 0, "id"), REMOVED, "champ manquant"),
    (("timezones",), "Europe/Paris", "champ inconnu"),
    (("window", "until"), "2025-07-31", "champ inconnu"),
    (("opening", "days"), [], "champ inconnu"),
    (("avoid", "bridges"), "exclude", "champ inconnu"),
    (("avoid", "school_holidays", "zones"), "B", "champ inconnu"),
    (("people", 0, "name"), "Jo", "champ inconnu"),
    (("timezone",), "Europe/Lutèce", "fuseau horaire inconnu"),
    (("timezone",), "", "fuseau horaire inconnu"),
    (("timezone",), "Europe", "fuseau horaire inconnu"),
    (("timezone",), "../etc/passwd", "fuseau horaire inconnu"),
    (("timezone",), "localtime", "fuseau horaire inconnu"),
    (("timezone",), "a\0b", "fuseau horaire inconnu"),
    (("timezone",), 1, "un texte est attendu"),
    (("avoid", "school_holidays", "zone"), "D", "valeur inconnue"),
    (("avoid", "school_holidays", "zone"), "b", "valeur inconnue"),
    (("avoid", "school_holidays", "mode"), "avoid", "valeur inconnue"),
    (("avoid", "school_holidays", "mode"), None, "un texte est attendu"),
    (("avoid", "public_holidays"), "rank-last", "valeur inconnue"),
    (("avoid", "public_holidays"), True, "un texte est attendu"),
    (("avoid",), None, "un objet est attendu"),
    (("avoid", "school_holidays"), "B", "un objet est attendu"),
    (("window",), ["2025-05-01", "2025-07-31"], "un objet est attendu"),
    (("window", "from"), "01/05/2025", "AAAA-MM-JJ"),
    (("window", "from"), "2025-02-30", "n’existe pas"),
    (("window", "from"), "20250501", "AAAA-MM-JJ"),
    (("window", "to"), 20250731, "AAAA-MM-JJ"),
    (("window", "to"), "2025-04-30", "avant son premier jour"),
    *[
        ((field,), value, sentence)
        for field in ("duration_minutes", "step_minutes", "top")
        for value, sentence in (
            (0, "au moins égal à 1"),
            (-3, "au moins égal à 1"),
            ("15", "un nombre entier"),
            (1.5, "un nombre entier"),
            (True, "un nombre entier"),
            (None, "un nombre entier"),
        )
    ],
    (("min_present",), "5", "un nombre entier"),
    (("min_present",), 2.0, "un nombre entier"),
    (("opening",), [], "un objet est attendu"),
    (("opening", "weekdays"), "0-4", "une liste est attendue"),
    (("opening", "weekdays", 2), "2", "un nombre entier"),
    (("opening", "weekdays", 2), True, "un nombre entier"),
    (("opening", "hours"), {}, "une liste est attendue"),
    (("opening", "hours", 0), ["09:00"], "un intervalle"),
    (("opening", "hours", 0), "09:00-12:00", "un intervalle"),
    (("opening", "hours", 0, 0), "9h", "HH:MM"),
    (("opening", "hours", 0, 0), "24:00", "24:00"),
    (("opening", "hours", 0, 1), "24:01", "HH:MM"),
    (("opening", "hours", 0, 1), 12, "HH:MM"),
    (("opening", "hours", 0), ["12:30", "09:00"], "finit avant de commencer"),
    (("people",), {}, "une liste est attendue"),
    (("people", 1), "p2", "un objet est attendu"),
    (("people", 1, "id"), 2, "un texte est attendu"),
    (("people", 1, "id"), "p1", "déjà pris"),
    (("people", 0, "weight"), -1, "positif ou nul"),
    (("people", 0, "weight"), -0.5, "positif ou nul"),
    (("people", 0, "weight"), "2", "un nombre est attendu"),
    (("people", 0, "weight"), False, "un nombre est attendu"),
    (("people", 0, "weight"), float("inf"), "un nombre moins grand"),
    (("people", 0, "required"), 1, "true ou false"),
    (("people", 0, "busy"), None, "une liste est attendue"),
    (("people", 0, "busy", 0), {"from": 1}, "un intervalle"),
    (("people", 0, "busy", 0, 0), "2025-05-05T09:00:00", "décalage horaire"),
    (("people", 0, "busy", 0, 1), "2025-05-05", "décalage horaire"),
    (("people", 0, "busy", 0, 1), "lundi", "une date et une heure"),
    (("people", 0, "busy", 0, 1), 1746439200, "une date et une heure"),
    (
        ("people", 0, "busy", 0),
        ["2025-05-05T12:00:00+02:00", "2025-05-05T11:59:00+02:00"],
        "finit avant de commencer",
    ),
]


@pytest.mark.parametrize(("path", "value", "sentence"), WRONG)
def test_each_wrong_input_is_one_problem_with_its_place(
    path: tuple[str | int, ...], value: object, sentence: str
) -> None:
    ((place, message),) = problems(changed(path, value))
    assert place == named(path)
    assert message.startswith(f"{place}\u00a0: ")
    assert sentence in message


@pytest.mark.parametrize("document", [None, 3, "x", [], True])
def test_a_document_that_is_no_object_is_wrong(document: object) -> None:
    ((place, message),) = problems(document)
    assert (place, message[:32]) == ("le document", "le document\u00a0: un objet est attendu"[:32])


def test_every_problem_is_told_at_once() -> None:
    document = changed(("people", 0, "busy", 0, 0), "2025-05-05T09:00:00")
    document["people"].append({"id": "p2", "weight": -1, "requried": True})
    document["window"] = {"from": "2025-08-01", "to": "2025-07-01"}
    document["top"] = 0
    del document["timezone"]
    assert {place for place, _ in problems(document)} == {
        "timezone",
        "window.to",
        "people[0].busy[0][0]",
        "people[2].requried",
        "people[2].weight",
        "people[2].id",
        "top",
    }


def test_a_refusal_carries_its_problems_as_the_house_does() -> None:
    with pytest.raises(WrongSearch) as wrong:
        find(changed(("people", 0, "weight"), -1))
    assert wrong.value.status == 422
    assert wrong.value.problems == [
        ("people.0.weight", "people[0].weight\u00a0: un nombre positif ou nul est attendu (reçu\u00a0: -1).")
    ]


ANSWERED: list[tuple[tuple[str | int, ...], object]] = [
    (("step_minutes",), REMOVED),
    (("top",), REMOVED),
    (("min_present",), REMOVED),
    (("avoid",), REMOVED),
    (("avoid",), {}),
    (("people",), []),
    (("people", 0, "busy"), []),
    (("people", 0, "busy", 0), ["2025-05-05T09:00:00Z", "2025-05-05T11:00:00+02:00"]),
    (("people", 0, "weight"), 0),
    (("people", 0, "weight"), 0.25),
    (("people", 0, "weight"), 10**400),
    (("people", 0, "id"), ""),
    (("duration_minutes",), 10**9),
    (("step_minutes",), 10**9),
    (("top",), 10**30),
    (("min_present",), 10**30),
    (("min_present",), -1),
    (("opening", "weekdays"), []),
    (("opening", "weekdays"), [0, 0, 9]),
    (("opening", "hours"), []),
    (("opening", "hours", 0), ["09:00", "09:00"]),
    (("opening", "hours", 0), ["00:00", "24:00"]),
    (("window", "to"), "2025-05-01"),
    (("people", 0, "busy", 0, 0), "0001-01-01T00:00:00+14:00"),
    (("people", 0, "busy", 0, 1), "9999-12-31T23:59:59.999999-12:00"),
]


@pytest.mark.parametrize(("path", "value"), ANSWERED)
def test_all_else_is_an_answer(path: tuple[str | int, ...], value: object) -> None:
    answer = find(changed(path, value))
    assert answer["slots"] or answer["excluded"]


def test_what_is_not_said_has_its_default() -> None:
    found = read_search(search(step_minutes=15, people=[person("p1")]))
    assert (found.top, found.min_present, found.public_holidays) == (5, 1, Treatment.ALLOW)
    assert found.school_holidays is None
    (only,) = found.people
    assert (only.weight, only.required, only.busy) == (1, False, ())


def test_weights_are_read_as_they_are_written() -> None:
    found = read_search(search(people=[person("a", weight=0.1), person("b", weight=3)]))
    assert [one.weight for one in found.people] == [Fraction(1, 10), 3]


def test_busy_instants_are_rounded_outwards_to_whole_seconds() -> None:
    at = datetime(1970, 1, 1, 0, 0, 10, 250_000, tzinfo=UTC)
    assert busy_between(at, at.replace(second=12)) == (10, 13)
    assert busy_between(at.replace(microsecond=0), at.replace(second=12, microsecond=0)) == (10, 12)
