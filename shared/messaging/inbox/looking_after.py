"""The inbox as operators see it: what is owed and when, what is parked, another chance, everything once more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from shared.clock import Clock
from shared.messaging.inbox.handling import RetryPolicy
from shared.room import Room
from shared.storage.database import Database

HEARD_AGAIN = 20_000


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
