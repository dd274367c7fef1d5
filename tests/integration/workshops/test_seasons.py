"""A season over two territories: planned in a process of its own, pinned, stopped, and put to people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from services.workshops import season_work
from shared.contracts.workshops import (
    ApplySeason,
    BeginSeason,
    BusyOf,
    GetPoll,
    GetSeason,
    ListSeasons,
    PinSlot,
    ReplaceBusyTimes,
    SeasonItem,
    SeasonPage,
    SolveSeason,
    StopSeason,
    UnwantWorkshop,
    WantWorkshop,
)
from shared.errors import InvalidInput, Refused
from shared.events import PersonErased, PollOpened, WorkshopScheduled
from shared.ids import new_id
from tests.integration.workshops.conftest import ACCOMPANIMENT, OTHER_PERSON, PERSON, Schedule, enrol, paris
from tests.support.rooms import RoomAtWork

ELSEWHERE = new_id()
MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _second_territory(work: RoomAtWork) -> None:
    enrol(work, ELSEWHERE, new_id(), "Hellemmes")


@pytest.fixture
def season(work: RoomAtWork) -> str:
    return work.obey(BeginSeason(title="Printemps", first=MONDAY, last=MONDAY + timedelta(days=4), seconds=20)).id


def want(work: RoomAtWork, season: str, title: str, *people: str, accompaniment: str = ACCOMPANIMENT) -> str:
    wanted: dict[str, Any] = {"season": season, "accompaniment": accompaniment, "title": title}
    asked = [{"person": person, "required": True} for person in people]
    return work.obey(WantWorkshop.model_validate({**wanted, "people": asked})).id


def page(work: RoomAtWork, season: str) -> SeasonPage:
    return work.ask(GetSeason(id=season))


def solved(work: RoomAtWork, season: str) -> dict[str, SeasonItem]:
    """Ask for a plan, wait for the solver's process, and take its plan in."""
    work.obey(SolveSeason(season=season))
    work.tick("plan_seasons")
    for one in season_work.at_work():
        assert one.process.wait(60) == 0
    work.tick("plan_seasons")
    assert page(work, season).state == "planned"
    return {one.title: one for one in page(work, season).items}


def test_nobody_is_expected_twice_and_all_that_is_known_counts(
    work: RoomAtWork, season: str, schedule: Schedule
) -> None:
    for title, where in (("A", ACCOMPANIMENT), ("B", ELSEWHERE)):
        want(work, season, title, PERSON, accompaniment=where)
    before = paris("2026-03-02T00:00"), paris("2026-03-04T00:00")
    after = paris("2026-03-05T00:00"), paris("2026-03-08T00:00")
    work.obey(ReplaceBusyTimes(of=BusyOf(kind="person", id=PERSON), times=[before, after]))
    plan = solved(work, season)
    starts = sorted(str(one.start) for one in plan.values())
    assert [start[:10] for start in starts] == ["2026-03-04"] * 2
    assert starts[0][11:13] < "13" <= starts[1][11:13]
    assert page(work, season).proven is True
    schedule(start=paris("2026-03-04T09:00"), end=paris("2026-03-04T12:00"), invited=[PERSON])
    plan = solved(work, season)
    assert len([one for one in plan.values() if one.start]) == 1
    (left,) = [one for one in plan.values() if not one.start]
    assert "d'autres ateliers" in left.why.replace("’", "'")


def test_a_pinned_slot_stays_and_the_rest_is_planned_around_it(work: RoomAtWork, season: str) -> None:
    want(work, season, "A", PERSON)
    first = solved(work, season)["A"]
    work.obey(PinSlot(item=first.id))
    want(work, season, "B", PERSON)
    plan = solved(work, season)
    assert (plan["A"].start, plan["A"].pinned) == (first.start, True)
    assert plan["B"].start not in (None, first.start)


def test_a_search_is_stopped_and_its_process_ends(work: RoomAtWork, season: str) -> None:
    want(work, season, "A", PERSON)
    work.obey(SolveSeason(season=season))
    with pytest.raises(Refused):
        want(work, season, "B", PERSON)
    work.tick("plan_seasons")
    (running,) = season_work.at_work()
    work.obey(StopSeason(season=season))
    work.tick("plan_seasons")
    assert running.process.poll() is not None
    assert season_work.at_work() == []
    assert page(work, season).state == "stopped"


def test_a_plan_becomes_polls_and_never_dates(work: RoomAtWork, season: str) -> None:
    want(work, season, "A", PERSON)
    want(work, season, "B", OTHER_PERSON, accompaniment=ELSEWHERE)
    with pytest.raises(Refused):
        work.obey(ApplySeason(season=season, deadline=MONDAY))
    plan = solved(work, season)
    with pytest.raises(InvalidInput):
        work.obey(ApplySeason(season=season, deadline=MONDAY + timedelta(days=30)))
    assert work.told(PollOpened) == []
    work.obey(ApplySeason(season=season, deadline=MONDAY - timedelta(days=7)))
    assert (len(work.told(PollOpened)), work.told(WorkshopScheduled)) == (2, [])
    item = next(one for one in page(work, season).items if one.title == "A")
    poll = work.ask(GetPoll(id=str(item.poll)))
    assert [slot.start for slot in poll.slots] == [plan["A"].start]
    assert [(guest.person, guest.needed) for guest in poll.guests] == [(PERSON, True)]
    with pytest.raises(Refused):
        work.obey(UnwantWorkshop(item=item.id))
    with pytest.raises(Refused):
        work.obey(SolveSeason(season=season))


def test_seasons_are_listed_with_their_workshops_the_latest_first(work: RoomAtWork, season: str) -> None:
    want(work, season, "A", PERSON)
    work.obey(BeginSeason(title="Automne", first=MONDAY, last=MONDAY))
    found = work.ask(ListSeasons()).seasons
    assert [(one.title, one.workshops, one.state) for one in found] == [
        ("Automne", 0, "draft"),
        ("Printemps", 1, "draft"),
    ]


def test_somebody_forgotten_is_of_no_season(work: RoomAtWork, season: str) -> None:
    want(work, season, "A", PERSON, OTHER_PERSON)
    work.hear(PersonErased(person=PERSON))
    assert [one.invited for one in page(work, season).items] == [1]


def test_days_that_make_no_sense_are_refused(work: RoomAtWork) -> None:
    for first, last in ((MONDAY, MONDAY - timedelta(days=1)), (MONDAY, MONDAY + timedelta(days=500))):
        with pytest.raises(InvalidInput):
            work.obey(BeginSeason(title="x", first=first, last=last))
