"""What cannot be true at once in the agenda."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from services.workshops.rules.conflicts import Clash, Meeting, clashes


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=UTC)


def meeting(id: str, start: str, end: str, **more: Any) -> Meeting:
    people = {name: frozenset(more.pop(name, ())) for name in ("people", "facilitators")}
    return Meeting(id, at(start), at(end), **people, **more)


def found(*meetings: Meeting, **more: Any) -> list[Clash]:
    known = {"busy": {}, "holiday": lambda _day: None, "way": lambda _one, _other: 0, **more}
    return clashes(meetings, **known)


def kinds(*meetings: Meeting, **more: Any) -> list[str]:
    return [clash.kind for clash in found(*meetings, **more)]


MORNING = {"start": "04T08:00", "end": "04T11:00"}
LATER = {"start": "04T11:00", "end": "04T14:00"}


def test_the_same_person_cannot_be_at_two_workshops_that_overlap_but_at_two_that_touch() -> None:
    one = meeting("1", **MORNING, people={"a", "b"})
    other = meeting("2", "04T10:30", "04T12:00", people={"b", "c"})
    (clash,) = found(one, other)
    assert clash == Clash("person", "2", "1", subjects=frozenset({"b"}))
    assert kinds(one, meeting("2", **LATER, people={"b"})) == []


def test_whoever_facilitates_one_of_them_is_told_apart() -> None:
    one = meeting("1", **MORNING, people={"a"}, facilitators={"f"})
    other = meeting("2", **MORNING, people={"a", "f"})
    assert {clash.kind: clash.subjects for clash in found(one, other)} == {"facilitator": {"f"}, "person": {"a"}}


def test_a_place_holds_one_workshop_at_a_time_and_none_when_it_is_taken() -> None:
    one, other = meeting("1", **MORNING, venue="v"), meeting("2", **MORNING, venue="v")
    assert kinds(one, other) == ["venue"]
    assert kinds(one, meeting("2", **MORNING, venue="w")) == []
    assert kinds(one, busy={"v": [(at("04T09:00"), at("04T09:30"))]}) == ["venue"]


def test_between_two_places_on_one_day_there_must_be_time_to_travel() -> None:
    one = meeting("1", **MORNING, venue="v", people={"a"})
    near = meeting("2", "04T11:45", "04T14:00", venue="w", people={"a"})
    assert kinds(one, near, way=lambda _a, _b: 45) == []
    assert kinds(one, near, way=lambda _a, _b: 46) == ["travel"]
    assert kinds(one, meeting("2", "04T11:45", "04T14:00", venue="w", people={"b"}), way=lambda _a, _b: 90) == []
    assert kinds(one, meeting("2", "05T08:00", "05T09:00", venue="w", people={"a"}), way=lambda _a, _b: 1440) == []


def test_a_holiday_and_a_busy_person_are_conflicts_of_their_own() -> None:
    one = meeting("1", **MORNING, people={"a"}, accompaniment="t")
    assert [clash.named for clash in found(one, holiday={date(2026, 3, 4): "Deuil national"}.get)] == ["Deuil national"]
    taken = [(at("04T10:59"), at("04T12:00"))]
    (clash,) = found(one, busy={"a": taken})
    assert (clash.kind, clash.subject) == ("busy", "a")
    assert kinds(one, busy={"a": [(at("04T11:00"), at("04T12:00"))]}) == []
    (whole,) = found(one, busy={"t": taken})
    assert (whole.kind, whole.subject, whole.subjects) == ("busy", "t", frozenset())


def test_it_is_the_same_conflict_whatever_the_order_one_looks_in() -> None:
    one, other = meeting("1", **MORNING, people={"a"}), meeting("2", "04T07:00", "04T09:00", people={"a"})
    assert found(one, other) == found(other, one)
    assert found(one, other)[0].key == "person/2/1"


def test_workshops_that_end_the_day_after_meet_those_of_that_day() -> None:
    night = meeting("1", "04T20:00", "05T08:30", people={"a"})
    assert kinds(night, meeting("2", "05T08:00", "05T09:00", people={"a"})) == ["person"]
