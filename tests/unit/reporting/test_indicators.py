"""The funder's figures: simply counted, each equal to what its events justify."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.rules.definitions import DEFINITIONS
from services.reporting.rules.facts import Fact
from services.reporting.rules.indicators import count, indicators, territories
from services.reporting.rules.programme import programme
from shared import events
from shared.contracts.reporting import Indicator
from shared.partial_dates import parse
from shared.periods import read_period
from tests.unit.reporting.story import COQUELICOT, HELLEMMES, Story

CODES = [
    "territories", "interviews", "organisations_met", "organisations_ess", "workshops_held", "attendances",
    "attendance_rate", "visits", "platforms_presented", "bilans_held", "fse_participants",
]  # fmt: skip


def figures(story: Story, period: str = "2025", day: str = "2026-02-02") -> dict[str, Indicator]:
    counted = count(story.as_of(day), read_period(period)).total
    return {one.code: one for one in indicators(counted)}


def session(story: Story, workshop: str, occurred: str | None, *people: str, **who: Any) -> None:
    """An attendance sheet on which `people` are present; a name with ! is absent."""
    entries: list[dict[str, str | int | None]] = [
        {"person": person.strip("!"), "status": "absent" if "!" in person else "present", "minutes": None}
        for person in people
    ]
    story.tell(events.AttendanceRecorded(workshop=workshop, entries=entries, **{**COQUELICOT, **who}), occurred)


def test_every_code_of_the_contract_has_its_label_unit_and_definition():
    assert list(figures(Story())) == CODES == list(DEFINITIONS)
    for definition in DEFINITIONS.values():
        assert definition.text.endswith(".")
        assert definition.label[0].isupper()
        assert definition.unit


def test_nothing_told_counts_nothing():
    values = {code: one.value for code, one in figures(Story()).items()}
    assert values == {code: None if code == "attendance_rate" else 0 for code in CODES}


def test_a_fact_counts_where_it_stands_and_not_after_the_day_of_the_report():
    story = Story()
    story.call()
    story.enrol("2024-11")
    story.interview(1, "s1", "2024-12")
    story.interview(2, "s1", "2025-03")
    story.interview(3, "s2", "2025-08")
    assert figures(story)["interviews"].value == 2
    assert figures(story, "2025-S1")["interviews"].value == 1
    assert figures(story, "2025", "2025-07-31")["interviews"].value == 1
    assert figures(story, "2025", "2024-12-31")["interviews"].value == 0
    assert figures(story, "2025-03-31/2025-03-31")["interviews"].events == ["e0004"]


def test_a_territory_is_accompanied_when_it_is_enrolled_by_the_end_and_something_happens():
    story = Story()
    story.call()
    story.enrol("2024-11", COQUELICOT)
    story.enrol("2024-11", HELLEMMES)
    again = {"territory": "t-coquelicot", "accompaniment": "a-again"}
    story.tell(events.TerritoryEnrolled(call="c-2025", name="CC du Pays du Coquelicot", kind="x", **again), "2025-05")
    story.tell(events.MilestoneNoted(title="…", **COQUELICOT), "2025-02")
    story.tell(events.NotificationSent(plan="p", rule="r", about="a", **HELLEMMES), "2025-02")
    assert (figures(story)["territories"].value, figures(story)["territories"].events) == (1, ["e0002"])
    assert figures(story, "2024")["territories"].events == ["e0002", "e0003"]
    assert figures(story, "2026")["territories"].value == 0


def test_only_stated_presences_are_counted_and_there_is_no_rate_without_them():
    story = Story()
    story.tell(events.WorkshopHeld(workshop="w1", title="A", format="f", **COQUELICOT), "2025-07")
    assert (figures(story)["attendances"].value, figures(story)["attendances"].events) == (0, [])
    story.tell(events.AttendanceRecorded(workshop="w1", expected=12, **COQUELICOT), "2025-07")
    assert (figures(story)["attendances"].value, figures(story)["attendance_rate"].value) == (0, None)
    story.tell(events.AttendanceRecorded(workshop="w1", expected=12, present=8, **COQUELICOT), "2025-07")
    assert (figures(story)["attendances"].value, figures(story)["attendance_rate"].value) == (8, 66.7)
    assert figures(story)["attendances"].events == ["e0003"]


def test_a_later_sheet_replaces_the_earlier_one_also_across_periods():
    story = Story()
    story.tell(events.AttendanceRecorded(workshop="w1", expected=10, present=10, **COQUELICOT), "2025-06")
    story.tell(events.AttendanceRecorded(workshop="w1", expected=10, present=7, **COQUELICOT), "2025-07")
    assert (figures(story, "2025-S1")["attendances"].value, figures(story, "2025-S2")["attendances"].value) == (0, 7)


def test_a_platform_presented_to_two_territories_counts_once_in_all_and_once_for_each():
    story = Story()
    story.call()
    for who in (COQUELICOT, HELLEMMES):
        story.enrol("2024-11", who)
        story.tell(events.PlatformPresented(shortlist="s", platform="dokos", **who), "2025-09")
    counted = count(story.as_of("2026-02-02"), read_period("2025"))
    assert counted.total["platforms_presented"][0] == 1
    by_territory = {one.name: {line.code: line.value for line in one.indicators} for one in territories(counted)}
    assert list(by_territory) == ["CC du Pays du Coquelicot", "Hellemmes"]
    assert all(values["platforms_presented"] == values["territories"] == 1 for values in by_territory.values())


def test_somebody_at_one_workshop_is_no_participant_somebody_at_two_days_is_one_once():
    story = Story()
    session(story, "w1", "2025-07-03", "p1", "p2", "p3", "p4!")
    session(story, "w2", "2025-07-03", "p2")
    session(story, "w3", "2025-11-18", "p1", "p3!", "p4")
    session(story, "w4", "2025-11-20", "p1", **HELLEMMES)
    assert (figures(story)["fse_participants"].value, figures(story)["fse_participants"].events) == (
        1,
        ["e0001", "e0003", "e0004"],
    )


def test_two_partial_dates_are_two_days_only_when_they_cannot_be_the_same():
    story = Story()
    session(story, "w1", "2025-07", "p1", "p2", "p3")
    session(story, "w2", "2025-07-01/2025-07-10", "p1")
    session(story, "w3", "2025-08", "p2")
    session(story, "w4", None, "p3")
    session(story, "w5", "2025-12-31", "nobody")
    assert figures(story)["fse_participants"].value == 1
    assert figures(story)["fse_participants"].events == ["e0001", "e0003"]


# --- against a recount written apart

DAYS = ["2024-12-31", "2025-01", "2025-01-01/2025-01-20", "2025-01-15", "2025-02-03", "2025", None]
WHO = [COQUELICOT, HELLEMMES]
_who, _day = st.sampled_from(WHO), st.sampled_from(DAYS)
_small = st.integers(0, 3)
_person = st.fixed_dictionaries(
    {
        "person": st.sampled_from(["p1", "p2", "p3"]),
        "status": st.sampled_from(["present", "walk-in", "absent", "expected", "late-withdrawal"]),
    }
)


def _events() -> st.SearchStrategy[events.Event]:
    def build(make: Any, **fields: Any) -> st.SearchStrategy[events.Event]:
        made = st.fixed_dictionaries({"who": _who, **fields})
        return made.map(lambda given: make(**given.pop("who"), **given))

    number = _small.map(str)
    return st.one_of(
        build(
            events.InterviewLogged,
            interview=number,
            structure=number,
            kind=st.just("ess"),
            ess=st.booleans(),
            appetite=st.just("curious"),
        ),
        build(events.WorkshopHeld, workshop=number, title=st.just("A"), format=st.just("f")),
        build(
            events.AttendanceRecorded,
            workshop=number,
            expected=st.none() | _small,
            present=st.none() | _small,
            entries=st.lists(_person, max_size=3),
        ),
        build(events.VisitHeld, visit=number, title=st.just("V"), destination=st.just("D")),
        build(events.PlatformPresented, shortlist=st.just("l"), platform=number),
        build(events.BilanHeld, findings=st.just("…")),
        build(events.TerritoryEnrolled, call=st.just("c"), name=st.sampled_from(["A", "B"]), kind=st.just("commune")),
        build(events.NotificationSent, plan=number, rule=number, about=number),
    )


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Whatever may be told, in any order, on days inside and outside the period."""
    story = Story()
    for event, occurred in draw(st.lists(st.tuples(_events(), _day), max_size=12)):
        story.tell(event, occurred)
    return story


def _sheet(fact: Fact) -> tuple[int | None, int | None]:
    statuses = [entry["status"] for entry in fact.data["entries"]]
    expected, present = fact.data["expected"], fact.data["present"]
    if expected is None and [status for status in statuses if status != "walk-in"]:
        expected = len([status for status in statuses if status != "walk-in"])
    if present is None and set(statuses) - {"expected"}:
        present = len([status for status in statuses if status in ("present", "walk-in")])
    return expected, present


def recount(code: str, facts: list[Fact]) -> int | float | None:
    """What these facts alone justify for a code, read from its definition; nothing here is the rules' own code."""
    things = {
        "territories": lambda fact: fact.territory,
        "interviews": lambda fact: fact.data["interview"],
        "organisations_met": lambda fact: fact.data["structure"],
        "organisations_ess": lambda fact: fact.data["structure"] if fact.data["ess"] else None,
        "workshops_held": lambda fact: fact.data["workshop"],
        "visits": lambda fact: fact.data["visit"],
        "platforms_presented": lambda fact: fact.data["platform"],
        "bilans_held": lambda fact: fact.accompaniment,
    }
    if code in things:
        return len({things[code](fact) for fact in facts} - {None})
    sheets = [_sheet(fact) for fact in facts]
    if code == "attendances":
        return sum(present or 0 for _, present in sheets)
    if code == "attendance_rate":
        awaited = sum(expected or 0 for expected, _ in sheets)
        return None if not awaited else int(1000 * sum(came or 0 for _, came in sheets) / awaited + 0.5) / 10
    return len({person for person in ("p1", "p2", "p3") if _participates(person, facts)})


def _participates(person: str, facts: list[Fact]) -> bool:
    there = [
        set(_days(fact.occurred))
        for fact in facts
        for entry in fact.data["entries"]
        if entry["person"] == person and entry["status"] in ("present", "walk-in") and fact.occurred
    ]
    return any(not (one & other) for one in there for other in there)


def _days(occurred: str) -> list[date]:
    partial = parse(occurred)
    length = (partial.latest - partial.earliest).days + 1
    return [partial.earliest + timedelta(days=number) for number in range(length)]


TYPES_OF = {
    "interviews": "interview-logged",
    "organisations_met": "interview-logged",
    "organisations_ess": "interview-logged",
    "workshops_held": "workshop-held",
    "visits": "visit-held",
    "platforms_presented": "platform-presented",
    "bilans_held": "bilan-held",
}


@given(stories(), st.sampled_from(["2025", "2025-01", "2025-S2", "2024-12-31/2025-01-20"]))
def test_every_value_is_what_its_events_justify_and_misses_nothing(story: Story, period_text: str):
    period = read_period(period_text)
    state = programme(story.facts(), date(2026, 2, 2))
    facts = {fact.id: fact for fact in state.facts}
    inside = [fact for fact in state.facts if period.first <= fact.on <= period.last]
    counted = count(state, period)
    groups = [(indicators(counted.total), inside)]
    groups += [(one.indicators, [fact for fact in inside if fact.territory == one.id]) for one in territories(counted)]
    for lines, theirs in groups:
        for line in lines:
            behind = [facts[id_] for id_ in line.events]
            assert line.value == (None if line.value is None else recount(line.code, behind)), line.code
            assert len(set(line.events)) == len(line.events)
            assert line.code == "territories" or all(fact in theirs for fact in behind)
            if line.code in TYPES_OF:
                of_type = [fact for fact in theirs if fact.type == TYPES_OF[line.code]]
                assert line.value == recount(line.code, of_type) == len(behind), line.code


@given(stories())
def test_the_sum_of_two_halves_is_the_year_for_what_happens_once(story: Story):
    ids = [one.data.get("interview") for one in story.told if one.type == "interview-logged"]
    if len(set(ids)) < len(ids):
        return
    halves = [figures(story, half)["interviews"].value for half in ("2025-S1", "2025-S2")]
    assert sum(int(value or 0) for value in halves) == figures(story, "2025")["interviews"].value
