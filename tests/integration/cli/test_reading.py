"""Reading beside the owner: the journal and the exports, as `contract.md` shows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from tests.support.command import Terreau

COQUELICOT, HELLEMMES = "248000747", "59298"

LINE_KEYS = [
    "id", "name", "siren", "insee", "stage", "enrolled", "last_fact", "next_deadline", "interviews",
    "organisations_met", "organisations_ess_interested", "stakes", "diagnostic_conclusion", "workshops_held",
    "attendance", "months_without_slot", "platforms_presented", "choice", "bilan_held", "alerts",
]  # fmt: skip
"""contract.md, « Follow-up export as JSON »."""


def _events(house: Terreau, *words: str) -> list[dict[str, Any]]:
    done = house("events", "list", "--json", *words)
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture(scope="module")
def events(house: Terreau) -> list[dict[str, Any]]:
    """Every event, as listed."""
    return _events(house)


def test_events_are_cloudevents_one_a_line_in_order_of_recording(events: list[dict[str, Any]]) -> None:
    assert len(events) > 100
    assert [event["time"] for event in events] == sorted(event["time"] for event in events)
    assert {event["specversion"] for event in events} == {"1.0"}
    assert len({event["id"] for event in events}) == len(events)


def test_a_house_that_traces_nothing_puts_nothing_in_its_events(events: list[dict[str, Any]]) -> None:
    assert not any("traceparent" in json.dumps(event) for event in events)


def test_events_are_chosen_by_type_and_by_any_name_of_a_territory(house: Terreau, events: list[dict[str, Any]]) -> None:
    enrolled = [event for event in events if event["type"] == "territory-enrolled"]
    (ours,) = [event for event in enrolled if event["data"]["siren"] == COQUELICOT]
    assert _events(house, "--territory", COQUELICOT) == [
        event for event in events if event.get("subject") == ours["subject"]
    ]
    assert _events(house, "--territory", ours["subject"], "--type", "territory-enrolled") == [ours]


def test_an_accompaniment_has_its_own_events_only(house: Terreau, events: list[dict[str, Any]]) -> None:
    accompaniments = [
        event["data"]["accompaniment"]
        for event in events
        if event["type"] == "territory-enrolled" and event["data"]["insee"] == HELLEMMES
    ]
    assert len(accompaniments) == 2  # Hellemmes came back (U29)
    for accompaniment in accompaniments:
        expected = [event for event in events if event["data"].get("accompaniment") == accompaniment]
        assert _events(house, "--territory", accompaniment) == expected


def test_events_since_a_day_are_those_recorded_on_it_or_later(house: Terreau, events: list[dict[str, Any]]) -> None:
    assert _events(house, "--since", "2020-01-01") == events
    assert _events(house, "--since", "2999-01-01") == []


def test_without_json_a_person_reads_french(house: Terreau) -> None:
    done = house("events", "list", "--type", "interview-logged", "--territory", COQUELICOT)
    first = done.out.splitlines()[0]
    assert "interview-logged" in first
    assert "Pays du Coquelicot\u00a0: " in first
    assert "novembre 2024 à avril 2025" in first.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--type", "nope"], "Le type «\u00a0nope\u00a0» n’existe pas"),
        (["--territory", "000000000"], "Aucun territoire inscrit ne répond à «\u00a0000000000\u00a0»"),
    ],
)
def test_a_wrong_choice_of_events_is_refused(house: Terreau, words: list[str], sentence: str) -> None:
    done = house("events", "list", "--json", *words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_nothing_is_parked_and_nothing_to_retry_is_said(house: Terreau) -> None:
    assert house("events", "parked").out == "Aucun événement n’est mis de côté.\n"
    assert house("events", "parked", "--json").out == ""
    unknown = house("events", "retry", "0198a6f2-0000-7000-8000-000000000000")
    assert (unknown.code, "Aucun événement mis de côté" in unknown.err) == (2, True)
    assert house("events", "retry", "--all").code == 0
    assert house("events", "retry").code == 2


def test_hearing_again_changes_no_figure(house: Terreau) -> None:
    words = ("export", "follow-up", "--as-of", "2026-06-30", "--known-at", "2999-01-01T00:00Z")
    before = house(*words)
    replayed = house("events", "replay", "--to", "reporting")
    assert replayed.code == 0, replayed.err
    assert "rejoués vers reporting" in replayed.out
    assert house(*words).raw == before.raw
    later = house("events", "replay", "--to", "reporting", "--from", "2999-01-01")
    assert later.out == "0 événement rejoué vers reporting.\n"


def test_the_follow_up_has_the_keys_of_the_contract_in_their_order(house: Terreau) -> None:
    done = house("export", "follow-up", "--as-of", "2025-07-15", "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    assert list(found) == ["as_of", "known_at", "calls"]
    assert found["as_of"] == "2025-07-15"
    assert done.out == json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    lines = [line for call in found["calls"] for line in call["territories"]]
    assert [list(call) for call in found["calls"]] == [["id", "title", "territories"]] * len(found["calls"])
    assert all(list(line) == LINE_KEYS for line in lines)
    (ours,) = [line for line in lines if line["siren"] == COQUELICOT]
    assert (ours["workshops_held"], ours["platforms_presented"]) == (1, 0)


def test_the_same_dates_give_the_same_bytes(house: Terreau) -> None:
    at = json.loads(house("export", "follow-up", "--as-of", "2025-12-31").out)["known_at"]
    for kind in (["follow-up"], ["funder", "--period", "2025"], ["follow-up", "--format", "xlsx"]):
        words = ("export", *kind, "--as-of", "2025-12-31", "--known-at", at)
        first = house(*words)
        assert first.code == 0, first.err
        assert first.raw == house(*words).raw


def test_nothing_was_known_before_it_was_told(house: Terreau) -> None:
    done = house("export", "follow-up", "--as-of", "2026-06-30", "--known-at", "2020-01-01T00:00:00+01:00")
    assert json.loads(done.out)["calls"] == []
    assert json.loads(house("export", "events", "--known-at", "2020-01-01T00:00Z").out) == []


def test_every_figure_of_the_funder_is_justified_by_listed_events(house: Terreau, events: list[dict[str, Any]]) -> None:
    done = house("export", "funder", "--period", "2025", "--as-of", "2025-12-31", "--format", "json")
    found = json.loads(done.out)
    assert list(found) == ["funder", "period", "as_of", "known_at", "indicators", "territories"]
    ids = {event["id"] for event in events}
    figures = {figure["code"]: figure for figure in found["indicators"]}
    assert all(list(f) == ["code", "label", "value", "unit", "definition", "events"] for f in figures.values())
    assert all(set(figure["events"]) <= ids for figure in figures.values())
    assert len(figures["workshops_held"]["events"]) == figures["workshops_held"]["value"] > 0


def test_events_are_exported_as_one_document(house: Terreau, events: list[dict[str, Any]]) -> None:
    exported = json.loads(house("export", "events", "--format", "json").out)
    assert exported[: len(events)] == events
    ours = json.loads(house("export", "events", "--territory", COQUELICOT).out)
    assert {event["data"]["territory"] for event in ours} == {ours[0]["data"]["territory"]}


def test_everything_of_one_territory_is_one_document(house: Terreau, events: list[dict[str, Any]]) -> None:
    done = house("export", "territory", "--territory", COQUELICOT)
    assert done.code == 0
    found = json.loads(done.out)
    assert found["territory"]["siren"] == COQUELICOT
    (told,) = found["accompaniments"]
    assert len(told["diagnostic"]["interviews"]) == 31
    assert [one["conclusion"] for one in told["outcome"]["conclusions"]] == ["too-early"]
    assert len(told["platforms"]["shortlists"]) == 1
    assert [one["state"] for one in found["candidatures"]] == ["retained"]
    assert found["method"].keys() >= {"referents", "roles"}
    assert (found["cooperations"], told["questions"]["platforms"]) == ([], [])
    ours = [event for event in events if event["data"].get("territory") == found["territory"]["id"]]
    assert found["events"][: len(ours)] == ours
    assert house("export", "territory", "--territory", COQUELICOT).raw == done.raw


def test_a_workbook_is_written_whole_to_a_file_or_to_a_pipe(house: Terreau, tmp_path: Path) -> None:
    at = ("--as-of", "2026-06-30", "--known-at", "2999-01-01T00:00Z")
    file = tmp_path / "suivi.xlsx"
    written = house("export", "follow-up", *at, "--format", "xlsx", "-o", str(file))
    assert (written.code, written.out) == (0, "")
    assert load_workbook(str(file)).sheet_names
    assert house("export", "follow-up", *at, "--format", "xlsx").raw == file.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["suivi.xlsx"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["follow-up", "--as-of", "15/07/2025"], "n’est pas un jour"),
        (["territory"], "Il manque le territoire"),
        (["territory", "--territory", COQUELICOT, "--period", "2025"], "ne connaît pas --period"),
        (["follow-up", "--call", "nope"], "Cet appel est inconnu"),
        (["follow-up", "-o", "/nowhere/suivi.json"], "Le dossier «\u00a0/nowhere\u00a0» n’existe pas"),
        (["funder", "--period", "2025-S3"], "n’est pas une période"),
    ],
)
def test_a_wrong_export_is_refused_in_french(house: Terreau, words: list[str], sentence: str) -> None:
    done = house("export", *words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert "Traceback" not in done.err


def test_a_reader_who_leaves_early_is_no_failure(house: Terreau) -> None:
    with house.start("events", "list", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (0, b"")
