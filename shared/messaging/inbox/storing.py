"""What arrives becomes a row of the inbox: an id that is known changes nothing, what is no event is parked raw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import structlog
from pydantic import ValidationError
from sqlalchemy import Connection, CursorResult, Dialect, Table

from shared.clock import Clock
from shared.envelope import Envelope
from shared.ids import new_id
from shared.messaging import metrics
from shared.room import Room
from shared.storage.database import Database

log = structlog.get_logger()


def store(room: Room, database: Database, clock: Clock, bodies: Sequence[bytes | dict[str, Any]]) -> int:
    """Store what was heard, in one transaction; a known id changes nothing, a non-event is parked raw.

    Returns how many rows are new.
    """
    if not bodies:
        return 0
    rows = _rows(room, database.engine.dialect, clock, bodies)
    with database.statement() as connection:
        stored = _store(connection, room, rows)
    new: int = stored.rowcount
    metrics.DUPLICATES.labels(room.name).inc(len(rows) - new)
    return new


class Stored(NamedTuple):
    """An event that was just stored, as a row that is claimed gives it."""

    position: int
    event_id: str
    source: str
    sequence: int | None
    type: str
    territory: str | None
    correlation: str | None
    attempts: int
    body: str


def store_new(
    connection: Connection, room: Room, clock: Clock, bodies: Sequence[bytes | dict[str, Any]]
) -> tuple[int, list[Stored]]:
    """Store what was heard within a transaction of the caller's: how many were not known, and the events among them.

    The events are in the order of their positions.
    """
    rows = {row[0]: row for row in _rows(room, connection.dialect, clock, bodies)}
    new = _store(connection, room, list(rows.values()), new=True).all()
    fresh = [_stored(row.position, rows[row.event_id]) for row in new if rows[row.event_id][_BODY] is not None]
    return len(new), sorted(fresh)


def _stored(position: int, row: tuple[Any, ...]) -> Stored:
    event_id, source, sequence, type_, territory, correlation, body = row[: _BODY + 1]
    return Stored(position, event_id, source, sequence, type_, territory, correlation, 0, body)


def _rows(
    room: Room, dialect: Dialect, clock: Clock, bodies: Sequence[bytes | dict[str, Any]]
) -> list[tuple[Any, ...]]:
    now = _instants(room.furniture.inbox, dialect)(clock.now())
    return [_row(body, now) for body in bodies]


def _store(
    connection: Connection, room: Room, rows: Sequence[tuple[Any, ...]], *, new: bool = False
) -> CursorResult[Any]:
    """Insert rows; `new` gives the positions of those that were not known."""
    statement = _storing(room.furniture.inbox, connection.dialect.paramstyle, len(rows))
    return connection.exec_driver_sql(statement + (" RETURNING event_id, position" if new else ""), tuple(chain(*rows)))


_STORED = (
    *("event_id", "source", "sequence", "type", "territory", "correlation", "body", "raw"),
    *("received_at", "attempts", "next_at", "parked_at", "error"),
)
_BODY = _STORED.index("body")


@cache
def _storing(table: Table, paramstyle: str, rows: int) -> str:
    """The text for so many rows: SQLAlchemy takes longer to make it than the database to run it."""
    mark = "?" if paramstyle == "qmark" else "%s"
    row = f"({', '.join([mark] * len(_STORED))})"
    values = ", ".join([row] * rows)
    return f"INSERT INTO {table.name} ({', '.join(_STORED)}) VALUES {values} ON CONFLICT (event_id) DO NOTHING"  # noqa: S608  # names of our own


@cache
def _instants(table: Table, dialect: Dialect) -> Callable[[datetime], Any]:
    """How the driver takes an instant."""
    return table.c.received_at.type.dialect_impl(dialect).bind_processor(dialect) or (lambda instant: instant)


def _row(body: bytes | dict[str, Any], now: Any) -> tuple[Any, ...]:
    """The values of `_STORED`."""
    try:
        envelope = Envelope.model_validate_json(body) if isinstance(body, bytes) else Envelope.model_validate(body)
    except ValidationError:
        raw = body if isinstance(body, bytes) else repr(body).encode()
        log.error("inbox.not_an_event", size=len(raw))
        error = "Ce message n’est pas un événement lisible."
        return f"raw-{new_id()}", "?", None, "?", None, None, None, raw, now, 0, None, now, error
    e = envelope
    return e.id, e.teller, e.sequence, e.type, e.subject, e.correlationid, e.as_text(), None, now, 0, now, None, None
