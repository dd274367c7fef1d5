"""Visits and journeys: the checklist, slots validated beforehand, several territories, lessons kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts.workshops import (
    CancelTrip,
    FinishTask,
    GetTrip,
    GetWorkshops,
    HoldTrip,
    ListTrips,
    PlanTrip,
    ReviseTrip,
    SetStop,
    SetTask,
)
from shared.errors import InvalidInput, Refused
from shared.events import PersonErased, TaskAssigned, TaskFinished, TripPlanned, VisitHeld
from tests.integration.workshops.conftest import ACCOMPANIMENT, PERSON, enrol, paris
from tests.support.rooms import RoomAtWork

OTHER = "0190a000-0000-7000-8000-0000000000f2"
TRIP = {
    "title": "Deux jours à Grenoble",
    "destination": "Grenoble",
    "intention": "Voir ce qui tient",
    "first": "2026-06-10",
    "last": "2026-06-11",
}


@pytest.fixture
def trip(work: RoomAtWork) -> str:
    enrol(work, OTHER, "0190a000-0000-7000-8000-0000000000f1", "Hellemmes")
    return work.obey(PlanTrip.model_validate({"accompaniment": ACCOMPANIMENT, "along": [OTHER], **TRIP})).id


def stop(work: RoomAtWork, trip: str, **said: Any) -> str:
    return work.obey(SetStop.model_validate({"trip": trip, "host": "Une épicerie", **said})).id


def test_a_trip_comes_with_its_checklist_and_says_what_is_not_ready(work: RoomAtWork, trip: str) -> None:
    page = work.ask(GetTrip(trip=trip))
    assert {one.kind: one.due for one in page.tasks}["announce"] == "2026-04-11"
    assert "lodging" in {one.kind for one in page.tasks}
    told = [(one.data["accompaniment"], one.data["task"]) for one in work.told(TaskAssigned)]
    assert sorted(told) == sorted((place, one.id) for place in (ACCOMPANIMENT, OTHER) for one in page.tasks)
    assert {one.data["accompaniment"] for one in work.told(TripPlanned)} == {ACCOMPANIMENT, OTHER}
    first = stop(work, trip, start=paris("2026-06-10T10:00"), end=paris("2026-06-10T12:00"))
    stop(work, trip, host="Un garage", start=paris("2026-06-10T11:00"), end=paris("2026-06-10T13:00"))
    notes = " ".join(work.ask(GetTrip(trip=trip)).notes)
    assert "2 rencontres ne sont pas validées" in notes
    assert "se chevauchent" in notes
    stop(work, trip, stop=first, start=paris("2026-06-10T08:00"), end=paris("2026-06-10T10:00"), validated=True)
    task = page.tasks[0]
    work.obey(SetTask(trip=trip, task=task.id, kind=task.kind, title=task.title, owner=PERSON, due="2026-04-20"))
    work.obey(FinishTask(trip=trip, task=task.id))
    work.obey(FinishTask(trip=trip, task=task.id))
    assert [one.data["accompaniment"] for one in work.told(TaskFinished)] == [ACCOMPANIMENT, OTHER]
    page = work.ask(GetTrip(trip=trip))
    assert "1 rencontre n’est pas validée" in " ".join(page.notes)
    assert [one.owner for one in page.tasks if one.done] == [PERSON]
    work.hear(PersonErased(person=PERSON))
    assert {one.owner for one in work.ask(GetTrip(trip=trip)).tasks} == {None}


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "2026-06-12T10:00:00+02:00", "end": "2026-06-12T11:00:00+02:00"},
        {"start": "2026-06-10T10:00:00+02:00"},
        {"start": "2026-06-10T10:00:00+02:00", "end": "2026-06-10T09:00:00+02:00"},
        {"validated": True},
    ],
)
def test_a_slot_lies_within_the_trip_and_is_whole(work: RoomAtWork, trip: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        stop(work, trip, **wrong)
    assert work.ask(GetTrip(trip=trip)).stops == []


def test_what_is_not_done_follows_the_first_day(work: RoomAtWork, trip: str) -> None:
    stop(work, trip, start=paris("2026-06-10T10:00"), end=paris("2026-06-10T12:00"), validated=True)
    page = work.ask(GetTrip(trip=trip))
    done = page.tasks[-1]
    work.obey(FinishTask(trip=trip, task=done.id))
    later = {**TRIP, "first": "2026-06-17", "last": "2026-06-18", "along": [OTHER], "seen": page.stamp}
    receipt = work.obey(ReviseTrip.model_validate({"trip": trip, **later}))
    after = {one.id: one.due for one in work.ask(GetTrip(trip=trip)).tasks}
    before = {one.id: one.due for one in page.tasks}
    assert {task: due == before[task] for task, due in after.items()} == {
        one.id: one.id == done.id for one in page.tasks
    }
    assert "en dehors" in " ".join(receipt.notes)
    assert [one.validated for one in work.ask(GetTrip(trip=trip)).stops] == [False]
    with pytest.raises(Refused):
        work.obey(ReviseTrip.model_validate({"trip": trip, **later}))
    with pytest.raises(InvalidInput):
        work.obey(PlanTrip.model_validate({"accompaniment": ACCOMPANIMENT, **TRIP, "last": "2026-06-01"}))


def test_every_territory_along_has_visited_and_keeps_the_lessons(work: RoomAtWork, trip: str) -> None:
    with pytest.raises(Refused) as early:
        work.obey(HoldTrip(trip=trip, lessons="x"))
    assert early.value.stable_code == "trip-to-come"
    work.clock.instant = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)
    work.obey(HoldTrip(trip=trip, lessons="La qualité des liens plus que l’outil"))
    assert [one.occurred for one in work.told(VisitHeld)] == ["2026-06-10/2026-06-11"] * 2
    for accompaniment in (ACCOMPANIMENT, OTHER):
        (visit,) = work.ask(GetWorkshops(accompaniment=accompaniment)).visits
        assert visit.lessons == "La qualité des liens plus que l’outil"
        assert [one.state for one in work.ask(ListTrips(accompaniment=accompaniment)).trips] == ["held"]
    assert len(work.told(TaskFinished)) == 2 * len(work.ask(GetTrip(trip=trip)).tasks)
    with pytest.raises(Refused):
        work.obey(CancelTrip(trip=trip, reason="x"))


def test_a_trip_goes_on_without_the_territory_that_planned_it(work: RoomAtWork, trip: str) -> None:
    third = "0190a000-0000-7000-8000-0000000000f4"
    enrol(work, third, "0190a000-0000-7000-8000-0000000000f3", "Lillers")
    page = work.ask(GetTrip(trip=trip))
    work.obey(FinishTask(trip=trip, task=page.tasks[0].id))
    before = {kind: len(work.told(kind)) for kind in (TripPlanned, TaskAssigned, TaskFinished)}
    changed = {**TRIP, "seen": page.stamp, "accompaniments": [OTHER, third]}
    work.obey(ReviseTrip.model_validate({"trip": trip, **changed}))
    page = work.ask(GetTrip(trip=trip))
    assert (page.accompaniment, page.along) == (OTHER, [third])
    seen = {place: work.ask(ListTrips(accompaniment=place)).trips for place in (ACCOMPANIMENT, OTHER, third)}
    assert {place: len(trips) for place, trips in seen.items()} == {ACCOMPANIMENT: 0, OTHER: 1, third: 1}
    news = {kind: [one.data["accompaniment"] for one in work.told(kind)[count:]] for kind, count in before.items()}
    left = len(page.tasks) - 1
    assert news == {TripPlanned: [third], TaskAssigned: [third] * left, TaskFinished: [ACCOMPANIMENT] * left}
    with pytest.raises(Refused):
        work.obey(ReviseTrip.model_validate({"trip": trip, **changed}))
