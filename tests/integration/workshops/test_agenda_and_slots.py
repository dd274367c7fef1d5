"""The agenda over all territories, and slots where those who are invited elsewhere are busy."""

from __future__ import annotations

from typing import Any

import pytest

from shared.contracts.workshops import CancelWorkshop, FindSlots, HoldWorkshop, ListAgenda, MoveWorkshop
from shared.errors import InvalidInput
from shared.ids import new_id
from tests.integration.workshops.conftest import OTHER_PERSON, PERSON, Schedule, enrol, paris
from tests.support.rooms import RoomAtWork


def agenda(work: RoomAtWork, from_day: str, to_day: str) -> list[str]:
    return [card.title for card in work.ask(ListAgenda(from_day=from_day, to_day=to_day)).workshops]


def test_the_agenda_shows_exact_workshops_of_its_days_then_those_without_hours(
    work: RoomAtWork, schedule: Schedule
) -> None:
    elsewhere = new_id()
    enrol(work, elsewhere, new_id(), "Hellemmes")
    schedule(title="après", start=paris("2025-07-04T00:00"), end=paris("2025-07-04T03:00"))
    schedule(title="soir", start=paris("2025-07-03T22:00"), end=paris("2025-07-03T23:59"))
    schedule(title="matin", accompaniment=elsewhere, start=paris("2025-07-03T00:00"), end=paris("2025-07-03T01:00"))
    schedule(title="veille", start=paris("2025-07-02T21:00"), end=paris("2025-07-03T00:00"))
    schedule(title="un jour", undated=True)
    schedule(title="en novembre", occurred="2025-11")
    work.obey(HoldWorkshop(workshop=schedule(title="tenu sans heure", occurred="2025-06")))
    assert agenda(work, "2025-07-03", "2025-07-03") == ["matin", "soir", "un jour", "en novembre"]
    assert agenda(work, "2024-01-01", "2024-01-31") == ["un jour", "en novembre"]


def test_a_window_that_makes_no_sense_is_refused(work: RoomAtWork) -> None:
    with pytest.raises(InvalidInput) as refusal:
        work.ask(ListAgenda(from_day="2025-07-03", to_day="hier"))
    assert refusal.value.problems[0][0] == "to_day"


def request(*people: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "timezone": "Europe/Paris",
        "window": {"from": "2025-07-03", "to": "2025-07-03"},
        "duration_minutes": 180,
        "opening": {"weekdays": [0, 1, 2, 3, 4], "hours": [["09:00", "12:00"], ["14:00", "17:00"]]},
        "people": list(people),
        **more,
    }


def starts(work: RoomAtWork, asked: dict[str, Any]) -> list[str]:
    return [slot["start"] for slot in work.ask(FindSlots(request=asked)).answer["slots"]]


MORNING, AFTERNOON = "2025-07-03T09:00:00+02:00", "2025-07-03T14:00:00+02:00"


def test_whoever_is_invited_to_a_workshop_is_busy_while_it_lasts(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(invited=[PERSON])
    assert starts(work, request({"id": PERSON})) == [AFTERNOON]
    assert starts(work, request({"id": OTHER_PERSON})) == [MORNING, AFTERNOON]


def test_what_the_request_says_stays_true_beside_what_is_known(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(invited=[PERSON])
    asked = request({"id": PERSON, "busy": [["2025-07-03T15:00:00+02:00", "2025-07-03T16:00:00+02:00"]]})
    before = str(asked)
    assert starts(work, asked) == []
    assert str(asked) == before


def test_a_workshop_moved_cancelled_or_held_frees_its_people(work: RoomAtWork, schedule: Schedule) -> None:
    for command in (
        lambda workshop: MoveWorkshop(workshop=workshop, on="2025-11", reason="x"),
        lambda workshop: CancelWorkshop(workshop=workshop, reason="x"),
        lambda workshop: HoldWorkshop(workshop=workshop),
    ):
        work.obey(command(schedule(invited=[PERSON])))
    assert starts(work, request({"id": PERSON})) == [MORNING, AFTERNOON]


def test_a_wrong_request_is_refused_with_every_problem(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(invited=[PERSON])
    wrong = request({"id": PERSON, "busy": "toujours"}, {"id": 3}, "personne", duration_minutes=0)
    with pytest.raises(InvalidInput) as refusal:
        work.ask(FindSlots(request=wrong))
    assert {where for where, _ in refusal.value.problems} >= {
        "duration_minutes",
        "people.0.busy",
        "people.1.id",
        "people.2",
    }
