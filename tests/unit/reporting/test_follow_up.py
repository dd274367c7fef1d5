"""A line of the follow-up, as of a day (contract.md, «Follow-up export as JSON»)."""

from __future__ import annotations

from typing import Any

import pytest

from services.reporting.rules.figures import FIGURES, facts_behind
from services.reporting.rules.follow_up import follow_up
from shared import events
from shared.contracts.reporting import FollowUpLine
from shared.events import Event
from tests.unit.reporting.story import COQUELICOT, HELLEMMES, RECORDED, Story


def line_of(story: Story, day: str = "2026-02-02") -> FollowUpLine:
    (call,) = follow_up(story.as_of(day))
    (line,) = call.territories
    return line


def enrolled(occurred: str | None = "2024-11", **call: Any) -> Story:
    story = Story()
    story.call(**call)
    story.enrol(occurred)
    return story


def test_a_territory_that_was_just_enrolled_has_an_empty_line():
    story = Story()
    story.call()
    story.enrol("2024-11", siren="248000747")
    assert line_of(story, "2024-12-01") == FollowUpLine(
        id="t-coquelicot",
        name="CC du Pays du Coquelicot",
        siren="248000747",
        insee=None,
        stage="prospection",
        enrolled="2024-11",
        last_fact={"type": "territory-enrolled", "occurred": "2024-11"},
        next_deadline="2025-11-30",
        interviews=0,
        organisations_met=0,
        organisations_ess_interested=0,
        stakes=0,
        diagnostic_conclusion=None,
        workshops_held=0,
        attendance={"expected": None, "present": None},
        months_without_slot=[],
        platforms_presented=0,
        choice=None,
        bilan_held=False,
        alerts=[],
    )


def test_only_territories_enrolled_by_the_day_have_a_line():
    story = enrolled("2024-11")
    assert follow_up(story.as_of("2024-11-29"))[0].territories == []
    assert [line.name for line in follow_up(story.as_of("2024-11-30"))[0].territories] == ["CC du Pays du Coquelicot"]


def test_calls_come_in_order_of_publication_and_territories_by_name():
    story = Story()
    story.call("2024", "c-2024")
    story.call("2022", "c-2022")
    story.enrol("2024-11", HELLEMMES)
    story.enrol("2024-11", COQUELICOT)
    story.tell(
        events.TerritoryEnrolled(
            call="c-2022", name="Hellemmes", kind="commune-associee", territory="t-hellemmes", accompaniment="a-2022"
        ),
        "2022-05",
    )
    calls = follow_up(story.as_of("2026-02-02"))
    assert [(call.id, [line.name for line in call.territories]) for call in calls] == [
        ("c-2022", ["Hellemmes"]),
        ("c-2024", ["CC du Pays du Coquelicot", "Hellemmes"]),
    ]


def test_a_call_to_come_is_not_shown_unless_a_territory_is_already_enrolled_in_it():
    story = Story()
    story.call("2024")
    assert follow_up(story.as_of("2024-11-30")) == []
    story.enrol("2024-11")
    (call,) = follow_up(story.as_of("2024-11-30"))
    assert (call.title, len(call.territories)) == ("Appel c-2024", 1)


def test_a_territory_of_a_call_nobody_told_of_still_has_its_line():
    story = Story()
    story.enrol("2024-11")
    (call,) = follow_up(story.as_of("2025-01-01"))
    assert (call.title, call.territories[0].next_deadline) == ("Appel sans titre connu", None)


def test_one_call_alone_may_be_asked_for():
    story = enrolled()
    story.call("2025-01", "c-2025")
    assert [call.id for call in follow_up(story.as_of("2026-02-02"), "c-2025")] == ["c-2025"]


def test_the_stage_is_the_last_one_entered_and_order_is_free():
    story = enrolled()
    story.tell(events.StageEntered(stage="inspiration", **COQUELICOT), "2025-03")
    story.tell(events.StageEntered(stage="diagnostic", **COQUELICOT), "2025-01")
    assert line_of(story, "2025-02-15").stage == "diagnostic"
    assert line_of(story).stage == "inspiration"


def test_of_two_stages_on_one_day_the_one_told_last_counts():
    story = enrolled()
    story.tell(events.StageEntered(stage="rencontres", **COQUELICOT), "2025-03")
    story.tell(events.StageEntered(stage="inspiration", **COQUELICOT), "2025-03")
    assert line_of(story).stage == "inspiration"


def test_messages_and_deadlines_are_never_the_last_fact():
    story = enrolled()
    story.tell(events.WorkshopHeld(workshop="w", title="A", format="idéation", **COQUELICOT), "2025-07-01/2025-07-10")
    story.tell(events.BilanDue(due="2025-11-30", **COQUELICOT), "2025-11-30")
    story.tell(events.NotificationSent(plan="p", rule="r", about="w", **COQUELICOT), "2025-12-01")
    last = line_of(story).last_fact
    assert last is not None
    assert (last.type, last.occurred) == ("workshop-held", "2025-07-01/2025-07-10")


@pytest.mark.parametrize(
    ("occurred", "months", "deadline"),
    [
        ("2024-11", 12, "2025-11-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-11-21/2024-11-30", 12, "2025-11-30"),
        ("2024-10-31", 4, "2025-02-28"),
        ("2024-11", None, None),
        (None, 12, None),
    ],
)
def test_the_bilan_is_due_so_many_months_after_the_latest_day_of_the_enrolment(
    occurred: str | None, months: int | None, deadline: str | None
):
    story = enrolled(occurred, bilan_after_months=months)
    assert line_of(story).next_deadline == deadline


def test_a_passed_deadline_stays_the_next_one_until_the_bilan_is_held():
    story = enrolled()
    assert line_of(story, "2026-01-15").next_deadline == "2025-11-30"
    story.tell(events.BilanHeld(findings="modestes", **COQUELICOT), "2026-01/2026-03")
    held = line_of(story, "2026-03-31")
    assert (held.next_deadline, held.bilan_held) == (None, True)
    before = line_of(story, "2026-03-30")
    assert (before.next_deadline, before.bilan_held) == ("2025-11-30", False)


def test_a_deadline_that_fell_due_says_its_own_day_and_the_last_telling_counts():
    story = enrolled(None)
    story.tell(events.BilanDue(due="2026-01-15", **COQUELICOT), "2026-01-15")
    story.tell(events.BilanDue(due="2026-01-10", **COQUELICOT), "2026-01-10")
    assert line_of(story).next_deadline == "2026-01-10"


def test_interviews_structures_and_interest_are_counted_apart():
    story = enrolled()
    story.interview(1, "s1", "2025-01", appetite="refusal")
    story.interview(2, "s1", "2025-02", appetite="interested")
    story.interview(3, "s2", "2025-02", appetite="interested")
    story.interview(4, "s2", "2025-03", appetite="reserved")
    story.interview(5, "s3", "2025-03", appetite="interested", kind="industry", ess=False)
    line = line_of(story)
    assert (line.interviews, line.organisations_met, line.organisations_ess_interested) == (5, 3, 1)
    earlier = line_of(story, "2025-02-28")
    assert (earlier.interviews, earlier.organisations_met, earlier.organisations_ess_interested) == (3, 2, 2)


def test_the_conclusion_stays_when_the_orientation_changes_afterwards():
    story = enrolled()
    story.tell(events.DiagnosticConcluded(conclusion="too-early", **COQUELICOT), "2025-04")
    story.tell(events.OrientationValidated(orientation="la Manufacture", **COQUELICOT), "2025-04")
    assert line_of(story).diagnostic_conclusion == "too-early"


def test_attendance_adds_up_the_last_recording_of_each_workshop_held():
    story = enrolled()
    for number in (1, 2, 3):
        story.tell(events.WorkshopHeld(workshop=f"w{number}", title="A", format="f", **COQUELICOT), f"2025-0{number}")
    story.tell(events.AttendanceRecorded(workshop="w1", expected=12, present=9, **COQUELICOT), "2025-01")
    story.tell(events.AttendanceRecorded(workshop="w1", expected=12, present=8, **COQUELICOT), "2025-01")
    story.tell(events.AttendanceRecorded(workshop="w2", present=5, **COQUELICOT), "2025-02")
    story.tell(events.AttendanceRecorded(workshop="w9", expected=99, present=99, **COQUELICOT), "2025-02")
    attendance = line_of(story).attendance
    assert (attendance.expected, attendance.present) == (12, 13)


def test_attendance_is_null_where_nobody_said_and_counted_from_the_entries_where_only_they_say():
    story = enrolled()
    story.tell(events.WorkshopHeld(workshop="w", title="A", format="f", **COQUELICOT), "2025-01")
    story.tell(events.AttendanceRecorded(workshop="w", **COQUELICOT), "2025-01")
    assert line_of(story).attendance.model_dump() == {"expected": None, "present": None}
    awaited: list[dict[str, str | int | None]] = [{"structure": "s", "status": "expected"}]
    story.tell(events.AttendanceRecorded(workshop="w", entries=awaited, **COQUELICOT), "2025-01")
    assert line_of(story).attendance.model_dump() == {"expected": 1, "present": None}
    entries: list[dict[str, str | int | None]] = [
        {"person": f"p{place}", "status": status}
        for place, status in enumerate(["present", "late-withdrawal", "absent", "excused", "walk-in"])
    ]
    story.tell(events.AttendanceRecorded(workshop="w", entries=entries, **COQUELICOT), "2025-01")
    assert line_of(story).attendance.model_dump() == {"expected": 4, "present": 2}


def test_months_without_slot_come_in_order_each_with_the_reason_told_last():
    story = enrolled()
    for month, reason in [("2025-06", "other"), ("2025-05", "public-holidays"), ("2025-06", "overload")]:
        story.tell(events.SlotSearchFailed(month=month, reason=reason, **COQUELICOT), month)
    months = [(one.month, one.reason) for one in line_of(story).months_without_slot]
    assert months == [("2025-05", "public-holidays"), ("2025-06", "overload")]


def test_the_choice_is_null_then_open_then_a_platform_and_may_open_again():
    story = enrolled()
    assert line_of(story).choice is None
    for platform in ("dokos", "espace-sur-demande"):
        story.tell(events.PlatformShortlisted(shortlist="s", platform=platform, approach="…", **COQUELICOT), "2025-09")
        story.tell(events.PlatformPresented(shortlist="s", platform=platform, **COQUELICOT), "2025-10")
    assert (line_of(story).choice, line_of(story).platforms_presented) == ("open", 2)
    story.tell(events.PlatformChosen(shortlist="s", platform="dokos", **COQUELICOT), "2025-11")
    assert line_of(story).choice == "dokos"
    story.tell(events.ChoiceLeftOpen(shortlist="s", **COQUELICOT), "2025-12")
    assert line_of(story).choice == "open"
    story.tell(events.PlatformChosen(shortlist="s", platform="dokos", **COQUELICOT), "2026-01-05")
    story.tell(
        events.PlatformShortlisted(shortlist="other", platform="dokos", approach="…", **COQUELICOT), "2026-01-10"
    )
    assert line_of(story).choice == "open"


def test_two_accompaniments_of_one_territory_do_not_mix():
    story = enrolled()
    again: dict[str, str] = {"territory": "t-coquelicot", "accompaniment": "a-2022"}
    story.tell(events.StakeNamed(stake="s", title="Mobilité", **again), "2022-06")
    assert line_of(story).stakes == 0


def everything_told() -> Story:
    story = enrolled()
    told: list[tuple[Event, str]] = [
        (events.StageEntered(stage="diagnostic", **COQUELICOT), "2025-01"),
        (events.StakeNamed(stake="s1", title="Mobilité", **COQUELICOT), "2025-03"),
        (events.StakeNamed(stake="s2", title="Emploi", **COQUELICOT), "2025-03"),
        (events.DiagnosticConcluded(conclusion="too-early", **COQUELICOT), "2025-04"),
        (events.SlotSearchFailed(month="2025-05", reason="overload", **COQUELICOT), "2025-05"),
        (events.WorkshopHeld(workshop="w1", title="A", format="f", **COQUELICOT), "2025-07"),
        (events.AttendanceRecorded(workshop="w1", expected=3, present=2, **COQUELICOT), "2025-07"),
        (events.WorkshopHeld(workshop="w2", title="B", format="f", **COQUELICOT), "2025-11"),
        (events.PlatformShortlisted(shortlist="l", platform="dokos", approach="…", **COQUELICOT), "2026-01"),
        (events.PlatformPresented(shortlist="l", platform="dokos", **COQUELICOT), "2026-01"),
        (events.BilanHeld(findings="modestes", **COQUELICOT), "2026-01"),
    ]
    for number in range(4):
        story.interview(number, f"s{number % 3}", "2025-02")
    for event, occurred in told:
        story.tell(event, occurred)
    return story


def test_every_field_of_a_line_opens_and_every_count_is_the_number_of_its_facts():
    story = everything_told()
    programme = story.as_of("2026-02-02")
    one = programme.accompaniments["a-coquelicot"]
    line = line_of(story)
    assert list(FIGURES) == list(FollowUpLine.model_fields)
    for name, figure in FIGURES.items():
        facts = facts_behind(figure, programme, one)
        assert facts or name == "alerts", name
        value = getattr(line, name)
        if isinstance(value, int) and not isinstance(value, bool):
            assert (len(facts), figure.value(line)) == (value, str(value)), name


def test_a_line_told_out_of_order_is_the_same_line():
    story = everything_told()
    expected = line_of(story)
    story.told.reverse()
    assert line_of(story) == expected


def test_what_was_recorded_afterwards_does_not_change_a_line_as_it_was_known():
    story = everything_told()
    before = follow_up(story.as_of("2025-07-31", known_at=story.recorded))
    known_at = story.recorded
    story.interview(99, "s99", "2025-01")
    story.tell(events.StakeNamed(stake="s9", title="Garde d’enfants", **COQUELICOT), "2024-12")
    assert follow_up(story.as_of("2025-07-31", known_at=known_at)) == before
    assert follow_up(story.as_of("2025-07-31")) != before
    assert known_at > RECORDED
