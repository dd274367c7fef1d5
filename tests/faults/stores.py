"""A room's store opened from outside with plain SQL: sqlite3 on its file, psycopg2 on its schema."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from psycopg2.extras import RealDictCursor

Row = dict[str, Any]


@dataclass(frozen=True)
class Store:
    """Where a room keeps its rows: a SQLite file, or the schema of its name in a PostgreSQL database (URL)."""

    room: str
    where: Path | str

    def rows(self, sql: str) -> list[Row]:
        """What a query answers, a dictionary a row; JSON text is not decoded (see `decoded`)."""
        return self._sqlite(sql) if isinstance(self.where, Path) else self._postgresql(sql)

    def tuples(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query answers, a tuple a row."""
        return [tuple(row.values()) for row in self.rows(sql)]

    def change(self, sql: str) -> None:
        """Run one statement and commit it: how the oracle's own test plants a fault."""
        if isinstance(self.where, Path):
            with closing(sqlite3.connect(self.where)) as connection, connection:
                connection.execute(sql)
        else:
            with closing(self._connection()) as connection, connection, connection.cursor() as cursor:
                cursor.execute(sql)

    def _sqlite(self, sql: str) -> list[Row]:
        assert isinstance(self.where, Path)
        address = f"file:{quote(str(self.where))}?mode=rw"  # never makes a file: a store that is away must be seen
        with closing(sqlite3.connect(address, uri=True, timeout=20)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql)]

    def _postgresql(self, sql: str) -> list[Row]:
        with closing(self._connection()) as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
            cursor.execute(sql)
            return [dict(row) for row in cursor]

    def _connection(self) -> Any:
        return psycopg2.connect(self.where, options=f"-csearch_path={self.room}", connect_timeout=10)


def stores_of(where: Path | str, rooms: Iterable[str]) -> dict[str, Store]:
    """The stores of these rooms in a data folder or in a PostgreSQL database."""
    return {
        room: Store(room, where / f"{room}.sqlite3" if isinstance(where, Path) else where) for room in sorted(rooms)
    }


def decoded(value: Any) -> Any:
    """A JSON column: text in SQLite, decoded already by psycopg2."""
    return json.loads(value) if isinstance(value, str) else value
