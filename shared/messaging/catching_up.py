"""What a room may have missed while it was away: asked of every teller, after the event it heard of last."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from shared.clock import Clock
from shared.events import LISTENERS, REGISTRY, tellers
from shared.messaging import inbox
from shared.messaging.caller import Caller
from shared.room import Room
from shared.storage.database import Database

PAGE = 500


def missed(room: Room, database: Database, clock: Clock, caller: Caller) -> Iterator[int]:
    """Store what was missed and move the cursors; gives how many events of a page were new, where some were.

    Raises what `caller` and the database raise: the cursors stand where it came to then.
    """
    for teller in tellers(room.name):
        types = sorted(type_ for type_ in LISTENERS[room.name] if REGISTRY[type_].source == teller)
        epoch, after = _cursor(room, database, teller)
        while True:
            page = caller.call(teller, "told_since", epoch=epoch, after=after, types=types, limit=PAGE)
            if page["epoch"] is None or (page["epoch"], page["upto"]) == (epoch, after):
                break
            if new := inbox.store(room, database, clock, page["events"]):
                yield new
            epoch, after = page["epoch"], page["upto"]
            _move_cursor(room, database, teller, epoch, after)


def _cursor(room: Room, database: Database, teller: str) -> tuple[str | None, int]:
    cursors = room.furniture.cursors
    with database.read() as session:
        row = session.execute(select(cursors).where(cursors.c.source == teller)).first()
    return (None, 0) if row is None else (row.epoch, row.sequence)


def _move_cursor(room: Room, database: Database, teller: str, epoch: str, sequence: int) -> None:
    cursors = room.furniture.cursors
    insert = sqlite_insert if database.sqlite else postgresql_insert
    moved = {"epoch": epoch, "sequence": sequence}
    statement = insert(cursors).values(source=teller, **moved)
    with database.write() as session:
        session.execute(statement.on_conflict_do_update(index_elements=["source"], set_=moved))
