"""What is owed is handled a batch at a time: effects and the mark *done* commit together, a failure keeps its event."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

import structlog
from eventlet import Timeout
from pydantic import ValidationError
from pydantic_core import from_json
from sqlalchemy import JSON, Select, Table, Text, Update, bindparam, cast, func, null, select, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from shared import tracing
from shared.clock import Clock
from shared.envelope import Envelope
from shared.ids import new_id
from shared.messaging import metrics
from shared.messaging.inbox.storing import Stored
from shared.messaging.outages import gave_way, was_locked_out
from shared.room import Room
from shared.storage.database import Database
from shared.storage.owing import owe, pay
from shared.storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 20
HELD_BACK = timedelta(milliseconds=200)


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


def handle_due(room: Room, database: Database, clock: Clock, policy: RetryPolicy) -> Handled:
    """Handle up to a batch of owed events in one transaction; what fails is rolled back alone, the rest commits."""
    with database.write() as session:
        rows = _claim(session, room, database, clock.now())
        batch = Batch(session, room, clock, policy)
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


class Batch:
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

    def handle_together(self, rows: Sequence[Row[Any] | Stored]) -> bool:
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

    def _handle_in_turn(self, row: Row[Any] | Stored) -> None:
        if self._held_back(row):
            raise _NotItsTurn
        self.told = self._react(row) or self.told
        self.done.append(row.position)

    def handle_alone(self, row: Row[Any] | Stored) -> None:
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

    def _held_back(self, row: Row[Any] | Stored) -> bool:
        if row.sequence is None or not self._room.reactions.keeps_order(row.type):
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

    def _react(self, row: Row[Any] | Stored) -> bool:
        """Let the room react; whether that told anything."""
        reaction = self._room.reactions.find(row.type)
        if reaction is None:
            return False
        bound = structlog.contextvars.bind_contextvars(**_ids(row), causation=None)
        begun = time.perf_counter()
        try:
            uow = self._unit_of_work(row)
            envelope = Envelope.model_validate_json(row.body)
            structlog.contextvars.bind_contextvars(causation=envelope.causationid)
            with self._traced(row, envelope), Timeout(self._policy.hangs_after, ReactionHangs()):
                reaction.function(uow, envelope.event(), envelope)
                self._session.flush()
        finally:
            structlog.contextvars.reset_contextvars(**bound)
        self._time(row, begun, metrics.ANSWERED)
        return bool(uow.told)

    def _traced(self, row: Row[Any] | Stored, envelope: Envelope) -> AbstractContextManager[Any]:
        told = {"cloudevents.event_id": row.event_id, "terreau.attempts": row.attempts}
        return tracing.span(self._room.name, f"reaction {row.type}", "consumer", carried=vars(envelope), told=told)

    def _time(self, row: Row[Any] | Stored, begun: float, outcome: str) -> None:
        metrics.reaction(self._room.name, metrics.event_label(row.type), outcome).observe(time.perf_counter() - begun)

    def _unit_of_work(self, row: Row[Any] | Stored) -> UnitOfWork:
        return UnitOfWork(
            session=self._session,
            clock=self._clock,
            service=self._room.name,
            furniture=self._room.furniture,
            correlation=row.correlation or new_id(),
            causation=row.event_id,
        )

    def _note_failure(self, row: Row[Any] | Stored, error: Exception) -> None:
        self.failed += 1
        policy = self._policy
        attempts, now = row.attempts + 1, self._clock.now()
        told = {
            "room": self._room.name,
            "type": row.type,
            **_ids(row),
            "causation": _causation(row),
            "attempts": attempts,
        }
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

    def _change(self, row: Row[Any] | Stored, **values: Any) -> None:
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


def _ids(row: Row[Any] | Stored) -> dict[str, str | None]:
    """What every line logged about an event bears: ids, and nothing that somebody wrote."""
    return {"event_id": row.event_id, "correlation": row.correlation, "territory": row.territory}


def _causation(row: Row[Any] | Stored) -> str | None:
    with suppress(ValueError, AttributeError):  # a body that nobody can read: its failure says so
        cause: str | None = from_json(row.body).get("causationid")
        return cause
    return None


def _describe(error: Exception) -> str:
    """The kind of error only: its text could hold personal data."""
    return type(error).__name__
