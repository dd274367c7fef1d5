"""`terreau agenda find`: quick, without a house, and deaf to the clock."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import ROOT, Terreau

SEARCH: dict[str, Any] = {
    "timezone": "Europe/Paris",
    "window": {"from": "2025-05-01", "to": "2025-07-31"},
    "duration_minutes": 180,
    "opening": {"weekdays": [0, 1, 2, 3, 4], "hours": [["09:00", "12:30"], ["13:30", "18:00"]]},
    "avoid": {"public_holidays": "exclude", "school_holidays": {"zone": "B", "mode": "rank-last"}},
    "people": [{"id": "p1"}, {"id": "p2"}],
}


def test_slots_are_found_in_a_file_and_on_standard_input_alike(alone: Terreau, tmp_path: Path) -> None:
    file = tmp_path / "recherche à lire.json"
    file.write_text(json.dumps(SEARCH), encoding="utf-8")
    read = alone("agenda", "find", str(file))
    assert (read.code, read.err) == (0, "")
    assert len(json.loads(read.out)["slots"]) == 5
    for words in (["find", "-"], ["find", "-", "--json"]):
        assert alone("agenda", *words, stdin=file.read_bytes()).raw == read.raw
    assert not alone.data.exists()


def test_no_slot_is_an_answer(alone: Terreau) -> None:
    done = alone("agenda", "find", "-", stdin=json.dumps(SEARCH | {"min_present": 3}).encode())
    assert done.code == 0
    assert json.loads(done.out)["slots"] == []


def test_it_loads_none_of_the_libraries_that_services_need() -> None:
    heavy = ("eventlet", "nameko", "kombu", "sqlalchemy", "pydantic", "flask", "structlog")
    code = f"import services.cli.commands, services.cli.agenda, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(("name", "why"), [("rien.json", "il n’existe pas"), (".", "c’est un dossier")])
def test_a_file_that_cannot_be_read_is_wrong_input(alone: Terreau, name: str, why: str) -> None:
    done = alone("agenda", "find", name)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"Le fichier «\u00a0{name}\u00a0» ne peut pas être lu\u00a0: {why}.\n"


def test_every_problem_is_at_its_row_and_column(alone: Terreau) -> None:
    done = alone("agenda", "find", "-", stdin=b'{\n "top": 0,\n "nope": 1}')
    assert (done.code, done.out) == (2, "")
    places = [line.split(":")[:3] for line in done.err.splitlines()]
    assert ["-", "2", "9"] in places
    assert ["-", "3", "2"] in places
    assert len(places) == 7  # five fields are missing
