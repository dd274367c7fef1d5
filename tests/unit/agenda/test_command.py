"""The face of `terreau agenda find`: exit codes, the document on stdout, the lines on stderr."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workshops.agenda.command import run
from services.workshops.agenda.json_places import places
from tests.unit.agenda.documents import person, search

ROOT = Path(__file__).parents[3]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_a_search_gives_one_json_document_readable_in_french() -> None:
    done = run(json.dumps(search(people=[person("élue")])), "-")
    assert (done.exit_code, done.stderr) == (0, [])
    assert "élue" in done.stdout
    assert len(json.loads(done.stdout)["slots"]) == 3


def test_no_slot_at_all_is_done_too() -> None:
    done = run(json.dumps(search(people=[])), "-")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["slots"] == []


def test_bytes_are_utf_8_with_or_without_bom() -> None:
    text = json.dumps(search(people=[person("élue")]), ensure_ascii=False)
    assert run(text.encode(), "-") == run(b"\xef\xbb\xbf" + text.encode(), "-") == run(text, "-")


def test_each_problem_is_a_line_with_row_and_column_from_top_to_bottom() -> None:
    text = """{
  "timezone": "Europe/Paris", "top": 0,
  "window": {"from": "2025-07-03"},
  "duration_minutes": 60,
  "opening": {"weekdays": [3], "hours": [["09:00", "12:00"]]},
  "people": [
    {"id": "p1"},
    {"id": "p1", "poids": 2}
  ]
}"""
    fields = "id, weight, required, busy"
    done = run(text, "atelier.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == [
        "atelier.json:2:38: top\u00a0: un nombre entier au moins égal à 1 est attendu (reçu\u00a0: 0).",
        "atelier.json:3:13: window.to\u00a0: champ manquant, ajouter «\u00a0to\u00a0».",
        "atelier.json:8:12: people[1].id\u00a0: l’identifiant «\u00a0p1\u00a0» est déjà pris, en donner un autre.",
        f"atelier.json:8:18: people[1].poids\u00a0: champ inconnu\u202f; les champs possibles sont {fields}.",
    ]


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("", "1:1", "une valeur est attendue ici"),
        ('{"top": 5,\n "people" []}', "2:11", "deux-points"),
        ('{"top": 5\n "people": []}', "2:2", "une virgule"),
        ("{'top': 5}", "1:2", "guillemets doubles"),
        ('{"top": 5} {}', "1:12", "de trop"),
        ('{"top": "5', "1:9", "n’est pas fermé"),
        ('{"top":\n NaN, oops', "2:2", "NaN n’est pas un nombre JSON"),
        ('["NaN", -Infinity]', "1:9", "-Infinity n’est pas un nombre JSON"),
        ("[1, " + "9" * 5000 + "]", "1:5", "plus de 1000 chiffres"),
        ("[" * 100_000, "1:1", "trop de niveaux imbriqués"),
    ],
)
def test_malformed_json_names_its_row_and_column(text: str, place: str, why: str) -> None:
    done = run(text, "f.json")
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr
    assert line.startswith(f"f.json:{place}: JSON mal formé\u00a0: ")
    assert why in line


def test_bytes_that_are_no_utf_8_are_named() -> None:
    done = run('{"timezone":\n "Europe/Paris", "é'.encode("latin-1"), "f.json")
    assert (done.exit_code, done.stderr) == (2, ["f.json:2:19: ce caractère n’est pas écrit en UTF-8."])


def test_line_breaks_and_half_characters_do_not_break_the_lines() -> None:
    done = run('{"a\\nb": 1, "\\ud800": 2}', "f.json")
    assert len(done.stderr) == 7
    assert all(line.startswith("f.json:1:") and "\n" not in line for line in done.stderr)
    assert "\n".join(done.stderr).encode()


def test_half_a_character_in_an_id_still_gives_a_document() -> None:
    done = run(json.dumps(search(people=[person("\ud800")])), "-")
    assert done.stdout.encode()
    assert json.loads(done.stdout)["slots"][0]["present"] == ["\ud800"]


@given(json_values, st.sampled_from([None, 1]), st.booleans())
def test_every_value_is_found_where_it_stands(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    found = places(text)
    for path, offset in found.values.items():
        inner = value
        for step in path:
            inner = inner[step]
        assert json.JSONDecoder().raw_decode(text, offset)[0] == inner
    assert len(found.values) == 1 + count(value)


def count(value: Any) -> int:
    if not isinstance(value, list | dict):
        return 0
    inner = list(value.values()) if isinstance(value, dict) else value
    return sum(1 + count(one) for one in inner)


@given(json_values)
def test_any_json_is_answered_or_refused(value: Any) -> None:
    done = run(json.dumps(value), "-")
    assert done.exit_code == 2
    assert done.stderr


def test_the_command_loads_nothing_slow() -> None:
    script = (
        "import sys, services.workshops.agenda.command\n"
        "slow = {'nameko', 'eventlet', 'kombu', 'sqlalchemy', 'pydantic', 'holidays'} & set(sys.modules)\n"
        "sys.exit(', '.join(slow) or 0)"
    )
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (loaded.returncode, loaded.stderr) == (0, "")
