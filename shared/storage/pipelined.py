"""psycopg2 with fewer round trips: a statement whose answer nobody needs yet travels with the next one.

BEGIN, savepoints and the writes of `owe` wait until something is asked or committed, and leave in one message with
it; PostgreSQL runs them in that order and stops at the first that fails, which the one who asked next, or commits,
is told. A transaction that asked nothing costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg2 import InternalError, extensions
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2

DRIVER = "postgresql+pipelined"
BEGIN = b"BEGIN"

Values = Mapping[str, Any] | Sequence[Any] | None


class PipelinedConnection(extensions.connection):  # type: ignore[misc]  # psycopg2 says nothing of its types
    """A connection on which transactions are begun and ended by our own words."""

    def __init__(self, dsn: str, *more: Any, **named: Any):
        super().__init__(dsn, *more, **named)
        self.cursor_factory = PipelinedCursor
        self.autocommit = True  # psycopg2 would send BEGIN by itself, in a round trip of its own
        self.begins: bytes | None = BEGIN
        self.owed: list[bytes] = []

    def begin(self) -> None:
        """Begin a transaction, when something is asked."""
        if self.begins is not None:
            self.owed.append(self.begins)

    def owe(self, statement: str, values: Sequence[Values]) -> None:
        """Run a statement that answers nothing for each of `values`, at the latest when the transaction commits."""
        with self.cursor() as cursor:
            self.owed += [cursor.mogrify(statement, one) for one in values]

    def take_owed(self) -> list[bytes]:
        """What has to be sent before anything else."""
        owed, self.owed = self.owed, []
        return owed

    def commit(self) -> None:
        """Send what is owed and commit; nothing at all was asked: nothing to do."""
        if self.owed == [self.begins]:
            self.owed.clear()
        elif self.owed or self.get_transaction_status() != extensions.TRANSACTION_STATUS_IDLE:
            owed = self.take_owed()
            with self.cursor() as cursor:
                cursor.execute(b";".join((*owed, b"COMMIT")))
                if cursor.statusmessage != "COMMIT":  # PostgreSQL takes COMMIT for ROLLBACK after an error, in silence
                    raise InternalError("the transaction had failed before it was committed")

    def rollback(self) -> None:
        """Forget what is owed, and roll back what was begun."""
        self.owed.clear()
        if self.closed or self.get_transaction_status() != extensions.TRANSACTION_STATUS_IDLE:
            with self.cursor() as cursor:
                cursor.execute(b"ROLLBACK")

    def savepoint(self, name: str) -> None:
        """Set a savepoint, when something is asked."""
        self.owed.append(_SET + name.encode())

    def release(self, name: str) -> None:
        """Give a savepoint up."""
        self.owed.append(b"RELEASE SAVEPOINT " + name.encode())

    def rollback_to(self, name: str) -> None:
        """Undo what came after a savepoint, sent or not."""
        mark = _SET + name.encode()
        if mark in self.owed:
            del self.owed[self.owed.index(mark) :]
        else:
            self.owed[:] = [b"ROLLBACK TO SAVEPOINT " + name.encode()]


_SET = b"SAVEPOINT "


class PipelinedCursor(extensions.cursor):  # type: ignore[misc]
    """A cursor that sends what its connection owes before, or rather with, what it is given."""

    connection: PipelinedConnection

    def execute(self, query: str | bytes, vars: Values = None) -> None:
        """Run a statement; an empty one runs what is owed."""
        owed = self.connection.take_owed()
        if owed:
            super().execute(b";".join((*owed, self.mogrify(query, vars)) if query else owed))
        else:
            super().execute(query, vars)

    def executemany(self, query: str | bytes, vars_list: Any) -> None:
        """Run a statement for each of the values."""
        self._pay()
        super().executemany(query, vars_list)

    def copy_expert(self, *given: Any, **named: Any) -> None:
        """Stream rows."""
        self._pay()
        super().copy_expert(*given, **named)

    def _pay(self) -> None:
        owed = self.connection.take_owed()
        if owed:
            super().execute(b";".join(owed))


class Pipelined(PGDialect_psycopg2):
    """SQLAlchemy's psycopg2, speaking of transactions in the words of `PipelinedConnection`."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin, when something is asked."""
        dbapi_connection.begin()

    def set_isolation_level(self, dbapi_connection: Any, level: str) -> None:
        """Begin like this from now on; AUTOCOMMIT begins nothing."""
        if level == "AUTOCOMMIT":
            dbapi_connection.begins = None
        else:
            usual = level == self.default_isolation_level
            dbapi_connection.begins = BEGIN if usual else f"BEGIN ISOLATION LEVEL {level}".encode()

    def detect_autocommit_setting(self, dbapi_connection: Any) -> bool:
        """Whether statements stand alone."""
        return dbapi_connection.begins is None

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Raise when the connection is dead."""
        with dbapi_connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True

    def do_savepoint(self, connection: Any, name: str) -> None:
        """Set a savepoint, when something is asked."""
        _driver(connection).savepoint(name)

    def do_rollback_to_savepoint(self, connection: Any, name: str) -> None:
        """Undo what came after a savepoint."""
        _driver(connection).rollback_to(name)

    def do_release_savepoint(self, connection: Any, name: str) -> None:
        """Give a savepoint up."""
        _driver(connection).release(name)


def _driver(connection: Any) -> PipelinedConnection:
    driver: PipelinedConnection = connection.connection.dbapi_connection
    return driver


registry.register("postgresql.pipelined", __name__, "Pipelined")
