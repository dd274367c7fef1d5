"""One moment of all rooms at once, read from a system that goes on working; and all rooms written at once."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from shared.storage.database import Database

PATIENCE_S = 30.0
SHORT_WAIT_MS = 200


@dataclass(frozen=True)
class Opened:
    """A room's connection inside a transaction, and the execution options that lead to its tables."""

    connection: Connection
    options: Mapping[str, Any]


@contextmanager
def one_moment(databases: Mapping[str, Database]) -> Iterator[dict[str, Opened]]:
    """Every room as it stood at the same moment, so that whatever was heard had been told.

    SQLite: each file is held against writers for the milliseconds in which a reading transaction begins on all.
    PostgreSQL: one REPEATABLE READ transaction sees every schema. Raises SQLAlchemy's errors.
    """
    with ExitStack() as stack:
        if all(database.sqlite for database in databases.values()):
            yield _moment_of_files(databases, stack)
        else:
            yield _moment_of_schemas(databases, stack)


def _moment_of_schemas(databases: Mapping[str, Database], stack: ExitStack) -> dict[str, Opened]:
    first = next(iter(databases.values()))
    connection = stack.enter_context(first.streams.connect()).execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    return {name: Opened(connection, _schema(name)) for name in databases}


def _schema(name: str) -> dict[str, Any]:
    return {"schema_translate_map": {None: name}}


def _moment_of_files(databases: Mapping[str, Database], stack: ExitStack) -> dict[str, Opened]:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return _try_moment(databases, stack)
        except OperationalError:
            # Somebody writes in one of them. Let go of all, or two who wait for each other would wait in vain.
            stack.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _try_moment(databases: Mapping[str, Database], stack: ExitStack) -> dict[str, Opened]:
    opened = {}
    with ExitStack() as held:
        for database in databases.values():
            holder = held.enter_context(database.engine.connect())
            driver: Any = holder.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout = {SHORT_WAIT_MS}")
            holder.execute(text("SELECT 1"))  # BEGIN IMMEDIATE
        for name, database in databases.items():
            session = stack.enter_context(database.read())
            session.execute(text("SELECT count(*) FROM sqlite_master"))  # the snapshot is taken by the first look
            opened[name] = Opened(session.connection(), {})
    return opened


@contextmanager
def all_at_once(databases: Mapping[str, Database]) -> Iterator[dict[str, Opened]]:
    """Transactions that write in every room: all commit at the end, or none does on an exception."""
    with ExitStack() as stack:
        if all(database.sqlite for database in databases.values()):
            sessions = {name: stack.enter_context(database.write()) for name, database in databases.items()}
            yield {name: Opened(session.connection(), {}) for name, session in sessions.items()}
        else:
            connection = stack.enter_context(next(iter(databases.values())).engine.begin())
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            yield {name: Opened(connection, _schema(name)) for name in databases}
