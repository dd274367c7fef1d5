"""A season, rule by rule: what is wrong, what cannot be placed and why, what breaks a tie."""

import json
from typing import Any

import pytest

from services.workshops.agenda.command import run
from services.workshops.agenda.problems import WrongSearch
from services.workshops.agenda.season.plan import plan_season

NBSP = "\u00a0"


def workshop(id_: str, **more: Any) -> dict[str, Any]:
    """A workshop of two hours on Thursday 3 July 2025."""
    return {
        "id": id_,
        "duration_minutes": 120,
        "window": {"from": "2025-07-03", "to": "2025-07-03"},
        "required": ["p1"],
        **more,
    }


def season(*workshops: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A season of one morning, two people and two venues."""
    document = {
        "timezone": "Europe/Paris",
        "opening": {"weekdays": [0, 1, 2, 3, 4], "hours": [["09:00", "14:00"]]},
        "workshops": list(workshops),
        "people": [{"id": "p1"}, {"id": "p2", "weight": 3}],
        "venues": [{"id": "v1"}, {"id": "v2"}],
        "step_minutes": 60,
    }
    return {**document, **changes}


def hours(plan: dict[str, Any]) -> dict[str, str]:
    """The hour at which each placed workshop starts."""
    return {one["id"]: one["start"][11:16] for one in plan["placed"]}


def test_the_empty_season_is_planned() -> None:
    plan = plan_season(season())
    assert plan == {
        "status": "optimal",
        "placed": [],
        "unplaced": [],
        "objective": {"placed": 0, "presence": 0},
        "bound": {"placed": 0, "presence": 0},
    }


def test_nobody_required_is_in_two_places_and_the_way_between_them_is_given() -> None:
    travel = {"v1": {"v2": 60}}
    plan = plan_season(season(workshop("a", venue="v1"), workshop("b", venue="v2"), travel=travel))
    assert sorted(hours(plan).values()) == ["09:00", "12:00"]


def test_the_way_back_counts_where_only_the_way_there_is_known() -> None:
    long_way = {"v1": {"v2": 61}}
    plan = plan_season(season(workshop("a", venue="v2"), workshop("b", venue="v1"), travel=long_way))
    assert plan["objective"]["placed"] == 1
    (left,) = plan["unplaced"]
    assert left["why"].startswith("4 créneaux lui conviendraient, mais d’autres ateliers")


def test_one_more_workshop_is_worth_more_than_any_presence() -> None:
    busy = [["2025-07-03T11:00:00+02:00", "2025-07-03T14:00:00+02:00"]]
    people = [{"id": "p1"}, {"id": "p2", "weight": 100, "busy": busy}]
    plan = plan_season(
        season(
            workshop("long", duration_minutes=180, invited=["p2"], min_present=1),
            workshop("short", window={"from": "2025-07-03", "to": "2025-07-03"}, invited=["p2"]),
            people=people,
            venues=[],
        )
    )
    assert plan["objective"] == {"placed": 2, "presence": 102}
    assert hours(plan) == {"short": "09:00", "long": "11:00"}


def test_somebody_invited_to_two_at_once_is_missed_at_one() -> None:
    alone = {"opening": {"weekdays": [3], "hours": [["09:00", "11:00"]]}}
    plan = plan_season(
        season(
            workshop("a", required=[], invited=["p1", "p2"]), workshop("b", required=[], invited=["p1", "p2"]), **alone
        )
    )
    assert plan["status"] == "optimal"
    assert plan["objective"] == plan["bound"] == {"placed": 2, "presence": 4}
    attended = [id_ for one in plan["placed"] for id_ in one["present"]]
    assert sorted(attended) == ["p1", "p2"]


def test_school_holidays_come_last_among_plans_of_equal_presence() -> None:
    window = {"from": "2025-07-04", "to": "2025-07-07"}
    avoid = {"school_holidays": {"zone": "B", "mode": "rank-last"}}
    free_after = [["2025-07-04T09:00:00+02:00", "2025-07-04T12:00:00+02:00"]]
    people = [{"id": "p1", "busy": free_after}, {"id": "p2"}]
    calm = plan_season(season(workshop("a", window=window), people=people, avoid=avoid))
    assert calm["placed"][0]["start"] == "2025-07-04T12:00:00+02:00"
    rather = [{"id": "p1"}, {"id": "p2", "busy": [["2025-07-04T09:00:00+02:00", "2025-07-04T14:00:00+02:00"]]}]
    full = plan_season(season(workshop("a", window=window, invited=["p2"]), people=rather, avoid=avoid))
    assert full["placed"][0]["start"].startswith("2025-07-07")


@pytest.mark.parametrize(
    ("wanted", "more", "why"),
    [
        (workshop("a", duration_minutes=600), {}, "durée plus longue que chaque plage d’ouverture"),
        (workshop("a", required=[]), {}, "aucune personne invitée"),
        (workshop("a", min_present=3), {}, "minimum de 3"),
        (workshop("a", window={"from": "2025-07-05", "to": "2025-07-06"}), {}, "aucun jour ouvert"),
        (
            workshop("a", venue="v1"),
            {"venues": [{"id": "v1", "busy": [["2025-07-03T08:00:00+02:00", "2025-07-03T20:00:00+02:00"]]}]},
            "lieu déjà pris (4",
        ),
    ],
)
def test_what_cannot_be_placed_says_why(wanted: dict[str, Any], more: dict[str, Any], why: str) -> None:
    plan = plan_season(season(wanted, **more))
    assert plan["status"] == "optimal"
    assert [one["id"] for one in plan["unplaced"]] == ["a"]
    assert why in plan["unplaced"][0]["why"]


def test_no_time_at_all_still_gives_a_plan_and_how_far_it_may_be_from_the_best() -> None:
    crowd = [workshop(f"w{n}", required=[], invited=["p1", "p2"]) for n in range(4)]
    plan = plan_season(season(*crowd, time_limit_s=0.001))
    assert plan["status"] == "feasible"
    assert plan["objective"]["placed"] == len(plan["placed"]) > 0
    assert plan["bound"] == {"placed": 4, "presence": 16}


@pytest.mark.parametrize(
    ("change", "path", "what"),
    [
        ({"time_limit_s": 0}, "time_limit_s", "plus grand que zéro"),
        ({"step_minutes": 0}, "step_minutes", "au moins égal à 1"),
        ({"top": 5}, "top", "champ inconnu"),
        ({"people": [{"id": "p1", "weight": -1}]}, "people.0.weight", "positif ou nul"),
        ({"people": [{"id": "p1"}, {"id": "p1"}]}, "people.1.id", "est déjà pris"),
        ({"travel": {"v1": {"v9": 5}}}, "travel.v1.v9", "lieu inconnu"),
        ({"travel": {"v1": {"v2": -5}}}, "travel.v1.v2", "positif ou nul"),
        ({"travel": []}, "travel", "un objet est attendu"),
        ({"workshops": [workshop("a", venue="salle")]}, "workshops.0.venue", "lieu inconnu"),
        ({"workshops": [workshop("a", required=["px"])]}, "workshops.0.required.0", "personne inconnue"),
        ({"workshops": [workshop("a", invited=[3])]}, "workshops.0.invited.0", "un texte est attendu"),
        ({"workshops": [workshop("a"), workshop("a")]}, "workshops.1.id", "est déjà pris"),
        ({"workshops": [workshop("a", duration_minutes=0)]}, "workshops.0.duration_minutes", "au moins égal à 1"),
        (
            {"workshops": [workshop("a", window={"from": "2025-07-03", "to": "2025-07-01"})]},
            "workshops.0.window.to",
            "avant son premier jour",
        ),
    ],
)
def test_wrong_input_is_named_with_its_place(change: dict[str, Any], path: str, what: str) -> None:
    with pytest.raises(WrongSearch) as wrong:
        plan_season(season(**change))
    ((where, sentence),) = wrong.value.problems
    assert where == path
    assert what in sentence


def test_the_command_answers_with_one_document_or_with_lines() -> None:
    done = run(json.dumps(season(workshop("a"))), "-", plan_season)
    assert (done.exit_code, json.loads(done.stdout)["status"]) == (0, "optimal")
    wrong = run('{"timezone": "Lune"}', "saison.json", plan_season)
    assert wrong.exit_code == 2
    assert all(line.startswith("saison.json:1:") for line in wrong.stderr)
