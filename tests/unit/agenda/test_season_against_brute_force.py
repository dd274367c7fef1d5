"""The planner of a season against one that tries everything, and its plan against the rules one by one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.workshops.agenda.season.plan import plan_season
from tests.support.examples import examples
from tests.unit.agenda.brute_force_season import best_of, can_attend, venues_free

PEOPLE = ["p1", "p2", "p3"]
VENUES = ["v1", "v2"]
HOURS = ["09:00", "10:00", "11:00", "12:00"]


def at(day: int, hour: str) -> str:
    return f"2025-06-{day:02}T{hour}:00+02:00"


def busy() -> st.SearchStrategy[list[list[str]]]:
    one = st.tuples(st.integers(2, 3), st.integers(0, 2), st.integers(1, 2)).map(
        lambda t: [at(t[0], HOURS[t[1]]), at(t[0], HOURS[min(3, t[1] + t[2])])]
    )
    return st.lists(one, max_size=2)


@st.composite
def seasons(draw: st.DrawFn) -> dict[str, Any]:
    people = [{"id": id_, "weight": draw(st.sampled_from([0, 1, 2, 2.5])), "busy": draw(busy())} for id_ in PEOPLE]
    workshops = [
        {
            "id": f"w{n}",
            "duration_minutes": draw(st.sampled_from([60, 120])),
            "window": {"from": "2025-06-02", "to": draw(st.sampled_from(["2025-06-02", "2025-06-03"]))},
            "required": draw(st.lists(st.sampled_from(PEOPLE), max_size=1)),
            "invited": draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3)),
            "venue": draw(st.sampled_from([None, *VENUES])),
            "min_present": draw(st.sampled_from([0, 1, 2])),
        }
        for n in range(draw(st.integers(1, 3)))
    ]
    return {
        "timezone": "Europe/Paris",
        "opening": {"weekdays": [0, 1], "hours": [["09:00", "12:00"]]},
        "workshops": workshops,
        "people": people,
        "venues": [{"id": id_, "busy": draw(busy())} for id_ in VENUES],
        "travel": draw(st.sampled_from([{}, {"v1": {"v2": 60}}, {"v1": {"v2": 30}, "v2": {"v1": 90}}])),
        "step_minutes": 60,
        "time_limit_s": 60,
    }


@examples(60)
@given(seasons())
def test_no_plan_places_more_or_has_more_presence(season: dict[str, Any]) -> None:
    plan = plan_season(season)
    placed, presence = best_of(season)
    assert plan["status"] == "optimal"
    assert (plan["objective"]["placed"], plan["objective"]["presence"]) == (placed, presence)
    assert plan["bound"] == plan["objective"]


@examples(60)
@given(seasons())
def test_every_plan_keeps_every_rule(season: dict[str, Any]) -> None:
    plan = plan_season(season)
    wanted = {workshop["id"]: workshop for workshop in season["workshops"]}
    assert {one["id"] for one in (*plan["placed"], *plan["unplaced"])} == set(wanted)
    placed = [(wanted[one["id"]], _slot(one)) for one in plan["placed"]]
    assert venues_free(season, placed)
    for workshop, slot in placed:
        assert set(workshop["required"]) <= set(slot["present"])
        assert len(slot["present"]) >= workshop["min_present"]
        assert {*slot["present"], *slot["missing"]} == {*workshop["required"], *workshop["invited"]}
    for person in season["people"]:
        attended = [one for one in placed if person["id"] in one[1]["present"]]
        assert can_attend(season, attended)
        assert not any(_busy(person, slot) for _, slot in attended)
    assert plan["objective"]["presence"] == sum(_weights(season, plan))


def _slot(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"start": datetime.fromisoformat(one["start"]), "end": datetime.fromisoformat(one["end"])}


def _busy(person: dict[str, Any], slot: dict[str, Any]) -> bool:
    taken = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in person["busy"]]
    return any(start < slot["end"] and slot["start"] < end for start, end in taken if start < end)


def _weights(season: dict[str, Any], plan: dict[str, Any]) -> Iterator[float]:
    weights = {person["id"]: person["weight"] for person in season["people"]}
    return (weights[id_] for one in plan["placed"] for id_ in one["present"])
