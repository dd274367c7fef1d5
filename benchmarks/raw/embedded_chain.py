"""The bare limit of the embedded chain: plain sqlite3, the same commits in one loop, nothing in between.

For each event: state, outbox and the answer to the order; number; mark; inbox; projection and done. Two files (WAL,
synchronous=FULL), batches of the same size as ours: 100 numbered and marked, 50 stored, 20 handled to a commit. Knows
nothing of Terreau.
"""

import json
import sqlite3
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.raw.events import event, now, numbered, paced, text

RELAYED, STORED, HANDLED = 100, 50, 20
PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")
TELLER = """
CREATE TABLE interviews (id TEXT PRIMARY KEY, structure TEXT);
CREATE TABLE orders (order_id TEXT PRIMARY KEY, name TEXT, answer TEXT, obeyed_at TEXT);
CREATE TABLE outbox (position INTEGER PRIMARY KEY, event_id TEXT UNIQUE, body TEXT, sequence INTEGER UNIQUE,
                     published_at TEXT);
"""
LISTENER = """
CREATE TABLE inbox (position INTEGER PRIMARY KEY, event_id TEXT UNIQUE, body TEXT, done_at TEXT);
CREATE TABLE heard (position INTEGER PRIMARY KEY, event_id TEXT, structure TEXT);
"""

Row = tuple[int, str, dict[str, Any]]


class BareChain:
    """Two SQLite files and the loop between them."""

    def __init__(self, folder: Path):
        self.teller = self._open(folder / "bare-teller.sqlite3", TELLER)
        self.listener = self._open(folder / "bare-listener.sqlite3", LISTENER)
        self.last = 0

    def _open(self, path: Path, tables: str) -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.executescript(tables)
        return connection

    def throughput(self, events: int) -> float:
        """Take that many events all the way; give events a second."""
        begun = time.perf_counter()
        for _ in range(events // RELAYED):
            self.carry([self.command() for _ in range(RELAYED)])
        return events / (time.perf_counter() - begun)

    def latencies(self, events: int, per_second: float) -> list[float]:
        """Take events one by one, evenly spread; give the milliseconds from commit to projection of each."""
        found = []
        for instant in paced(events, per_second):
            time.sleep(max(instant - time.time(), 0))
            row = self.command()
            committed = time.perf_counter()
            self.carry([row])
            found.append((time.perf_counter() - committed) * 1000)
        return found

    def command(self) -> Row:
        """Commit a state row with its event."""
        body = event()
        self.teller.execute("BEGIN IMMEDIATE")
        self.teller.execute("INSERT INTO interviews VALUES (?, ?)", (body["data"]["interview"], "s"))
        cursor = self.teller.execute("INSERT INTO outbox (event_id, body) VALUES (?, ?)", (body["id"], text(body)))
        answer = json.dumps({"id": body["data"]["interview"], "told": [body["id"]]})
        self.teller.execute(
            "INSERT INTO orders VALUES (?, ?, ?, ?)", (str(uuid.uuid4()), "log-interview", answer, now())
        )
        self.teller.execute("COMMIT")
        return int(cursor.lastrowid or 0), body["id"], body

    def carry(self, rows: Sequence[Row]) -> None:
        """Number, mark, store and handle what was told."""
        self._commit(
            self.teller,
            "UPDATE outbox SET sequence = ? WHERE position = ?",
            [(self.last + rank, position) for rank, (position, _, _) in enumerate(rows, start=1)],
        )
        bodies = [
            (event_id, text(numbered(body, self.last + rank))) for rank, (_, event_id, body) in enumerate(rows, 1)
        ]
        self.last += len(rows)
        self._commit(
            self.teller,
            "UPDATE outbox SET published_at = ? WHERE position = ?",
            [(now(), position) for position, _, _ in rows],
        )
        for some in _by(bodies, STORED):
            self._commit(self.listener, "INSERT INTO inbox (event_id, body) VALUES (?, ?) ON CONFLICT DO NOTHING", some)
        for some in _by(bodies, HANDLED):
            self._handle(some)

    def _handle(self, bodies: Sequence[tuple[str, str]]) -> None:
        self.listener.execute("BEGIN IMMEDIATE")
        self.listener.executemany(
            "INSERT INTO heard (event_id, structure) VALUES (?, ?)", [(i, "s") for i, _ in bodies]
        )
        self.listener.executemany("UPDATE inbox SET done_at = ? WHERE event_id = ?", [(now(), i) for i, _ in bodies])
        self.listener.execute("COMMIT")

    def _commit(self, connection: sqlite3.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, rows)
        connection.execute("COMMIT")

    def check(self, events: int) -> None:
        """Refuse figures of a loop that lost something."""
        (found,) = self.listener.execute("SELECT count(*) FROM heard").fetchone()
        if found != events:
            raise ValueError(f"{found} effects of {events} events")

    def close(self) -> None:
        """Close both files."""
        self.teller.close()
        self.listener.close()


def _by(rows: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
