"""What `make`, `make check` and `make bench` promise, held against planted mistakes."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as bench

ROOT = Path(__file__).parents[2]
PROMISED_TARGETS = {"run", "test", "test-fast", "check", "bench", "faults", "screenshots", "lock"}

# A small house in which every import is lawful; `planted` adds one that is not.
LAWFUL = {
    "shared/__init__.py": "",
    "shared/french.py": "import datetime",
    "shared/storage.py": "import sqlalchemy",
    "shared/messaging/__init__.py": "",
    "shared/messaging/relay.py": "import kombu, nameko, eventlet",
    "services/__init__.py": "",
    "services/cli.py": "import services.workshops.service, services.portal.service",
    "services/embedded/__init__.py": "import services.territories.service",
    "services/portal/__init__.py": "",
    "services/portal/pages.py": "import flask",
    "services/portal/tables.py": "import sqlalchemy",
    "services/portal/service.py": "import nameko, services.portal.pages",
} | {
    f"services/{name}/{file}": text
    for name in ("territories", "workshops")
    for file, text in {
        "__init__.py": "",
        "rules.py": "import shared.french",
        "tables.py": f"import sqlalchemy, shared.storage, services.{name}.rules",
        "queries.py": f"import services.{name}.tables",
        "commands.py": f"import services.{name}.tables, services.{name}.queries",
        "reactions.py": f"import services.{name}.commands",
        "service.py": f"import nameko, shared.messaging.relay, services.{name}.reactions",
    }.items()
}


def lint(house: Path, planted: dict[str, str]) -> str:
    """Run import-linter with the project's contracts; give what it says."""
    for path, text in LAWFUL.items():
        file = house / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n{planted.get(path, '')}\n", encoding="utf-8")
    shutil.copy(ROOT / ".importlinter", house)
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False).stdout


def test_a_lawful_house_breaks_no_contract(tmp_path: Path) -> None:
    assert "0 broken." in lint(tmp_path, {})


INDEPENDENT = "A service never imports another one"
SHARED = "What all rooms share knows none of them"
FURNITURE = "Inside a service: service, use cases, tables, rules"
PURE = "Rules know no framework and no database"
USE_CASES = "Use cases and tables know no framework"
RIM = "nameko, kombu and eventlet stay at the rim"
SIGN_IN_ONLY = "The portal has no table but its sign-in and the marks of its live pages"
PAGES = "Only the portal makes pages"


PLANTED = [
    ("services/workshops/commands.py", "services.territories.queries", INDEPENDENT),
    ("services/portal/pages.py", "services.workshops.rules", INDEPENDENT),
    ("services/workshops/rules.py", "services.cli", INDEPENDENT),
    ("shared/french.py", "services.cli", SHARED),
    ("services/workshops/tables.py", "services.workshops.commands", FURNITURE),
    ("services/workshops/commands.py", "services.workshops.service", FURNITURE),
    ("services/workshops/rules.py", "sqlalchemy", PURE),
    ("services/workshops/rules.py", "shared.storage", PURE),
    ("shared/french.py", "sqlalchemy", PURE),
    ("services/workshops/commands.py", "shared.messaging.relay", USE_CASES),
    ("services/workshops/reactions.py", "kombu", USE_CASES),
    ("services/cli.py", "nameko", RIM),
    ("shared/storage.py", "eventlet", RIM),
    ("services/portal/pages.py", "sqlalchemy", SIGN_IN_ONLY),
    ("services/workshops/service.py", "flask", PAGES),
]


@pytest.fixture(scope="module")
def unlawful(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a house with every unlawful import at once."""
    planted: dict[str, str] = {}
    for file, imported, _ in PLANTED:
        planted[file] = f"{planted.get(file, '')}import {imported}\n"
    return lint(tmp_path_factory.mktemp("unlawful"), planted)


@pytest.mark.parametrize(("file", "planted", "broken"), PLANTED)
def test_an_unlawful_import_breaks_its_contract(unlawful: str, file: str, planted: str, broken: str) -> None:
    _, _, reports = unlawful.partition("Broken contracts")
    _, *sections = re.split(r"\n(.+)\n-{5,}\n", reports)
    told = dict(zip(sections[::2], sections[1::2], strict=True))
    importer = file.removesuffix(".py").replace("/", ".")
    assert f"{importer} -> {planted} (l." in told[broken]


def test_make_help_lists_every_promised_target() -> None:
    text = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in text.splitlines()} >= PROMISED_TARGETS


def test_make_run_hands_over_a_data_folder_with_spaces_and_a_port() -> None:
    planned = subprocess.run(
        ["make", "--dry-run", "run", "DATA=a folder/of data", "PORT=8099"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert '.venv/bin/terreau --data "a folder/of data" up --port "8099"' in planned


def test_make_run_under_a_path_with_spaces_says_what_python_is_missing(tmp_path: Path) -> None:
    checkout = tmp_path / "a path with spaces"
    for file in ("Makefile", "scripts/install.sh", "requirements/base.txt", "pyproject.toml"):
        target = checkout / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, target)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "make", "cat", "cksum", "mkdir", "dirname", "sh"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tools / "python3").chmod(0o755)
    (checkout / "scripts/install.sh").write_text(
        (checkout / "scripts/install.sh").read_text(encoding="utf-8").replace(" /usr/bin/python3", ""),
        encoding="utf-8",
    )
    done = subprocess.run(
        ["make", "run"], cwd=checkout, env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Il manque Python 3.11" in done.stderr
    assert "No such file" not in done.stderr


@pytest.mark.parametrize("script", [*sorted(ROOT.glob("scripts/*.sh")), ROOT / ".ci/run"], ids=lambda path: path.name)
def test_a_script_is_sound_bash_and_stops_at_the_first_error(script: Path) -> None:
    subprocess.run(["bash", "-n", str(script)], check=True)
    assert "\nset -euo pipefail\n" in script.read_text(encoding="utf-8")


def row(name: str, ratio: float | None) -> bench.Row:
    return bench.Row(name, "1/s", 10.0, 20.0, ratio)


def test_a_ratio_may_fall_by_a_quarter_and_no_further() -> None:
    baseline = {"kept": 0.8, "fell": 0.8, "unsure": 0.8}
    rows = [row("kept", 0.61), row("fell", 0.59), row("unsure", None), row("new", 0.1)]
    assert bench.falls(rows, baseline) == ["fell: the ratio fell from 0.80 to 0.59"]


def test_a_benchmark_of_the_baseline_that_is_not_measured_is_named() -> None:
    assert bench.vanished([row("here", 0.5)], {"here": 0.5, "gone": 0.5}) == ["gone: in the baseline, but not measured"]


@pytest.mark.parametrize("ratio", [0, -1.0, float("nan"), float("inf")])
def test_a_ratio_that_is_no_share_is_refused(ratio: float) -> None:
    with pytest.raises(bench.WrongRow):
        bench.read_row({"name": "n", "unit": "s", "ours": 1, "raw": 1, "ratio": ratio})


@pytest.fixture
def bench_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    for file in ("__init__.py", "__main__.py"):
        shutil.copy(ROOT / "benchmarks" / file, folder)
    row = {"name": "relay", "unit": "1/s", "ours": 900, "raw": 1000, "ratio": 0.9}
    (folder / "bench_relay.py").write_text(f"def measure():\n    return {row}\n", encoding="utf-8")
    broken = "def measure():\n    raise RuntimeError('no broker')\n"
    (folder / "bench_broken.py").write_text(broken, encoding="utf-8")
    return folder


def run_bench(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_benchmark_that_raises_fails_the_run_without_hiding_the_others(bench_folder: Path) -> None:
    done = run_bench(bench_folder)
    assert done.returncode == 1
    assert "RuntimeError: no broker" in done.stderr
    assert "relay" in done.stdout
    assert json.loads((bench_folder / "results/latest.json").read_text(encoding="utf-8"))[0]["ratio"] == 0.9


def test_the_bench_fails_below_an_accepted_baseline(bench_folder: Path) -> None:
    (bench_folder / "bench_broken.py").unlink()
    assert run_bench(bench_folder, "--accept").returncode == 0
    assert run_bench(bench_folder).returncode == 0
    slower = (
        (bench_folder / "bench_relay.py").read_text(encoding="utf-8").replace("0.9", "0.50")
    )  # another size: Python may keep what it compiled in the same second
    (bench_folder / "bench_relay.py").write_text(slower, encoding="utf-8")
    done = run_bench(bench_folder)
    assert done.returncode == 1
    assert "relay: the ratio fell from 0.90 to 0.50" in done.stderr


def test_a_part_that_is_accepted_leaves_the_rest_of_the_baseline(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    bench.write_rows(path, [row("kept", 0.5), row("measured again", 0.5)])
    found = bench.accepted([row("measured again", 0.7), row("new", 0.6)], path)
    assert found == [row("kept", 0.5), row("measured again", 0.7), row("new", 0.6)]
