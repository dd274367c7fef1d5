"""The place of a search, and of whom the session is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from services.workshops.agenda.finder import find_slots
from services.workshops.agenda.places import closed_between
from services.workshops.agenda.search import Opening, Person, Quorum, SchoolHolidays, Search, Treatment, busy_between

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 3, 4)


def search(*people: Person, **more: object) -> Search:
    asked = Search(PARIS, DAY, DAY, 60, Opening(frozenset(range(7)), ((540, 720),)), people, step=60, top=50)
    return replace(asked, **more)  # type: ignore[arg-type]


def busy(start: int, end: int) -> tuple[int, int]:
    """Hours of the day, in Paris (one ahead of UTC in March)."""
    return busy_between(datetime(2026, 3, 4, start - 1, tzinfo=UTC), datetime(2026, 3, 4, end - 1, tzinfo=UTC))


def starts(asked: Search) -> list[int]:
    return [slot.start.hour for slot in find_slots(asked).slots]


def test_a_place_that_is_taken_or_closed_takes_its_starts_away_with_their_reason() -> None:
    asked = search(Person("a"), venue_busy=(busy(9, 10),), venue_closed=(busy(11, 12),))
    assert starts(asked) == [10]
    assert {"lieu déjà pris": 1, "lieu fermé": 1}.items() <= find_slots(asked).excluded.items()


def test_school_holidays_come_last_also_where_the_place_leaves_only_some_starts() -> None:
    spring = replace(
        search(
            Person("a"),
            venue_busy=(busy_between(datetime(2026, 4, 10, 7, tzinfo=UTC), datetime(2026, 4, 10, 8, tzinfo=UTC)),),
        ),
        first_day=date(2026, 4, 10),
        last_day=date(2026, 4, 13),
        school_holidays=SchoolHolidays("B", Treatment.RANK_LAST),
    )
    found = [(slot.start.day, slot.start.hour) for slot in find_slots(spring).slots]
    assert found[:2] == [(10, 10), (10, 11)]
    assert all(day >= 11 for day, _ in found[2:])


def test_opening_hours_of_a_place_close_the_rest_of_each_day() -> None:
    closed = closed_between([(2, 600, 720), (2, 840, 1080)], DAY, DAY, PARIS)
    assert [(end - start) // 60 for start, end in closed] == [600, 120, 360]
    assert closed_between([], DAY, DAY, PARIS) == ()
    (whole,) = closed_between([(0, 540, 720)], DAY, DAY, PARIS)
    assert whole[1] - whole[0] == 86_400


def test_so_many_of_a_college_must_be_free_and_the_answer_says_what_would_have_to_give() -> None:
    people = (Person("e1", busy=(busy(9, 11),)), Person("e2", busy=(busy(11, 12),)), Person("h"))
    both = Quorum("élus", frozenset({"e1", "e2"}), 2)
    one = replace(both, least=1)
    assert starts(search(*people, quorums=(one,))) == [9, 10, 11]
    answer = find_slots(search(*people, quorums=(both,)))
    assert answer.slots == ()
    assert answer.excluded["composition\u00a0: il faut au moins 2 élus"] == 3
    assert answer.compromise is not None
    assert answer.compromise.message == "Sans la composition demandée (2 élus), 3 créneaux\u00a0: 3 en mars\u00a02026."
    assert len(answer.compromise.slots) == 3
