"""One room's database: a SQLite file (WAL) in the embedded default, a PostgreSQL schema in production."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from shared.storage.pipelined import DRIVER, PipelinedConnection

STATEMENT_TIMEOUT_MS = 30_000
LOCK_TIMEOUT_MS = 10_000
REST_SECONDS = 1.0
POOL_TIMEOUT_S = 10
# A server that vanished without a word is noticed within some fifteen seconds, connecting or connected: under green
# threads nothing else would end the wait (libpq's own connect_timeout does not apply there).
NETWORK: dict[str, int] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}

# pydantic's JSON: the same texts as the standard library's, in a fifth of the time.
JSON: dict[str, Any] = {"json_serializer": lambda value: to_json(value).decode(), "json_deserializer": from_json}


class Database:
    """Reads and writes of one room.

    On SQLite all writers of the process queue on one lock: a second writer would otherwise wait inside C and freeze
    every green thread, the first writer included (messaging.md, pitfall 20).
    """

    def __init__(self, room: str, url: str, *, pool_size: int = 12):
        self.room = room
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._writing = threading.Lock()
        if self.sqlite:
            self._writer = _sqlite_engine(str(self.url.database), "BEGIN IMMEDIATE", pool_size=1)
            self._reader = _sqlite_engine(str(self.url.database), "BEGIN", pool_size=pool_size)
        else:
            self._writer = _postgresql_engine(self.url, room, pool_size=pool_size)
            # READ COMMITTED gives each statement its own snapshot: BEGIN and ROLLBACK would be round trips for nothing.
            self._reader = self._writer.execution_options(isolation_level="AUTOCOMMIT")
            self._probe = _postgresql_engine(self.url, room, poolclass=NullPool)
            self._streams = _postgresql_engine(self.url, room, plain=True, poolclass=NullPool)

    @property
    def streams(self) -> Engine:
        """The engine for reading more than memory holds: psycopg2's server-side cursors want its own transactions."""
        return self._writer if self.sqlite else self._streams

    @property
    def engine(self) -> Engine:
        """The engine that writes."""
        return self._writer

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that changes something: commits at the end, rolls back on an exception."""
        if not self.sqlite:
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                yield session
            return
        with self._writing, Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The same without a session, for statements that are ready."""
        with nullcontext() if not self.sqlite else self._writing, self._writer.begin() as connection:
            yield connection

    @contextmanager
    def statement(self) -> Iterator[Connection]:
        """A connection for one statement that changes something, and commits by itself."""
        if self.sqlite:
            with self.transaction() as connection:
                yield connection
        else:
            with self._reader.connect() as connection:
                yield connection

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that only reads."""
        with Session(self._reader, expire_on_commit=False) as session:
            try:
                yield session
            finally:
                session.rollback()

    def answers(self) -> bool:
        """Whether the database answers now.

        On PostgreSQL over a connection of its own: a pool in use by everybody says nothing about the server. The
        caller limits the time.
        """
        try:
            if self.sqlite:
                with self.read() as session:
                    session.execute(text("SELECT 1"))
            else:
                with self._probe.connect() as connection:
                    connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def close(self) -> None:
        """Give every connection back."""
        self._writer.dispose()
        self._reader.dispose()


def sqlite_url(folder: Path, room: str) -> str:
    """The URL of a room's SQLite file in a data folder."""
    return f"sqlite:///{folder / (room + '.sqlite3')}"


def _sqlite_engine(path: str, begin: str, *, pool_size: int) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,  # an error names the statement, never the values
        connect_args={"check_same_thread": False, "timeout": 10},
        **JSON,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # a commit survives the loss of power, as on PostgreSQL
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin_here(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql_engine(url: URL, schema: str, *, plain: bool = False, **pool: Any) -> Engine:
    options = (
        f"-csearch_path={schema} -cstatement_timeout={STATEMENT_TIMEOUT_MS} -clock_timeout={LOCK_TIMEOUT_MS}"
        " -cidle_in_transaction_session_timeout=60000 -ctimezone=UTC"
    )
    if "pool_size" in pool:
        pool |= {"max_overflow": 0, "pool_timeout": POOL_TIMEOUT_S}
    engine = create_engine(
        url.set(drivername="postgresql+psycopg2" if plain else DRIVER),
        hide_parameters=True,
        use_native_hstore=False,
        connect_args={
            "options": options,
            "application_name": f"terreau-{schema}",
            **({} if plain else {"connection_factory": PipelinedConnection}),
            **NETWORK,
        },
        **JSON,
        **pool,
    )
    _ping_after_rest(engine)
    return engine


def _ping_after_rest(engine: Engine) -> None:
    """Look whether a connection still lives before using it, unless it was in use a moment ago.

    SQLAlchemy's own `pool_pre_ping` asks every time: one of the five round trips of a short transaction.
    """

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: Any, _proxy: Any) -> None:
        now = time.monotonic()
        if now - record.info.get("rests_since", now) < REST_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error
