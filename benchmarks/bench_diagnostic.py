"""Importing 10,000 interviews, and the pages of a territory with 300 interviews and 200 actors, beside bare reads."""

from __future__ import annotations

import io
import re
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import xlsxwriter

from benchmarks.bench_pages import Visitor, visit
from benchmarks.bench_pages import row as page_row
from benchmarks.figures import duration, in_turn
from benchmarks.raw.diagnostic import PAGES, import_seconds, page_milliseconds
from benchmarks.raw.pages import PAGES as ALL_PAGES
from services.diagnostic.room import ROOM
from shared.contracts.diagnostic import GetDiagnostic, ImportInterviews, InterviewRow
from shared.events import TerritoryEnrolled
from shared.storage.database import sqlite_url
from shared.workbooks import INTERVIEW_COLUMNS, read_table
from tests.support.rooms import at_work

INTERVIEWS, ROUNDS = 10_000, 3
MET, ACTORS, REQUESTS, WARM_UP = 300, 200, 20, 3
KINDS = ("commerce", "ESS", "institution publique", "industrie", "tertiaire")
SAID = "Manque de locaux, envie de partager des machines et des livraisons, peu de temps pour se rencontrer. " * 4


def measure() -> list[dict[str, Any]]:
    """Time the import, then the pages."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [importing(Path(folder))]
    return rows + pages()


def workbook(rows: int) -> bytes:
    """An XLSX with so many interviews."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["date", "structure", "kind", "appetite", "synthesis"])
    for number in range(1, rows + 1):
        sheet.write_row(number, 0, ["mars 2025", f"Structure {number}", KINDS[number % 5], "curieux", SAID])
    book.close()
    return buffer.getvalue()


def importing(folder: Path) -> dict[str, Any]:
    """From the bytes of a workbook to committed interviews and the events that tell them."""
    content = workbook(INTERVIEWS)
    runs = iter(range(ROUNDS))
    ours, raw = in_turn(
        ROUNDS,
        lambda: our_import(content, folder / f"ours-{next(runs)}"),
        lambda: import_seconds(content, folder),
    )
    return duration(f"import of {INTERVIEWS:,} interviews from a workbook", ours, raw, unit="s")


def our_import(content: bytes, folder: Path) -> float:
    """The same in the room, on a fresh file."""
    folder.mkdir()
    with at_work(ROOM, sqlite_url(folder, "diagnostic")) as room:
        here = "0190c3c0-0000-7000-8000-000000000001"
        room.hear(TerritoryEnrolled(territory="t", accompaniment=here, call="c", name="Ville", kind="commune"))
        begun = time.perf_counter()
        table = read_table(content, INTERVIEW_COLUMNS)
        rows = [InterviewRow(row=one.number, **one.cells) for one in table.rows]
        room.obey(ImportInterviews(accompaniment=here, rows=rows))
        taken = time.perf_counter() - begun
        assert room.ask(GetDiagnostic(accompaniment=here, newest=0)).logged == INTERVIEWS
    return taken


def pages() -> list[dict[str, Any]]:
    """The pages of the territory with the longest history, filled up, in turn with bare reads of the same tables."""
    with visit() as (visitor, bare):
        territory = f"/territoires/{bare.a_territory()}"
        here = fill(visitor, territory)
        paths = {territory: ALL_PAGES["/territoires/…"]} | {f"{here}/{name}": some for name, some in PAGES.items()}
        names = {territory: "territory", **{f"{here}/{name}": name for name in PAGES}}
        times: dict[str, tuple[list[float], list[float]]] = {path: ([], []) for path in paths}
        for turn in range(WARM_UP + REQUESTS):
            for path, tables in paths.items():
                ours, raw = visitor.milliseconds(path), page_milliseconds(bare.folder, tables)
                if turn >= WARM_UP:
                    times[path][0].append(ours)
                    times[path][1].append(raw)
    what = f"of {MET} interviews and {ACTORS} actors"
    return [page_row(f"{names[path]} {what}", share, *sides) for path, sides in times.items() for share in (0.5, 0.95)]


def fill(visitor: Visitor, territory: str) -> str:
    """Log the interviews and add the actors through the pages; the address of the accompaniment."""
    found = re.search(r'href="(/accompagnements/[^/"]+)/contacts"', visitor.ask("GET", territory))
    assert found is not None
    here = found[1]
    for number in range(MET):
        send(visitor, f"{here}/entretien", structure=f"Structure {number}", kind="shop", synthesis=SAID)
    actors = "\n".join(f"Acteur {number}" for number in range(ACTORS))
    send(visitor, f"{here}/contacts", actors=actors, circle="professionals")
    return here


def send(visitor: Visitor, path: str, **typed: str) -> None:
    """Fill a form of a page and send it."""
    page = visitor.ask("GET", path)
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page[page.index("<main") :]))
    visitor.ask("POST", path, urlencode({**hidden, **typed}))
