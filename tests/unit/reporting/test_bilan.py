"""The bilan: the year told, figures open, what was nobody's doing said as such, the same dates the same bytes."""

from __future__ import annotations

from datetime import date

import pytest

from services.reporting.rules.bilan import SHOWN, bilan, document
from shared import events
from shared.contracts.reporting import BilanPage
from shared.documents import make
from tests.unit.reporting.story import COQUELICOT, Story

KNOWN_AT = "2026-02-02T10:00:00+00:00"


@pytest.fixture
def story() -> Story:
    told = Story()
    told.call()
    told.enrol()
    told.interview(1, "s1", "2025-01")
    told.tell(events.SlotSearchFailed(month="2025-05", reason="public-holidays", **COQUELICOT), "2025-05")
    told.tell(events.WorkshopScheduled(workshop="w", title="Idées", format="idéation", **COQUELICOT), "2025-05")
    told.tell(
        events.WorkshopMoved(workshop="w", reason="Le budget", cause="budget-late", planned="2025-07", **COQUELICOT),
        "2025-06",
    )
    told.tell(events.WorkshopHeld(workshop="w", title="Idées", format="idéation", **COQUELICOT), "2025-07-03")
    told.tell(events.AttendanceRecorded(workshop="w", expected=12, present=9, **COQUELICOT), "2025-07-03")
    told.tell(events.NeedEmerged(need="n", title="Réserver des espaces", **COQUELICOT), "2025-07-03")
    told.tell(
        events.BilanHeld(findings="Modeste.\n\nEt solide.", open_questions=["Qui anime ensuite ?"], **COQUELICOT),
        "2025-12",
    )
    told.tell(events.ProjectEmerged(title="Un garage solidaire", **COQUELICOT), "2026-01")
    return told


def page(story: Story, day: date = date(2026, 2, 1)) -> BilanPage:
    programme = story.as_of(day.isoformat())
    return bilan(programme, programme.accompaniments["a-coquelicot"], KNOWN_AT)


def test_the_whole_year_is_told_with_open_figures(story: Story) -> None:
    found = page(story)
    assert (found.held, found.held_on, found.open_questions) == (True, "2025-12", ["Qui anime ensuite ?"])
    assert [one.code for one in found.figures] == list(SHOWN)
    values = {one.code: (one.value, len(one.events)) for one in found.figures}
    assert values["workshops_held"] == ("1", 1)
    assert values["attendance"][0] == "9 sur 12"
    assert [(one.cause, one.external) for one in found.hindrances] == [
        ("jours fériés", False),
        ("vote tardif du budget national", True),
    ]
    assert [one.sentence for one in found.needs] == ["Un besoin apparaît\u00a0: Réserver des espaces."]
    assert len(found.projects) == 1
    assert found.story[0].type == "territory-enrolled"


def test_before_its_day_nothing_of_what_came_after_is_known(story: Story) -> None:
    found = page(story, date(2025, 6, 30))
    assert (found.held, found.findings, found.projects) == (False, "", [])
    assert {one.code: one.value for one in found.figures}["workshops_held"] == "0"


@pytest.mark.parametrize("format_", ["odt", "docx", "pdf"])
def test_it_is_a_document_in_every_format_and_the_same_each_time(story: Story, format_: str) -> None:
    made = [make(document(page(story)), format_) for _ in range(2)]  # type: ignore[arg-type]  # the three formats
    assert made[0] == made[1]


def test_a_bilan_that_was_not_held_says_so(story: Story) -> None:
    words = repr(document(page(story, date(2025, 6, 30))).blocks)
    assert "pas encore tenue" in words
