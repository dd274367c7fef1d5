"""The inbox of a room: what was heard is stored first, then handled from there until it is done or parked.

The database, not the broker, keeps what is owed: a reaction that fails leaves its event pending with the error and
the next try; its effects and the mark *done* commit together, so hearing twice changes nothing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

import structlog
from eventlet import Timeout
from pydantic import ValidationError
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    CursorResult,
    Dialect,
    Select,
    Table,
    Text,
    Update,
    and_,
    bindparam,
    cast,
    func,
    null,
    select,
    text,
    update,
)
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from shared import tracing
from shared.clock import Clock
from shared.envelope import Envelope
from shared.ids import new_id
from shared.messaging import metrics
from shared.messaging.outages import gave_way, was_locked_out
from shared.room import Room
from shared.storage.database import Database
from shared.storage.owing import owe, pay
from shared.storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 20
HEARD_AGAIN = 20_000
HELD_BACK = timedelta(milliseconds=200)
HURRY = 2.0
"""Seconds that what is handled on arrival may take: the broker waits for its ack meanwhile, and for heartbeats."""


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how late a failed event is tried again: doubling waits with jitter, then it is parked."""

    attempts: int = 8
    first: float = 0.5
    longest: float = 600.0
    hangs_after: float = 45.0
    """A reaction that waits longer for anything has failed: shorter than the sessions that PostgreSQL gives up on,
    longer than it lets a statement run."""

    def wait(self, attempts: int) -> timedelta:
        """The wait after that many failed attempts, give or take a fifth."""
        seconds = min(self.first * 2 ** (attempts - 1), self.longest)
        return timedelta(seconds=seconds * random.uniform(0.8, 1.2))

    @property
    def longest_wait(self) -> timedelta:
        """No wait is longer."""
        return timedelta(seconds=self.longest * 1.2)


@dataclass(frozen=True)
class Handled:
    """What one pass over the inbox did; `told`: new events wait in the outbox."""

    done: int = 0
    failed: int = 0
    postponed: int = 0
    told: bool = False
    more: bool = False


def store(room: Room, database: Database, clock: Clock, bodies: Sequence[bytes | dict[str, Any]]) -> int:
    """Store what was heard, in one transaction; a known id changes nothing, a non-event is parked raw.

    Returns how many rows are new.
    """
    if not bodies:
        return 0
    rows = _rows(room, database, clock, bodies)
    with database.statement() as connection:
        stored = _store(connection, room, rows)
    new: int = stored.rowcount
    metrics.DUPLICATES.labels(room.name).inc(len(rows) - new)
    return new


def store_and_handle(
    room: Room, database: Database, clock: Clock, policy: RetryPolicy, bodies: Sequence[bytes | dict[str, Any]]
) -> Handled:
    """Store what was heard and handle it at once, in one transaction: one commit for both, and nobody to wake.

    For a room that owes nothing else, and for as little as a batch. What stumbles is stored and stays owed (`more`).
    Raises what the database raises, and when a reaction takes its time; nothing is stored then.
    """
    rows = {row[0]: row for row in _rows(room, database, clock, bodies)}
    with database.write() as session:
        if not database.sqlite:  # before the time is up: a session cut off while it waits would hold what it stored
            owe(session, _IN_A_HURRY, {})
        new = {row.event_id: row.position for row in _store(session.connection(), room, list(rows.values()), new=True)}
        batch = _Batch(session, room, clock, policy, hurried=True)
        owed = sorted(_fresh(new[event_id], rows[event_id]) for event_id in new if rows[event_id][_BODY] is not None)
        with Timeout(HURRY, TakesItsTime()):
            if len(owed) == 1:
                batch.handle_alone(owed[0])
                handled = not (batch.failed or batch.postponed)
            else:
                handled = not owed or batch.handle_together(owed)
        batch.mark_done()
    metrics.DUPLICATES.labels(room.name).inc(len(bodies) - len(new))
    metrics.HANDLED.labels(room.name).inc(len(batch.done))
    return Handled(done=len(batch.done), told=batch.told, more=not handled)


_IN_A_HURRY = text("SET LOCAL lock_timeout = 1000")


class _Fresh(NamedTuple):
    """A row that was just stored, as `_claim` would give it."""

    position: int
    event_id: str
    source: str
    sequence: int | None
    type: str
    territory: str | None
    correlation: str | None
    attempts: int
    body: str


def _fresh(position: int, stored: tuple[Any, ...]) -> _Fresh:
    event_id, source, sequence, type_, territory, correlation, body = stored[:7]
    return _Fresh(position, event_id, source, sequence, type_, territory, correlation, 0, body)


def _rows(
    room: Room, database: Database, clock: Clock, bodies: Sequence[bytes | dict[str, Any]]
) -> list[tuple[Any, ...]]:
    now = _instants(room.furniture.inbox, database.engine.dialect)(clock.now())
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


def handle_due(room: Room, database: Database, clock: Clock, policy: RetryPolicy) -> Handled:
    """Handle up to a batch of owed events in one transaction; what fails is rolled back alone, the rest commits."""
    with database.write() as session:
        rows = _claim(session, room, database, clock.now())
        batch = _Batch(session, room, clock, policy)
        if not batch.handle_together(rows):
            for row in rows:
                batch.handle_alone(row)
        batch.mark_done()
    metrics.HANDLED.labels(room.name).inc(len(batch.done))
    return Handled(
        done=len(batch.done),
        failed=batch.failed,
        postponed=batch.postponed,
        told=batch.told,
        more=len(rows) == BATCH,
    )


def _claim(session: Session, room: Room, database: Database, now: datetime) -> Sequence[Row[Any]]:
    rows = session.execute(_claiming(room.furniture.inbox, sqlite=database.sqlite), {"due_by": now}).all()
    return sorted(rows, key=attrgetter("next_at", "position"))


_CLAIMED = ("position", "next_at", "event_id", "source", "sequence", "type", "territory", "correlation", "attempts")


@cache
def _claiming(table: Table, *, sqlite: bool) -> Select[Any]:
    statement = (
        select(*(table.c[name] for name in _CLAIMED), cast(table.c.body, Text))
        .where(table.c.done_at.is_(None), table.c.parked_at.is_(None), table.c.next_at <= bindparam("due_by"))
        # By due time alone: that is the index. One column more, and PostgreSQL, which thinks a table small until it
        # was analysed, sorts a long queue anew for every batch.
        .order_by(table.c.next_at)
        .limit(BATCH)
    )
    return statement if sqlite else statement.with_for_update(skip_locked=True)


@cache
def _marking(table: Table, *, sqlite: bool) -> Update:
    """`handled`: a JSON array of positions."""
    handled = bindparam("handled", type_=Text)
    each = func.json_each(handled) if sqlite else func.json_array_elements_text(cast(handled, JSON))
    position = cast(each.table_valued("value").c.value, table.c.position.type)
    at = bindparam("handled_at", type_=table.c.done_at.type)
    return update(table).where(table.c.position.in_(select(position))).values(done_at=at, error=null())


class _Batch:
    """The events claimed by one transaction, and what became of them."""

    def __init__(self, session: Session, room: Room, clock: Clock, policy: RetryPolicy, *, hurried: bool = False):
        self._hurried = hurried
        self._session = session
        self._room = room
        self._clock = clock
        self._policy = policy
        self._table = room.furniture.inbox
        self.done: list[int] = []
        self.failed = 0
        self.postponed = 0
        self.told = False

    def handle_together(self, rows: Sequence[Row[Any] | _Fresh]) -> bool:
        """Handle all in one savepoint, which spares two round trips for each; False when that did not work.

        Nothing has happened then: one by one it will show which of them fails.
        """
        if len(rows) < 2 or any(row.attempts for row in rows):
            return False
        try:
            with self._session.begin_nested():
                for row in rows:
                    self._handle_in_turn(row)
                pay(self._session)
        except TakesItsTime:
            raise
        except Exception:  # whatever it was, it comes again when each is handled alone
            self._session.expire_all()
            self.done, self.told = [], False
            return False
        return True

    def _handle_in_turn(self, row: Row[Any] | _Fresh) -> None:
        if self._held_back(row):
            raise _NotItsTurn
        self.told = self._react(row) or self.told
        self.done.append(row.position)

    def handle_alone(self, row: Row[Any] | _Fresh) -> None:
        """Handle one in a savepoint of its own; a failure is noted with the next try."""
        if self._held_back(row):
            self.postponed += 1
            self._change(row, next_at=self._clock.now() + HELD_BACK)
            return
        begun = time.perf_counter()
        try:
            with self._session.begin_nested():
                told = self._react(row)
                pay(self._session)
        except Exception as error:
            if gave_way(error) or isinstance(error, TakesItsTime) or (self._hurried and was_locked_out(error)):
                raise  # no fault of the reaction: it must not bring the event nearer to being parked
            self._session.expire_all()
            self._time(row, begun, metrics.FAILED)
            self._note_failure(row, error)
            return
        self.told = told or self.told
        self.done.append(row.position)

    def _held_back(self, row: Row[Any] | _Fresh) -> bool:
        reaction = self._room.reactions.find(row.type)
        if reaction is None or not reaction.ordered or row.sequence is None:
            return False
        columns = self._table.c
        earlier = select(columns.position).where(
            columns.source == row.source,
            columns.territory == row.territory,
            columns.sequence < row.sequence,
            columns.done_at.is_(None),
            columns.position.not_in(self.done),
        )
        return self._session.execute(earlier.limit(1)).first() is not None

    def _react(self, row: Row[Any] | _Fresh) -> bool:
        """Let the room react; whether that told anything."""
        reaction = self._room.reactions.find(row.type)
        if reaction is None:
            return False
        bound = structlog.contextvars.bind_contextvars(
            event_id=row.event_id, correlation=row.correlation, territory=row.territory
        )
        begun = time.perf_counter()
        try:
            uow = self._unit_of_work(row)
            envelope = Envelope.model_validate_json(row.body)
            with self._traced(row, envelope), Timeout(self._policy.hangs_after, ReactionHangs()):
                reaction.function(uow, envelope.event(), envelope)
                self._session.flush()
        finally:
            structlog.contextvars.reset_contextvars(**bound)
        self._time(row, begun, metrics.ANSWERED)
        return bool(uow.told)

    def _traced(self, row: Row[Any] | _Fresh, envelope: Envelope) -> AbstractContextManager[Any]:
        told = {"cloudevents.event_id": row.event_id, "terreau.attempts": row.attempts}
        return tracing.span(self._room.name, f"reaction {row.type}", "consumer", carried=vars(envelope), told=told)

    def _time(self, row: Row[Any] | _Fresh, begun: float, outcome: str) -> None:
        metrics.reaction(self._room.name, metrics.event_label(row.type), outcome).observe(time.perf_counter() - begun)

    def _unit_of_work(self, row: Row[Any] | _Fresh) -> UnitOfWork:
        return UnitOfWork(
            session=self._session,
            clock=self._clock,
            service=self._room.name,
            furniture=self._room.furniture,
            correlation=row.correlation or new_id(),
            causation=row.event_id,
        )

    def _note_failure(self, row: Row[Any] | _Fresh, error: Exception) -> None:
        self.failed += 1
        policy = self._policy
        attempts, now = row.attempts + 1, self._clock.now()
        ids = {"event_id": row.event_id, "correlation": row.correlation, "territory": row.territory}
        told = {"room": self._room.name, "type": row.type, **ids, "attempts": attempts}
        log.warning("inbox.reaction_failed", **told, exc_info=error)
        parked = attempts >= policy.attempts or isinstance(error, KeyError | ValidationError)
        (metrics.PARKED if parked else metrics.RETRIED).labels(self._room.name).inc()
        if parked:
            log.error("inbox.parked", **told, error=type(error).__name__)
        self._change(
            row,
            attempts=attempts,
            error=_describe(error),
            parked_at=now if parked else None,
            next_at=None if parked else now + policy.wait(attempts),
        )

    def _change(self, row: Row[Any] | _Fresh, **values: Any) -> None:
        self._session.execute(update(self._table).where(self._table.c.position == row.position).values(**values))

    def mark_done(self) -> None:
        """Mark everything that worked, at once."""
        if self.done:
            marking = _marking(self._table, sqlite=self._session.get_bind().dialect.name == "sqlite")
            owe(self._session, marking, {"handled": str(self.done), "handled_at": self._clock.now()})


class ReactionHangs(Exception):
    """A reaction did not come back: nobody else of its room could go on meanwhile."""


class TakesItsTime(Exception):
    """What is handled on arrival was not done in time: no failure, it is stored and handled apart."""


class _NotItsTurn(Exception):
    """An earlier event of its territory is still owed."""


def _describe(error: Exception) -> str:
    """The kind of error only: its text could hold personal data."""
    return type(error).__name__


def retry(room: Room, database: Database, clock: Clock, event_id: str | None) -> int:
    """Give a parked event (or all of them) another chance; returns how many. What is no event stays parked."""
    table = room.furniture.inbox
    chosen: list[ColumnElement[bool]] = [table.c.parked_at.is_not(None), table.c.raw.is_(None)]
    if event_id is not None:
        chosen.append(table.c.event_id == event_id)
    with database.write() as session:
        result = session.execute(
            update(table).where(and_(*chosen)).values(parked_at=None, attempts=0, next_at=clock.now())
        )
    return int(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def parked(room: Room, database: Database) -> list[dict[str, Any]]:
    """The events that could not be handled, oldest first."""
    table = room.furniture.inbox
    with database.read() as session:
        rows = session.execute(select(table).where(table.c.parked_at.is_not(None)).order_by(table.c.position)).all()
    return [
        {
            "room": room.name,
            "id": row.event_id,
            "type": row.type,
            "source": row.source,
            "territory": row.territory,
            "parked": row.parked_at.isoformat(),
            "attempts": row.attempts,
            "error": row.error,
        }
        for row in rows
    ]


def hear_again(room: Room, database: Database, since: datetime | None) -> int:
    """Mark what was heard (since an instant) as owed again; reactions are idempotent. Returns how many."""
    table = room.furniture.inbox
    chosen: list[ColumnElement[bool]] = [table.c.raw.is_(None)]
    if since is not None:
        chosen.append(table.c.received_at >= since)
    with database.read() as session:
        last = session.scalar(select(func.max(table.c.position))) or 0
    # Each at the instant it first came: the order of old, and an index that tells them apart.
    anew = update(table).values(done_at=None, parked_at=None, attempts=0, next_at=table.c.received_at)
    count = 0
    # In portions: years of events are more than one statement may take, and others work in between.
    for first in range(1, last + 1, HEARD_AGAIN):
        portion = table.c.position.between(first, min(first + HEARD_AGAIN - 1, last))
        with database.transaction() as connection:
            count += connection.execute(anew.where(portion, *chosen)).rowcount
    return count


def owed(session: Session, room: Room, correlation: str | None, until: datetime | None = None) -> int:
    """How many events wait to be handled (of one correlation, or heard until an instant); parked ones do not count."""
    table = room.furniture.inbox
    chosen: list[ColumnElement[bool]] = [table.c.done_at.is_(None), table.c.parked_at.is_(None)]
    if correlation is not None:
        chosen.append(table.c.correlation == correlation)
    if until is not None:
        chosen.append(table.c.received_at <= until)
    return int(session.scalar(select(func.count()).select_from(table).where(and_(*chosen))) or 0)


def next_due(room: Room, database: Database, clock: Clock, policy: RetryPolicy) -> datetime | None:
    """When the next owed event may be tried; None when nothing is owed.

    A try later than any wait was set by a clock that has been put back since: those events are due now.
    """
    table = room.furniture.inbox
    owed = (table.c.done_at.is_(None), table.c.parked_at.is_(None))
    with database.read() as session:
        earliest: datetime | None = session.scalar(select(func.min(table.c.next_at)).where(*owed))
    now = clock.now()
    latest = now + policy.longest_wait
    if earliest is None or earliest <= latest:
        return earliest
    with database.write() as session:
        session.execute(update(table).where(*owed, table.c.next_at > latest).values(next_at=now))
    return now
