"""How a poll is read: the order of slots, who is missing, and when a date may be fixed without asking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workshops.rules.polls import (
    Asked,
    Proposed,
    deadline_problems,
    is_complete,
    new_poll_problems,
    standings,
    strictly_best,
)
from shared.contracts.workshops import NewGuest, NewSlot, PollAnswer
from shared.ids import new_id

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def slot(name: str, day: int) -> Proposed:
    start = NOW + timedelta(days=day)
    return Proposed(name, start, start + timedelta(hours=3))


def said(*answers: str, needed: bool = False) -> Asked:
    """What one person said of a, b, c …; a dot is no answer."""
    words: dict[str, PollAnswer] = {"y": "yes", "i": "if-needed", "n": "no"}
    given_ = zip("abcdef", "".join(answers), strict=False)
    return Asked(new_id(), needed, {name: words[one] for name, one in given_ if one != "."})


A, B, C = slot("a", 10), slot("b", 11), slot("c", 12)


@pytest.mark.parametrize(
    ("guests", "order"),
    [
        ([said("nyy", needed=True), said("yyn")], "bca"),  # a «no» of somebody indispensable comes last
        ([said("iyy", needed=True), said("yny"), said("ynn")], "cba"),  # then the fewest «si besoin» of theirs
        ([said("yny"), said("ynn")], "acb"),  # then the most «oui»
        ([said("yyy")], "abc"),  # then the earliest
        ([said("...")], "abc"),
        ([said("i.."), said(".y.")], "bac"),
    ],
)
def test_slots_come_in_the_order_of_preference(guests: list[Asked], order: str) -> None:
    assert "".join(one.slot.id for one in standings([C, A, B], guests)) == order


def test_a_blank_is_no_answer_and_never_a_no() -> None:
    (first, *_) = standings([A], [said("."), said("n"), said("y")])
    assert (first.yes, first.if_needed, first.no, first.unanswered) == (1, 0, 1, 1)
    assert not is_complete(said("y.y"), [A, B, C])
    assert is_complete(said("yny"), [A, B, C])


@pytest.mark.parametrize(
    ("guests", "best"),
    [
        ([said("yn", needed=True), said("yy")], "a"),
        ([said("yy", needed=True), said("yy")], None),  # the earliest breaks ties on the page, never a decision
        ([said(".y", needed=True), said("yy")], "b"),
        ([said("..", needed=True), said("yn")], None),  # somebody indispensable has not said
        ([said("nn", needed=True), said("yy")], None),
        ([said("nn"), said("in")], None),  # nobody said yes
        ([], None),
    ],
)
def test_a_date_is_fixed_alone_only_where_one_slot_is_strictly_the_best(guests: list[Asked], best: str | None) -> None:
    found = strictly_best(standings([A, B], guests))
    assert (found.slot.id if found else None) == best


answers = st.lists(st.tuples(st.booleans(), st.text("yin.", min_size=4, max_size=4)), max_size=6)


@given(answers)
def test_what_is_strictly_the_best_beats_every_other_slot(people: list[tuple[bool, str]]) -> None:
    guests = [said(one, needed=needed) for needed, one in people]
    slots = [A, B, C, slot("d", 13)]
    ranked = standings(slots, guests)
    assert sorted(one.slot.id for one in ranked) == ["a", "b", "c", "d"]
    for one in ranked:
        assert one.yes + one.if_needed + one.no + one.unanswered == len(guests)
    found = strictly_best(ranked)
    if found is not None:
        assert found is ranked[0]
        assert all(found.preference < other.preference for other in ranked[1:])
        assert all(guest.answers.get(found.slot.id) in ("yes", "if-needed") for guest in guests if guest.needed)


@given(answers, st.permutations([A, B, C, slot("d", 13)]))
def test_the_order_does_not_depend_on_the_order_given(people: list[tuple[bool, str]], slots: list[Proposed]) -> None:
    guests = [said(one, needed=needed) for needed, one in people]
    assert standings(slots, guests) == standings(sorted(slots, key=lambda one: one.id), guests)


def new(day: int, hours: int = 3) -> NewSlot:
    start = NOW + timedelta(days=day)
    return NewSlot(start=start, end=start + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("slots", "guests", "deadline", "where"),
    [
        ([new(10), new(10)], 1, 5, "slots"),
        ([new(10, hours=-1)], 1, 5, "slots.0"),
        ([new(10), new(-1)], 1, 5, "slots.1"),
        ([new(10)], 1, -1, "deadline"),
        ([new(10), new(4)], 1, 5, "deadline"),
    ],
)
def test_each_thing_wrong_with_a_poll_is_named(slots: list[NewSlot], guests: int, deadline: int, where: str) -> None:
    people = [NewGuest(person=new_id()) for _ in range(guests)]
    assert [path for path, _ in new_poll_problems(slots, people, NOW + timedelta(days=deadline), NOW)] == [where]


def test_guests_are_ids_and_come_once() -> None:
    twice = NewGuest(person=new_id())
    problems = new_poll_problems([new(10)], [twice, NewGuest(person="Camille"), twice], NOW + timedelta(days=5), NOW)
    assert [path for path, _ in problems] == ["guests.1.person", "guests"]
    assert "Camille" not in str(problems)


def test_a_deadline_without_offset_is_refused() -> None:
    (problem,) = deadline_problems(datetime(2027, 4, 1), [], NOW)  # noqa: DTZ001 - it is the case
    assert problem[0] == "deadline"


def test_a_date_is_not_fixed_alone_while_too_few_of_a_college_can_come() -> None:
    guests = [Asked("1", False, {"a": "yes"}, "elected"), Asked("2", False, {"a": "if-needed"}, "elected")]
    (enough,) = standings([A], guests, {"elected": 2})
    assert (enough.lacking, strictly_best([enough])) == ((), enough)
    (few,) = standings([A], [*guests, Asked("3", False, {"a": "no"}, "residents")], {"elected": 2, "residents": 1})
    assert (few.lacking, strictly_best([few])) == (("residents",), None)
