"""A season planned in a process of its own: `python -m … FOLDER` reads `season.json`, writes `plan-N.json` as it goes.

`plan-1.json` is the plan made at once, by greed; `plan-2.json` the best one, and the process ends. What cannot be
planned is written to `problem.txt`. Each file appears whole or not at all.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from services.workshops.agenda.problems import WrongSearch
from services.workshops.agenda.season.plan import plan
from services.workshops.agenda.season.reading import read_season
from services.workshops.agenda.season.values import Season
from services.workshops.agenda.season.writing import plan_as_json


def main(folder: Path) -> None:
    """Plan the season of a folder."""
    began = time.monotonic()
    document: dict[str, Any] = json.loads((folder / "season.json").read_text(encoding="utf-8"))
    pins: dict[str, str] = document.pop("pinned")
    try:
        season = with_pins(read_season(document), pins)
    except WrongSearch as wrong:
        _write(folder / "problem.txt", wrong.message)
        return
    _write(folder / "plan-1.json", json.dumps(plan_as_json(plan(season, lambda: 0.0))))
    best = plan(season, lambda: season.time_limit - (time.monotonic() - began))
    _write(folder / "plan-2.json", json.dumps(plan_as_json(best)))


def with_pins(season: Season, pins: dict[str, str]) -> Season:
    """The season with some workshops held at a start (ISO 8601 with offset) that was chosen for them."""
    starts = {id_: int(datetime.fromisoformat(start).timestamp()) for id_, start in pins.items()}
    return replace(season, workshops=tuple(replace(one, pinned=starts.get(one.id)) for one in season.workshops))


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
