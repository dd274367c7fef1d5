"""The bare limits of the diagnostic: reading a workbook's rows into a table, fetching the rows of a page."""

import io
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from python_calamine import load_workbook

TABLE = """
CREATE TABLE interviews (id INTEGER PRIMARY KEY, date TEXT, structure TEXT, kind TEXT, appetite TEXT, synthesis TEXT)
"""
PAGES: dict[str, dict[str, tuple[str, ...]]] = {
    "contacts": {"diagnostic": ("contacts", "contact_plans", "interviews"), "territories": ("people",)},
    "contacts?vue=cercles": {"diagnostic": ("contacts", "contact_plans", "interviews"), "territories": ("people",)},
    "entretiens": {"diagnostic": ("interviews",)},
}


def import_seconds(workbook: bytes, folder: Path) -> float:
    """Read every row of a workbook and keep it, in one transaction on a file; give the time taken."""
    begun = time.perf_counter()
    rows = load_workbook(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()[1:]
    connection = sqlite3.connect(folder / "bare-import.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("DROP TABLE IF EXISTS interviews")
    connection.execute(TABLE)
    connection.executemany(
        "INSERT INTO interviews (date, structure, kind, appetite, synthesis) VALUES (?, ?, ?, ?, ?)",
        [[str(cell) for cell in row] for row in rows],
    )
    connection.commit()
    connection.close()
    return time.perf_counter() - begun


def page_milliseconds(folder: Path, tables: dict[str, Sequence[str]]) -> float:
    """Fetch every row of some tables, by the file they are in, with the session; give the time taken."""
    begun = time.perf_counter()
    for name, some in {"portal": ("sessions", "accounts"), **tables}.items():
        connection = sqlite3.connect(f"file:{folder / name}.sqlite3?mode=ro", uri=True)
        for table in some:
            connection.execute(f"SELECT * FROM {table}").fetchall()
        connection.close()
    return (time.perf_counter() - begun) * 1000
