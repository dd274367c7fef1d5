"""What the example comes to, printed: `python -m tests.support.example_counts`."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from tests.support.example import events, follow_up, line_of, terreau

COQUELICOT, HELLEMMES = "248000747", "59298"


def counts(folder: Path) -> list[tuple[str, object]]:
    """The counts of the two stories, read from the follow-up and the journal of a folder where they were told."""
    now, july = follow_up(folder), follow_up(folder, "--as-of", "2025-07-15")
    journal = events(folder)
    coquelicot, hellemmes = line_of(now, COQUELICOT), line_of(now, HELLEMMES)
    return [
        *_of_coquelicot(coquelicot, journal),
        ("Hellemmes: enrolments (2022, then undated)", _enrolments(journal)),
        ("Hellemmes: stakes", hellemmes["stakes"]),
        ("Hellemmes: workshops held", hellemmes["workshops_held"]),
        ("Hellemmes: perimeter grown by", [e["data"]["added"] for e in journal if e["type"] == "perimeter-grown"]),
        ("15/07/2025: workshops held, platforms presented", _july(line_of(july, COQUELICOT))),
        ("Mails sent while the past was told", Counter(e["type"] for e in journal)["notification-sent"]),
        ("Events told", len(journal)),
    ]


def _of_coquelicot(line: dict[str, Any], journal: list[dict[str, Any]]) -> list[tuple[str, object]]:
    reconstructed = [e for e in journal if e["type"] == "interview-logged" and e["data"]["reconstructed"]]
    return [
        ("Coquelicot: interviews", line["interviews"]),
        ("Coquelicot: of which reconstructed", len(reconstructed)),
        ("Coquelicot: ESS structures interested", line["organisations_ess_interested"]),
        ("Coquelicot: stakes", line["stakes"]),
        ("Coquelicot: diagnostic", line["diagnostic_conclusion"]),
        ("Coquelicot: workshops held", line["workshops_held"]),
        ("Coquelicot: months without slot", [(g["month"], g["reason"]) for g in line["months_without_slot"]]),
        ("Coquelicot: platforms presented", line["platforms_presented"]),
        ("Coquelicot: choice", line["choice"]),
        ("Coquelicot: bilan held", line["bilan_held"]),
    ]


def _enrolments(journal: list[dict[str, Any]]) -> list[str | None]:
    enrolled = [e for e in journal if e["type"] == "territory-enrolled" and e["data"]["insee"] == HELLEMMES]
    return [event.get("occurred") for event in enrolled]


def _july(line: dict[str, Any]) -> tuple[int, int]:
    return line["workshops_held"], line["platforms_presented"]


def main() -> None:
    """Tell the example in a temporary folder and print its counts."""
    with tempfile.TemporaryDirectory() as name:
        terreau(Path(name), "example", "load")
        for label, value in counts(Path(name)):
            sys.stdout.write(f"{label:<50} {value}\n")


if __name__ == "__main__":
    main()
