"""Every command speaks French: its help and what click says of mistakes, whatever language the machine is set to."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import click
import pytest

ROOT = Path(__file__).resolve().parents[3]

ALSO_FRENCH = {
    "arguments", "commands", "commande", "cannot", "choice", "confirmation", "continue", "declarations", "format",
    "formats", "interval", "option", "options", "parameter", "path", "possibilities", "version",
    "command", "argument", "standard", "directory", "color", "declaration",
}  # fmt: skip
"""Words of click's messages that are French too, or names of fields between braces."""

FIELDS_AND_METAVARS = {"text", "integer", "filename", "float", "boolean", "uuid", "args"}
"""What click shows of its own in usage lines: no gettext there, each parameter names its metavar itself."""


class Said(TypedDict):
    """What one command says."""

    help: str
    mistakes: list[str]


@pytest.fixture(scope="module")
def said() -> dict[str, Said]:
    """What every command says, on a machine set to German."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith("TERREAU_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.say_everything"],
        env=environment | {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Said] = json.loads(done.stdout)
    return found


def _english_of_click() -> set[str]:
    words: set[str] = set(FIELDS_AND_METAVARS)
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                for part in node.args:
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        words |= set(re.findall(r"[a-z]{4,}", re.sub(r"\{.*?\}", "", part.value).lower()))
    return words - ALSO_FRENCH


def test_no_english_word_of_click_is_left(said: dict[str, Said]) -> None:
    english = _english_of_click()
    ours = {"file", "type", "date"}  # `--type`, and the columns of an interview table
    assert {"usage", "missing", "required", "invalid"} <= english
    for command, texts in said.items():
        for text in [texts["help"], *texts["mistakes"]]:
            # « Usage : » is French; what the user typed, option names and the example are not click's words
            plain = re.sub(r"(?m)^Usage\u00a0:.*$|--?[\w-]+|terreau [^\n]*|Exemple[\s\S]*|'[^']*'", "", text)
            left = (set(re.findall(r"[a-zà-ÿ]{4,}", plain.lower())) & english) - ours
            assert not left, f"{command}: {left} in\n{text}"


def test_every_command_has_a_summary_and_an_example_that_calls_it(said: dict[str, Said]) -> None:
    groups = {name for name in said for other in said if other.startswith(f"{name} ")}
    assert {"terreau events list", "terreau doctor", "terreau agenda find", "terreau import"} <= set(said)
    for command, texts in said.items():
        assert texts["help"].startswith(f"Usage\u00a0: {command}")
        if command not in groups:
            words = command.removeprefix("terreau ")
            assert re.search(rf"\nExemple\u00a0:\n  terreau (--data \S+ )?{words}", texts["help"]), texts["help"]


def test_a_mistake_is_announced_with_where_help_is(said: dict[str, Said]) -> None:
    told = said["terreau events list"]["mistakes"][0]
    assert "Erreur\u00a0: L’option «\u00a0--nope\u00a0» n’existe pas." in told
    assert "Pour de l’aide\u00a0: terreau events list --help" in told


def test_what_people_read_has_french_typography(said: dict[str, Said]) -> None:
    for command, texts in said.items():
        prose = texts["help"].split("Exemple\u00a0:")[0]
        assert not re.search(r"[^\s\[(] [:;!?»](\s|$)|« \S", prose), f"{command}: {prose}"


def test_the_list_of_commands_says_what_each_command_says_of_itself(said: dict[str, Said]) -> None:
    listed = dict(re.findall(r"(?m)^  (\w+) {2,}(\S.*)$", said["terreau"]["help"].split("Commandes")[1]))
    for name, summary in listed.items():
        own = re.sub(r"[ \n]+", " ", said[f"terreau {name}"]["help"].split("\n\n")[1]).strip(" ")
        assert own.startswith(summary.rstrip(".")), f"{name}: {own}"
