"""The example shows what the sources say, and no more (domain.md section 12)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.support.example import events, follow_up, line_of, terreau

COQUELICOT, HELLEMMES = "248000747", "59298"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the example was loaded."""
    folder = tmp_path_factory.mktemp("example")
    terreau(folder, "example", "load")
    return folder


@pytest.fixture(scope="module")
def journal(told: Path) -> list[dict[str, Any]]:
    """The journal of the example."""
    return events(told)


def of_type(journal: list[dict[str, Any]], type_: str, name: str) -> list[dict[str, Any]]:
    """The events of a type in the (latest) accompaniment of a territory."""
    enrolled = [e for e in journal if e["type"] == "territory-enrolled" and name in e["data"]["name"]]
    accompaniment = enrolled[-1]["data"]["accompaniment"]
    return [e for e in journal if e["type"] == type_ and e["data"]["accompaniment"] == accompaniment]


def test_the_pays_du_coquelicot_at_the_end(told: Path) -> None:
    line = line_of(follow_up(told), COQUELICOT)
    assert line["interviews"] > 30
    assert line["organisations_ess_interested"] == 5
    assert line["stakes"] == 5
    assert line["diagnostic_conclusion"] == "too-early"
    assert line["workshops_held"] == 2
    assert line["platforms_presented"] == 2
    assert line["choice"] == "open"
    assert line["bilan_held"] is True
    months = {gap["month"]: gap["reason"] for gap in line["months_without_slot"]}
    assert sorted(months) == ["2025-05", "2025-06", "2025-09", "2025-10"]
    assert len(set(months.values())) == 4
    assert line["attendance"] == {"expected": None, "present": None}


def test_the_pays_du_coquelicot_on_15_july_2025(told: Path) -> None:
    line = line_of(follow_up(told, "--as-of", "2025-07-15"), COQUELICOT)
    assert (line["workshops_held"], line["platforms_presented"], line["choice"]) == (1, 0, None)
    assert (line["next_deadline"], line["bilan_held"]) == ("2025-11-30", False)


def test_dates_are_as_partial_as_the_sources_say(journal: list[dict[str, Any]]) -> None:
    def dates(type_: str) -> list[str | None]:
        return [event.get("occurred") for event in of_type(journal, type_, "Coquelicot")]

    assert set(dates("interview-logged")) == {"2024-11/2025-04"}
    assert dates("workshop-held") == ["2025-07-01/2025-07-10", "2025-11"]
    assert dates("orientation-validated") == ["2025-04"]
    assert dates("bilan-held") == ["2026-01/2026-03"]
    assert dates("platform-presented") == ["2026-01/2026-03"] * 2
    assert dates("bilan-due") == ["2025-11-30"]
    assert dates("workshop-scheduled") == ["2025-07-01/2025-07-10", "2025-11"]
    assert dates("choice-left-open") == [None]


def test_the_second_workshop_was_maintained_and_the_relation_goes_on(journal: list[dict[str, Any]]) -> None:
    (maintained,) = of_type(journal, "workshop-maintained", "Coquelicot")
    held = of_type(journal, "workshop-held", "Coquelicot")
    assert maintained["data"]["workshop"] == held[1]["data"]["workshop"]
    assert of_type(journal, "stage-entered", "Coquelicot")[-1]["data"]["stage"] == "suites"
    assert of_type(journal, "project-emerged", "Coquelicot")[0]["data"]["attribution"] == "uncertain"


def test_one_of_the_two_platforms_is_public(journal: list[dict[str, Any]]) -> None:
    shortlisted = of_type(journal, "platform-shortlisted", "Coquelicot")
    public = {event["data"]["platform"]: event["data"]["public"] for event in shortlisted}
    assert public == {"dokos": False, "espace-sur-demande": True}


def test_interviewees_that_the_sources_do_not_name_are_marked_as_reconstructed(journal: list[dict[str, Any]]) -> None:
    marks = Counter(e["data"]["reconstructed"] for e in of_type(journal, "interview-logged", "Coquelicot"))
    assert marks == {False: 5, True: 26}


def test_hellemmes_keeps_the_told_order_without_dates(journal: list[dict[str, Any]]) -> None:
    enrolled = [e for e in journal if e["type"] == "territory-enrolled" and e["data"]["insee"] == HELLEMMES]
    accompaniment = enrolled[1]["data"]["accompaniment"]
    facts = [event for event in journal if event["data"].get("accompaniment") == accompaniment]
    assert {event.get("occurred") for event in facts} == {None, "2025-21"}
    order = [event["type"] for event in facts if event["type"] in {"visit-held", "workshop-held", "perimeter-grown"}]
    assert order == ["visit-held", "workshop-held", "workshop-held", "perimeter-grown", "visit-held", "workshop-held"]


def test_hellemmes_comes_back_from_the_wave_of_2022_and_its_perimeter_grows(journal: list[dict[str, Any]]) -> None:
    enrolled = [e for e in journal if e["type"] == "territory-enrolled" and e["data"]["insee"] == HELLEMMES]
    assert [event.get("occurred") for event in enrolled] == ["2022", None]
    assert len({event["data"]["territory"] for event in enrolled}) == 1
    (grown,) = of_type(journal, "perimeter-grown", "Hellemmes")
    assert grown["data"]["added"] == ["59350", "59355"]


def test_telling_the_past_sends_no_mail(journal: list[dict[str, Any]]) -> None:
    assert [event for event in journal if event["type"] == "notification-sent"] == []


def test_telling_it_twice_changes_nothing(told: Path, journal: list[dict[str, Any]]) -> None:
    terreau(told, "example", "load")
    assert events(told) == journal


def test_no_person_is_named_in_any_event(journal: list[dict[str, Any]]) -> None:
    assert all("@" not in str(event) for event in journal)
