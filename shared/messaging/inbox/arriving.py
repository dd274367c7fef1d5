"""What arrives while nothing is owed: stored and handled in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eventlet import Timeout
from sqlalchemy import text

from shared.clock import Clock
from shared.messaging import metrics
from shared.messaging.inbox.handling import Batch, Handled, RetryPolicy, TakesItsTime
from shared.messaging.inbox.storing import Stored, store_new
from shared.room import Room
from shared.storage.database import Database
from shared.storage.owing import owe

HURRY = 2.0
"""Seconds that what is handled on arrival may take: the broker waits for its ack meanwhile, and for heartbeats."""

_IN_A_HURRY = text("SET LOCAL lock_timeout = 1000")


def store_and_handle(
    room: Room, database: Database, clock: Clock, policy: RetryPolicy, bodies: Sequence[bytes | dict[str, Any]]
) -> Handled:
    """Store what was heard and handle it at once, in one transaction: one commit for both, and nobody to wake.

    For a room that owes nothing else, and for as little as a batch. What stumbles is stored and stays owed (`more`),
    and so does on PostgreSQL what has an order: the earlier event may just be arriving at another replica, which sees
    no more of this transaction than this one of that. Raises what the database raises, and when a reaction takes its
    time; nothing is stored then.
    """
    with database.write() as session:
        if not database.sqlite:  # before the time is up: a session cut off while it waits would hold what it stored
            owe(session, _IN_A_HURRY, {})
        new, events = store_new(session.connection(), room, clock, bodies)
        batch = Batch(session, room, clock, policy, hurried=True)
        handled = not _has_its_turn(room, database, events) and _in_time(batch, events)
        batch.mark_done()
    metrics.DUPLICATES.labels(room.name).inc(len(bodies) - new)
    metrics.HANDLED.labels(room.name).inc(len(batch.done))
    return Handled(done=len(batch.done), told=batch.told, more=not handled)


def _has_its_turn(room: Room, database: Database, events: Sequence[Stored]) -> bool:
    return not database.sqlite and any(room.reactions.keeps_order(event.type) for event in events)


def _in_time(batch: Batch, events: Sequence[Stored]) -> bool:
    with Timeout(HURRY, TakesItsTime()):
        if len(events) != 1:
            return not events or batch.handle_together(events)
        batch.handle_alone(events[0])
        return not (batch.failed or batch.postponed)
