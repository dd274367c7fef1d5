"""Conflicts told once when they arise, with other slots, and told again when they are gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from services.workshops.tables import Invitation
from shared.contracts.workshops import (
    AcceptConflict,
    BusyOf,
    CancelWorkshop,
    ConflictCard,
    DeclareHoliday,
    DescribeVenue,
    DropBusy,
    FindSlots,
    GetConflict,
    ListConflicts,
    MeasureWay,
    MoveWorkshop,
    OpeningHours,
    ReplaceBusyTimes,
)
from shared.errors import NotFound, Refused
from shared.events import AgendaConflictDetected, AgendaConflictResolved
from shared.ids import new_id
from tests.integration.workshops.conftest import OTHER_PERSON, PERSON, Schedule, enrol, paris
from tests.support.rooms import RoomAtWork

ELSEWHERE, OTHER_TERRITORY = new_id(), new_id()
VENUE, OTHER_VENUE = new_id(), new_id()
MORNING: dict[str, Any] = {"start": paris("2026-03-04T09:00"), "end": paris("2026-03-04T12:00")}
AFTERNOON: dict[str, Any] = {"start": paris("2026-03-04T14:00"), "end": paris("2026-03-04T17:00")}
SOON: dict[str, Any] = {"start": paris("2026-03-04T12:30"), "end": paris("2026-03-04T15:30")}


@pytest.fixture(autouse=True)
def _second_territory(work: RoomAtWork) -> None:
    enrol(work, ELSEWHERE, OTHER_TERRITORY, "Hellemmes")


def held(work: RoomAtWork) -> list[ConflictCard]:
    return work.ask(ListConflicts()).conflicts


def tolds(work: RoomAtWork) -> tuple[int, int]:
    return len(work.told(AgendaConflictDetected)), len(work.told(AgendaConflictResolved))


def test_a_shared_facilitator_across_two_territories_is_told_once_and_solved_by_a_move(
    work: RoomAtWork, schedule: Schedule
) -> None:
    schedule(**MORNING, facilitators=[PERSON])
    later = schedule(**MORNING, accompaniment=ELSEWHERE, facilitators=[PERSON], invited=[OTHER_PERSON])
    (event,) = work.told(AgendaConflictDetected)
    assert event.subject == OTHER_TERRITORY
    assert (event.data["kind"], event.data["workshop"], event.data["people"]) == ("facilitator", later, 1)
    assert PERSON not in str(event.data)
    for _ in range(2):
        work.tick("look_for_conflicts")
    assert tolds(work) == (1, 0)
    (card,) = held(work)
    assert (card.subjects, card.sides[0].accompaniment) == ([PERSON], ELSEWHERE)
    offers = work.ask(GetConflict(id=card.id)).alternatives[later]
    assert len({offer.start[:10] for offer in offers}) == 3
    assert all(not offer.missing for offer in offers)
    best = offers[0]
    work.obey(MoveWorkshop.model_validate({"workshop": later, "start": best.start, "end": best.end, "reason": "x"}))
    assert (held(work), tolds(work)) == ([], (1, 1))
    with pytest.raises(NotFound):
        work.ask(GetConflict(id=card.id))


def test_what_comes_back_is_told_again(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(**MORNING, invited=[PERSON])
    later = schedule(**AFTERNOON, invited=[PERSON])
    back = {"workshop": later, "reason": "x"}
    for times in (MORNING, AFTERNOON, MORNING):
        work.obey(MoveWorkshop(**back, **times))
    assert tolds(work) == (2, 1)
    work.obey(CancelWorkshop(workshop=later, reason="x"))
    assert tolds(work) == (2, 2)


def test_a_person_who_becomes_busy_after_the_choice_and_free_again(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(**MORNING, invited=[PERSON])
    me = BusyOf(kind="person", id=PERSON)
    work.obey(ReplaceBusyTimes(of=me, times=[(MORNING["start"], MORNING["end"])]))
    assert [card.kind for card in held(work)] == ["busy"]
    work.obey(DropBusy(of=me, kind="file"))
    assert (held(work), tolds(work)) == ([], (1, 1))


def test_whoever_was_known_to_be_busy_when_the_date_was_chosen_is_no_news(work: RoomAtWork, schedule: Schedule) -> None:
    me = BusyOf(kind="person", id=PERSON)
    work.obey(ReplaceBusyTimes(of=me, times=[(MORNING["start"], MORNING["end"])]))
    schedule(**MORNING, invited=[PERSON])
    work.tick("look_for_conflicts")
    assert (held(work), tolds(work)) == ([], (0, 0))


def test_a_holiday_declared_later_concerns_what_was_planned_and_what_is_looked_for(
    work: RoomAtWork, schedule: Schedule
) -> None:
    schedule(**MORNING, invited=[PERSON])
    notes = work.obey(DeclareHoliday(day=date(2026, 3, 4), name="Deuil national")).notes
    assert notes == ["1 atelier tombe un jour férié\u00a0: mercredi 4 mars 2026."]
    assert [(card.kind, card.named) for card in held(work)] == [("holiday", "Deuil national")]
    request = {
        "timezone": "Europe/Paris",
        "window": {"from": "2026-03-04", "to": "2026-03-04"},
        "duration_minutes": 60,
        "opening": {"weekdays": [2], "hours": [["09:00", "12:00"]]},
        "avoid": {"public_holidays": "exclude"},
        "people": [{"id": OTHER_PERSON}],
    }
    assert work.ask(FindSlots(request=request)).answer["slots"] == []
    work.obey(DeclareHoliday(day=date(2026, 3, 4), name=""))
    assert (held(work), tolds(work)) == ([], (1, 1))


def test_the_way_between_two_places_is_counted_when_it_is_measured_later(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(**MORNING, invited=[PERSON], venue=VENUE)
    schedule(**SOON, accompaniment=ELSEWHERE, invited=[PERSON], venue=OTHER_VENUE)
    assert held(work) == []
    work.obey(MeasureWay(venue=OTHER_VENUE, other=VENUE, minutes=90))
    assert [card.kind for card in held(work)] == ["travel"]
    work.obey(MeasureWay(venue=VENUE, other=OTHER_VENUE, minutes=30))
    assert held(work) == []


def test_a_conflict_accepted_is_told_no_more_and_stays_with_its_reason(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(**MORNING, invited=[PERSON])
    later = schedule(**MORNING, invited=[PERSON])
    (card,) = held(work)
    work.obey(AcceptConflict(conflict=card.id, reason="Elle passe de l’un à l’autre"))
    work.tick("look_for_conflicts")
    assert (held(work), tolds(work)) == ([], (1, 1))
    (kept,) = work.ask(ListConflicts(workshop=later)).conflicts
    assert kept.accepted == "Elle passe de l’un à l’autre"
    with pytest.raises(Refused):
        work.obey(AcceptConflict(conflict=card.id, reason="encore"))


def test_time_alone_ends_the_conflict_of_workshops_that_are_past(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(**MORNING, venue=VENUE)
    schedule(**MORNING, venue=VENUE)
    assert [card.kind for card in held(work)] == ["venue"]
    work.clock.advance(timedelta(days=60))
    work.tick("look_for_conflicts")
    assert (held(work), tolds(work)) == ([], (1, 1))


def test_past_workshops_that_are_told_afterwards_are_in_nobodys_way(work: RoomAtWork, schedule: Schedule) -> None:
    schedule(invited=[PERSON])
    schedule(invited=[PERSON])
    assert (held(work), tolds(work)) == ([], (0, 0))


def test_a_search_at_a_place_knows_its_hours_what_takes_it_and_the_way(work: RoomAtWork, schedule: Schedule) -> None:
    request = {
        "timezone": "Europe/Paris",
        "window": {"from": "2026-03-04", "to": "2026-03-05"},
        "duration_minutes": 180,
        "step_minutes": 60,
        "opening": {"weekdays": [2, 3], "hours": [["09:00", "18:00"]]},
        "people": [{"id": PERSON}, {"id": OTHER_PERSON}],
        "top": 50,
    }

    def found() -> tuple[list[str], dict[str, Any]]:
        answer = work.ask(FindSlots(request=request, venue=VENUE)).answer
        return [slot["start"][8:16] for slot in answer["slots"] if not slot["missing"]], answer

    work.obey(DescribeVenue(venue=VENUE, capacity=1, hours=[OpeningHours(weekday=2, opens=9 * 60, closes=14 * 60)]))
    starts, answer = found()
    assert starts == ["04T09:00", "04T10:00", "04T11:00"]
    assert answer["excluded"]["lieu fermé"] == 11
    assert answer["notes"] == ["Le lieu accueille 1 personne au plus\u00a0: 2 personnes sont invitées."]
    schedule(start=paris("2026-03-04T08:00"), end=paris("2026-03-04T09:00"), venue=OTHER_VENUE, invited=[PERSON])
    work.obey(MeasureWay(venue=VENUE, other=OTHER_VENUE, minutes=75))
    assert found()[0] == ["04T11:00"]
    schedule(start=paris("2026-03-04T12:00"), end=paris("2026-03-04T13:00"), venue=VENUE)
    assert found()[0] == []
    assert found()[1]["excluded"]["lieu déjà pris"] == 2


def test_two_replicas_that_look_at_the_same_time_tell_it_once(work: RoomAtWork, schedule: Schedule) -> None:
    for _ in range(2):
        workshop = schedule(**MORNING)
        with work.unit_of_work() as uow:  # as two commands leave it that did not see each other
            uow.session.add(Invitation(workshop=workshop, person=PERSON))
    assert held(work) == []
    with ThreadPoolExecutor(2) as replicas:
        for looked in [replicas.submit(work.tick, "look_for_conflicts") for _ in range(4)]:
            looked.result()
    assert (len(held(work)), tolds(work)) == (1, (1, 0))
