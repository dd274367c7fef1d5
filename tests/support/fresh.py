"""An empty, migrated database for each test without migrating each time: copied on SQLite, emptied on PostgreSQL.

The migrations themselves are what tests/integration/test_migrations.py is about.
"""

from __future__ import annotations

import atexit
import importlib
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, make_url, text

from shared.room import Room
from shared.storage.database import Database, sqlite_url
from shared.storage.migrating import head, revision_of, upgrade

_seeds: dict[tuple[str, str], dict[str, list[str]]] = {}
"""By server and room: the rows that the migrations themselves put there, as JSON by table."""


def bring(room: Room, url: str) -> None:
    """Leave a room's place at `url` migrated and empty; a SQLite file that is there already stays as it is."""
    where = make_url(url)
    if where.get_backend_name() != "sqlite":
        _bring_schema(room, url)
    elif not (path := Path(str(where.database))).exists():
        shutil.copyfile(_template(room.name), path)


def drop_schema(database: Database) -> None:
    """Take a room's PostgreSQL schema away with all it holds."""
    with database.engine.begin() as connection:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{database.room}" CASCADE'))


@cache
def _template(name: str) -> Path:
    room: Room = importlib.import_module(f"services.{name}.room").ROOM
    folder = Path(tempfile.mkdtemp(prefix="terreau-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = Database(name, sqlite_url(folder, name))
    upgrade(room, database)
    database.close()  # the last connection folds the write-ahead log into the file
    return folder / f"{name}.sqlite3"


def _bring_schema(room: Room, server: str) -> None:
    database = Database(room.name, server, pool_size=1)
    try:
        known = _seeds.get((server, room.name))
        if known is not None and revision_of(database) == head(room.migrations):
            _empty(room, database, known)
            return
        drop_schema(database)
        upgrade(room, database)
        with database.engine.begin() as connection:
            _seeds[server, room.name] = {
                table.name: _rows(connection, table.fullname) for table in room.metadata.sorted_tables
            }
    finally:
        database.close()


def _rows(connection: Connection, table: str) -> list[str]:
    return list(connection.scalars(text(f"SELECT to_jsonb(row)::text FROM {table} AS row")))


def _empty(room: Room, database: Database, seeds: dict[str, list[str]]) -> None:
    # DELETE of a few rows takes microseconds where TRUNCATE makes new files for every table and index.
    tables = room.metadata.sorted_tables
    with database.engine.begin() as connection:
        connection.exec_driver_sql(";".join(f"DELETE FROM {table.fullname}" for table in reversed(tables)))
        connection.execute(_RESTART_NUMBERS, {"room": room.name})
        for table in tables:
            for row in seeds[table.name]:
                filled = f"SELECT * FROM jsonb_populate_record(NULL::{table.fullname}, :row)"
                connection.execute(text(f"INSERT INTO {table.fullname} {filled}"), {"row": row})


_RESTART_NUMBERS = text(
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences"
    " WHERE schemaname = :room"
)
