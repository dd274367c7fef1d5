"""Clock times of a programme, the mix of colleges, what follows when a session moves, templates."""

from __future__ import annotations

from datetime import UTC, datetime

from services.workshops.rules import When
from services.workshops.rules.framing import mix, mix_notes, programme_notes, shift, timed
from shared.clock import PARIS
from shared.contracts.workshops import CAUSES, EXTERNAL, ProgrammeStep
from shared.contracts.workshops.causes import said
from shared.session_templates import FORMATS, TEMPLATES, THEMES


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


STEPS = [ProgrammeStep(minutes=30, title="Introduction"), ProgrammeStep(minutes=90, title="Idéation")]


def test_steps_follow_each_other_from_the_start() -> None:
    known = When(at("2025-07-03T09:00").astimezone(UTC), at("2025-07-03T12:00").astimezone(UTC), "2025-07-03")
    assert [(one.start, one.end) for one in timed(STEPS, known)] == [
        ("2025-07-03T09:00:00+02:00", "2025-07-03T09:30:00+02:00"),
        ("2025-07-03T09:30:00+02:00", "2025-07-03T11:00:00+02:00"),
    ]
    assert programme_notes(STEPS, known) == ["Il reste 1\u00a0h sans programme."]
    assert "dépasse la séance de 1\u00a0h" in programme_notes(STEPS * 2, known)[0]
    assert [one.start for one in timed(STEPS, When(occurred="2025-07"))] == [None, None]
    assert programme_notes(STEPS, When()) == []


def test_a_college_that_nobody_stands_for_is_named_but_not_in_a_restricted_group() -> None:
    counts = mix(["a", "b", "c"], ["a"], {"a": "elected", "b": "ess"})
    assert [(one.college, one.invited, one.present) for one in counts][:3] == [
        ("elected", 1, 1),
        ("agents", 0, 0),
        ("ess", 1, 0),
    ]
    (note,) = mix_notes(counts, circle="full")
    assert "habitants" in note
    assert "élus" not in note
    assert mix_notes(counts, circle="restricted") == []


def test_what_follows_keeps_its_hour_across_the_clock_change() -> None:
    moved = shift(at("2025-10-24T14:00"), at("2025-10-10T09:00"), at("2025-10-17T09:30"))
    assert moved.isoformat() == "2025-10-31T14:30:00+01:00"


def test_external_causes_are_said_as_such() -> None:
    assert set(CAUSES) >= EXTERNAL
    assert said("budget-late") == "cause extérieure, vote tardif du budget national"
    assert said("venue") == "lieu indisponible"
    assert said(None) == ""


def test_there_are_eight_themes_and_every_template_has_a_known_format_and_three_hours() -> None:
    assert len(THEMES) == 8
    for one in TEMPLATES.values():
        assert one.format in FORMATS
        assert sum(minutes for minutes, _ in one.steps) == 180
