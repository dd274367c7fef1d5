"""One leader per duty among the replicas of a service: a lock in the database, held as long as its connection lives."""

from __future__ import annotations

import select
import time
import zlib
from contextlib import suppress

import psycopg2
from psycopg2 import extensions

from shared.storage.database import NETWORK, Database

LOOK_EVERY = 1.0


class Leadership:
    """The lead of one duty of one room.

    On SQLite the process that owns the data folder leads. On PostgreSQL it is an advisory lock on a connection of
    its own, kept between two tries.
    """

    def __init__(self, database: Database, duty: str):
        self._database = database
        self._duty = duty
        self._connection: extensions.connection | None = None
        self._locked = False
        self._look_at = 0.0

    @property
    def leads(self) -> bool:
        """Whether it led when last asked; asks nobody."""
        return self._locked or self._database.sqlite

    def held(self) -> bool:
        """Whether this process leads now; tries to take the lead when nobody has it."""
        if self._database.sqlite:
            return True
        try:
            return self._still_locked() if self._locked else self._try_lock()
        except psycopg2.Error:
            self.give_up()
            return False

    def _still_locked(self) -> bool:
        # A dead connection has lost its lock: this is where one notices. Two leaders for a second do no harm, since
        # numbers are given under a lock of their own and listeners know an event by its id.
        if time.monotonic() >= self._look_at:
            self._execute("SELECT 1")
            self._look_at = time.monotonic() + LOOK_EVERY
        return True

    def _try_lock(self) -> bool:
        if self._connection is None:
            self._connection = _connect(self._database, f"lead-{self._duty}")
        self._locked = self._execute("SELECT pg_try_advisory_lock(%s)", self._key()) is True
        return self._locked

    def tell_leader(self) -> None:
        """Wake the replica that leads (PostgreSQL); when that fails its safety look finds what waits."""
        if self._connection is None:
            return
        try:
            self._execute(f'NOTIFY "{channel(self._database.room)}"')
        except psycopg2.Error:
            self.give_up()

    def _execute(self, statement: str, *values: object) -> object:
        if self._connection is None:
            raise psycopg2.InterfaceError("no connection")
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    def give_up(self) -> None:
        """Let another replica lead."""
        if self._connection is not None:
            with suppress(psycopg2.Error):
                self._connection.close()
        self._connection = None
        self._locked = False

    def _key(self) -> int:
        return zlib.crc32(f"terreau/{self._database.room}/{self._duty}".encode())


class Replicas:
    """What the other replicas of a room say of their commits (PostgreSQL, `LISTEN`)."""

    def __init__(self, database: Database):
        self._database = database
        self._connection: extensions.connection | None = None

    def wait(self, seconds: float) -> bool:
        """Sleep until another replica has committed, or for `seconds`. Raises `psycopg2.Error`, `OSError`."""
        if self._connection is None:
            self._connection = _connect(self._database, "replicas")
            with self._connection.cursor() as cursor:
                cursor.execute(f'LISTEN "{channel(self._database.room)}"')
        if not select.select([self._connection], [], [], seconds)[0]:
            return False
        self._connection.poll()
        told = bool(self._connection.notifies)
        self._connection.notifies.clear()
        return told

    def close(self) -> None:
        """Drop the connection; the next wait opens another."""
        if self._connection is not None:
            with suppress(psycopg2.Error):
                self._connection.close()
        self._connection = None


def _connect(database: Database, duty: str) -> extensions.connection:
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg2.connect(url, application_name=f"terreau-{database.room}-{duty}", **NETWORK)
    connection.autocommit = True
    return connection


def channel(room: str) -> str:
    """The NOTIFY channel of a room's commits."""
    return f"terreau_{room}"
