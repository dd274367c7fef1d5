"""Runs every benchmark (`python -m benchmarks [WORD…] [--accept]`), prints and compares.

A module `benchmarks/bench_*.py` offers `measure()`, which gives one row or a list of rows
`{"name", "unit", "ours", "raw", "ratio"}`: `ratio` is the share of the raw limit reached (1 is the limit,
higher is better), or None when the raw side itself did not reach what it should. Each module runs in a
process of its own, so that a patched standard library, a crash or a hang in one does not touch the next.
"""

import argparse
import importlib
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LARGEST_FALL = 0.25
TAILS = (", p95", ", p99")  # on a shared machine they tell of the neighbours: printed, and not held to the baseline
TIME_LIMIT_S = 900


@dataclass(frozen=True)
class Row:
    """One measured path: `ours` and `raw` in `unit`, and their ratio."""

    name: str
    unit: str
    ours: float
    raw: float | None
    ratio: float | None


class WrongRow(ValueError):
    """A benchmark gave something that is not a row."""


def read_row(given: dict[str, Any]) -> Row:
    """Check what `measure()` gave; raises WrongRow with what is wrong."""
    try:
        row = Row(**{key: given[key] for key in ("name", "unit", "ours", "raw", "ratio")})
    except (KeyError, TypeError) as error:
        raise WrongRow(f"a row needs name, unit, ours, raw and ratio: {given!r}") from error
    if row.ratio is not None and not (math.isfinite(row.ratio) and row.ratio > 0):
        raise WrongRow(f"{row.name}: a ratio is a positive number or None, not {row.ratio!r}")
    return row


def modules(folder: Path = HERE, words: Sequence[str] = ()) -> list[str]:
    """Name the benchmark modules of a folder, those that contain one of the words when there are any."""
    names = sorted(path.stem for path in folder.glob("bench_*.py"))
    return [name for name in names if not words or any(word in name for word in words)]


def measure_here(module: str, answer: Path) -> None:
    """Run one module in this process and write its rows as JSON."""
    rows = importlib.import_module(f"benchmarks.{module}").measure()
    found = [read_row(row) for row in ([rows] if isinstance(rows, dict) else rows)]
    answer.write_text(json.dumps([asdict(row) for row in found]), encoding="utf-8")


def measure_apart(module: str) -> tuple[list[Row], str | None]:
    """Run one module in a process of its own; give its rows, or none and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "rows.json"
        command = [sys.executable, "-m", "benchmarks", "--measure", module, str(answer)]
        try:
            done = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=TIME_LIMIT_S, check=False)
        except subprocess.TimeoutExpired:
            return [], f"no result within {TIME_LIMIT_S} s"
        if done.returncode or not answer.exists():
            return [], done.stderr.strip() or f"ended with status {done.returncode}"
        return [read_row(row) for row in json.loads(answer.read_text(encoding="utf-8"))], None


def falls(rows: Iterable[Row], baseline: dict[str, float]) -> list[str]:
    """Say which ratios fell by more than a quarter since the baseline (a dictionary of ratios by name), tails aside."""
    return [
        f"{row.name}: the ratio fell from {baseline[row.name]:.2f} to {row.ratio:.2f}"
        for row in rows
        if not row.name.endswith(TAILS)
        and row.ratio is not None
        and row.ratio < baseline.get(row.name, 0.0) * (1 - LARGEST_FALL)
    ]


def vanished(rows: Iterable[Row], baseline: dict[str, float]) -> list[str]:
    """Say what the baseline has and this run has not: a benchmark must not disappear unseen."""
    return [
        f"{name}: in the baseline, but not measured" for name in sorted(baseline.keys() - {row.name for row in rows})
    ]


def table(rows: Iterable[Row], baseline: dict[str, float]) -> str:
    """Lay the rows out as text, one line each, with the ratio of the baseline beside."""
    lines = [("benchmark", "ours", "raw limit", "unit", "ratio", "baseline")]
    lines += [_cells(row, baseline.get(row.name)) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    left = {0, 3}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _cells(row: Row, before: float | None) -> tuple[str, str, str, str, str, str]:
    return (row.name, _number(row.ours), _number(row.raw), row.unit, _ratio(row.ratio), _ratio(before))


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def read_baseline(path: Path) -> dict[str, float]:
    """Read the committed ratios by name; a project without baseline has none."""
    if not path.exists():
        return {}
    return {
        row["name"]: row["ratio"] for row in json.loads(path.read_text(encoding="utf-8")) if row["ratio"] is not None
    }


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write the rows as JSON, a list of objects in the order measured."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def accepted(rows: Sequence[Row], path: Path) -> list[Row]:
    """The rows of the baseline, with these in the place of those of the same name, and the new ones behind."""
    kept = [read_row(row) for row in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []
    measured = {row.name: row for row in rows}
    return [measured.pop(row.name, row) for row in kept] + list(measured.values())


def run(words: Sequence[str], accept: bool) -> int:
    """Measure, print and compare; give the exit status: 1 when something failed, fell or disappeared."""
    rows: list[Row] = []
    problems: list[str] = []
    for module in modules(words=words):
        print(f"{module}…", file=sys.stderr, flush=True)
        found, problem = measure_apart(module)
        rows += found
        if problem:
            problems.append(f"{module}: {problem}")
    baseline = read_baseline(HERE / "baseline.json")
    print(table(rows, baseline))
    write_rows(HERE / "results" / "latest.json", rows)
    if accept and not problems:
        write_rows(HERE / "baseline.json", accepted(rows, HERE / "baseline.json") if words else rows)
        return 0
    problems += falls(rows, baseline)
    if not words:
        problems += vanished(rows, baseline)
    for problem in problems:
        print(f"\n{problem}", file=sys.stderr)
    return 1 if problems else 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("words", nargs="*", help="only the modules whose name contains one of these")
    parser.add_argument("--accept", action="store_true", help="make this run the baseline")
    parser.add_argument("--measure", nargs=2, metavar=("MODULE", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure_here(options.measure[0], Path(options.measure[1]))
        return 0
    return run(options.words, options.accept)


if __name__ == "__main__":
    raise SystemExit(main())
