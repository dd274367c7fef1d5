"""The outbox of a room: numbering what was told without gaps, and handing it to the broker in that order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Integer, Select, Text, Update, bindparam, cast, exists, func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from shared.clock import Clock
from shared.ids import new_id
from shared.messaging import metrics
from shared.messaging.publisher import Outgoing
from shared.messaging.topology import exchange_name
from shared.room import Room
from shared.storage.database import Database
from shared.storage.owing import owe
from shared.storage.tables import Furniture

FEW, BATCH = 50, 250
"""How many are taken at first, and once that was not all: asked for many, PostgreSQL reads all of a small table."""

Publish = Callable[[Sequence[Outgoing]], Callable[[], None] | None]
Ends = tuple[int, int]


def relay(
    room: Room,
    database: Database,
    clock: Clock,
    publish: Publish,
    *,
    left_over: bool = True,
    told: Callable[[], bool] = lambda: True,
) -> int:
    """Number what has committed, publish it, mark it; returns how many were published.

    `left_over`: look first for what an earlier relay numbered and did not mark. `told`: whether anything may have
    been told since it was asked last; the relay ends when not.

    `publish` hands a batch to the broker and gives what to call until the broker has all of it, or None when it has;
    either raises otherwise: nothing is marked then, and the same events leave again under the same numbers (listeners
    know them by their id). Only one relay per room may run (a lock is the caller's duty).
    """
    published, most = 0, FEW
    done: Ends | None = None
    batch = _next_batch(room, database, clock, most, after=0 if left_over else None)
    while batch:
        confirm = publish(batch)
        following = None
        if len(batch) == most:
            # The database looks for the next batch while the broker is busy with this one.
            after, most = batch[-1].sequence if left_over else None, BATCH
            following, done = _next_batch(room, database, clock, most, done=done, after=after), None
        if confirm is not None:
            confirm()
        metrics.PUBLISHED.labels(room.name).inc(len(batch))
        published += len(batch)
        done = (done[0] if done else batch[0].sequence, batch[-1].sequence)
        if following is None and told():
            most = FEW
            following, done = _next_batch(room, database, clock, most, done=done), None
        batch = following or []
    if done:
        with database.statement() as connection:
            connection.execute(_statements(room.furniture).mark, _marked(clock, done))
    return published


def _next_batch(
    room: Room, database: Database, clock: Clock, most: int, *, done: Ends | None = None, after: int | None = None
) -> list[Outgoing]:
    """In one transaction mark what is published and number what leaves next: a commit costs a disk's round trip.

    `after`: look first for what was left over beyond this number.
    """
    with database.transaction() as connection:
        if done:
            owe(connection, _statements(room.furniture).mark, _marked(clock, done))
        _lock_ledger(connection, room, begin=after is not None)
        rows = (after is not None and _left_over(connection, room, after, most)) or _number(connection, room, most)
    source = exchange_name(room.name)
    return [
        Outgoing(row.sequence, row.event_id, source, row.type, _completed(row.body, row.sequence, row.epoch))
        for row in rows
    ]


def _marked(clock: Clock, done: Ends) -> dict[str, Any]:
    # Batches bear neighbouring numbers, and only one relay runs: the two ends say it all.
    return {"first_done": done[0], "last_done": done[1], "done_at": clock.now()}


def _lock_ledger(connection: Connection, room: Room, *, begin: bool) -> None:
    """One relay at a time numbers; `begin` the ledger when the room has told nothing yet.

    The lock travels with the next statement, whose snapshot is taken once it is held. SQLite has one writer anyway.
    """
    statements = _statements(room.furniture)
    if begin and connection.execute(statements.ledger).first() is None:
        connection.execute(insert(room.furniture.ledger).values(id=1, epoch=new_id(), last_sequence=0))
    elif not begin and connection.dialect.name == "postgresql":
        owe(connection, statements.ledger, {})


def _left_over(connection: Connection, room: Room, after: int, most: int) -> list[Row[Any]]:
    """What bears a number and no mark."""
    return list(connection.execute(_statements(room.furniture).left_over, {"beyond": after, "most": most}))


def _number(connection: Connection, room: Room, most: int) -> list[Row[Any]]:
    """Give the next numbers to what has none, in the order told."""
    statements = _statements(room.furniture)
    rows = sorted(connection.execute(statements.number, {"most": most}), key=itemgetter(0))
    if rows:
        owe(connection, statements.advance, {"last_given": rows[-1].sequence})
    return rows


@dataclass(frozen=True)
class _Statements:
    """The statements of the relay: made once, since SQLAlchemy takes longer to make them than SQL to run."""

    waiting: Select[Any]
    mark: Update
    ledger: Select[Any]
    left_over: Select[Any]
    number: ReturningUpdate[Any]
    advance: Update


@cache
def _statements(furniture: Furniture) -> _Statements:
    outbox, ledger = furniture.outbox, furniture.ledger
    unpublished = outbox.c.published_at.is_(None)
    done = outbox.c.sequence.between(bindparam("first_done"), bindparam("last_done"))
    rank = func.row_number().over(order_by=outbox.c.position)
    # Asked once and not joined, so that the rows keep the order of their index: thousands may wait.
    last, begun = select(ledger.c.last_sequence).scalar_subquery(), exists(select(ledger.c.id))
    unnumbered = select(outbox.c.position, (rank + last).label("sequence")).where(outbox.c.sequence.is_(None), begun)
    given = unnumbered.order_by(outbox.c.position).limit(bindparam("most", type_=Integer)).subquery()
    # The epoch by a query of its own: SQLite returns nothing of another table. The body as text: what was checked
    # when it was told need not be read to be passed on.
    epoch = select(ledger.c.epoch).scalar_subquery().label("epoch")
    leaving = outbox.c.sequence, outbox.c.event_id, outbox.c.type, cast(outbox.c.body, Text), epoch
    return _Statements(
        waiting=select(outbox.c.position).where(unpublished).limit(1),
        mark=update(outbox).where(done, unpublished).values(published_at=bindparam("done_at")),
        ledger=select(ledger.c.epoch).with_for_update(),
        left_over=select(*leaving)
        .where(unpublished, outbox.c.sequence > bindparam("beyond"))
        .order_by(outbox.c.sequence)
        .limit(bindparam("most", type_=Integer)),
        number=update(outbox)
        .where(outbox.c.position == given.c.position)
        .values(sequence=given.c.sequence)
        .returning(*leaving),
        advance=update(ledger).values(last_sequence=bindparam("last_given")),
    )


def _completed(body: str, sequence: int, epoch: str) -> str:
    return f'{body.rstrip()[:-1]},"sequence":{sequence},"epoch":"{epoch}"}}'


def _complete(body: dict[str, Any], sequence: int, epoch: str) -> dict[str, Any]:
    return body | {"sequence": sequence, "epoch": epoch}


def told_since(
    room: Room, database: Database, *, epoch: str | None, after: int, types: list[str], limit: int
) -> dict[str, Any]:
    """Events of `types` after a sequence number, for a listener that catches up.

    Answers `{"epoch", "upto", "events"}`: every event of these types up to `upto` has been given. A listener that
    knew another epoch is answered from the beginning.
    """
    outbox = room.furniture.outbox
    with database.read() as session:
        ledger = session.execute(select(room.furniture.ledger)).first()
        if ledger is None:
            return {"epoch": None, "upto": 0, "events": []}
        start = after if epoch == ledger.epoch else 0
        rows = session.execute(
            select(outbox.c.sequence, outbox.c.body)
            .where(outbox.c.sequence > start, outbox.c.type.in_(types))
            .order_by(outbox.c.sequence)
            .limit(limit)
        ).all()
    upto = rows[-1].sequence if len(rows) == limit else ledger.last_sequence
    events = [_complete(row.body, row.sequence, ledger.epoch) for row in rows]
    return {"epoch": ledger.epoch, "upto": upto, "events": events}


def waits(room: Room, database: Database) -> bool:
    """Whether anything was told and is not published yet: a look that takes no lock."""
    with database.read() as session:
        return session.execute(_statements(room.furniture).waiting).first() is not None


def unpublished(session: Session, room: Room, correlation: str | None, until: datetime | None = None) -> int:
    """How many events were told and not published yet (of one correlation, or told until an instant)."""
    outbox = room.furniture.outbox
    statement = select(func.count()).select_from(outbox).where(outbox.c.published_at.is_(None))
    if correlation is not None:
        statement = statement.where(outbox.c.correlation == correlation)
    if until is not None:
        statement = statement.where(outbox.c.recorded_at <= until)
    return int(session.scalar(statement) or 0)
