"""The journal on disk: appending what was told, reading it back as facts or as it was told."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from functools import cache
from sys import intern
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from services.reporting.rules.facts import Told
from services.reporting.tables import JournalEntry
from shared.clock import PARIS
from shared.envelope import Envelope
from shared.errors import NotFound
from shared.events import Event
from shared.partial_dates import latest_day
from shared.storage.owing import owe

PAGE = 2000

_FACT = (
    JournalEntry.position,
    JournalEntry.id,
    JournalEntry.type,
    JournalEntry.territory,
    JournalEntry.accompaniment,
    JournalEntry.occurred,
    JournalEntry.latest_on,
    JournalEntry.recorded_at,
    JournalEntry.body,
)


def append(session: Session, event: Event, envelope: Envelope) -> None:
    """Add one event; a known id changes nothing. Raises `WrongDate` when `occurred` is no date of the house."""
    entry = {
        "id": envelope.id,
        "type": envelope.type,
        "source": envelope.teller,
        "sequence": envelope.sequence,
        "territory": event.territory,
        "accompaniment": event.accompaniment,
        "occurred": envelope.occurred,
        "latest_on": None if envelope.occurred is None else latest_day(envelope.occurred),
        "recorded_at": envelope.recorded,
        "body": envelope.as_text(),
    }
    owe(session, _appending(sqlite=session.get_bind().dialect.name == "sqlite"), entry)


@cache
def _appending(*, sqlite: bool) -> Any:
    insert: Any = sqlite_insert if sqlite else postgresql_insert
    columns = JournalEntry.__table__.columns
    written = {name: bindparam(name, type_=one.type) for name, one in columns.items() if name not in _NOT_BOUND}
    values = written | {"body": bindparam("body", type_=Text)}
    return insert(JournalEntry.__table__).inline().values(values).on_conflict_do_nothing(index_elements=["id"])


_NOT_BOUND = ("position", "body")


class Stamp(NamedTuple):
    """How many events an accompaniment has, and the position of the last: another stamp, and there is more to read."""

    events: int
    last: int


Placed = tuple[int, Told]
"""An event and its position in the journal."""


def stamps(session: Session) -> dict[str | None, Stamp]:
    """The stamp of every accompaniment, and of the events that belong to none; read from an index alone."""
    whose = JournalEntry.accompaniment
    rows = session.execute(select(whose, func.count(), func.max(JournalEntry.position)).group_by(whose))
    return {id_: Stamp(count, last) for id_, count, last in rows}


def told_after(session: Session, position: int) -> Iterator[Placed]:
    """The events after a position, page by page, so that others may work in between."""
    while True:
        later = select(*_FACT).where(JournalEntry.position > position)
        page = _placed(session, later.order_by(JournalEntry.position).limit(PAGE))
        yield from page
        if len(page) < PAGE:
            return
        position = page[-1][0]
        time.sleep(0)  # a switch to whoever else has work: SQLite would never let go by itself


def told_in(session: Session, accompaniments: Sequence[str | None]) -> Iterator[Placed]:
    """The events of these accompaniments (None: of no accompaniment)."""
    whose = JournalEntry.accompaniment
    for first in range(0, len(accompaniments), 200):
        some = accompaniments[first : first + 200]
        chosen = whose.in_([id_ for id_ in some if id_ is not None])
        yield from _placed(session, select(*_FACT).where(or_(chosen, whose.is_(None)) if None in some else chosen))


def of_territory(session: Session, territory: str) -> list[Told]:
    """The events about a territory, and all those of its accompaniments."""
    own = select(JournalEntry.accompaniment).where(
        JournalEntry.territory == territory, JournalEntry.accompaniment.is_not(None)
    )
    chosen = or_(JournalEntry.territory == territory, JournalEntry.accompaniment.in_(own))
    return _told(session, select(*_FACT).where(chosen))


def of_accompaniment(session: Session, accompaniment: str) -> list[Told]:
    """The events of one accompaniment."""
    return _told(session, select(*_FACT).where(JournalEntry.accompaniment == accompaniment))


def around(session: Session, ids: Sequence[str]) -> list[Told]:
    """The events with these ids, and those told in the same accompaniments (a day may depend on them)."""
    theirs = select(JournalEntry.accompaniment).where(JournalEntry.id.in_(ids), JournalEntry.accompaniment.is_not(None))
    return _told(session, select(*_FACT).where(or_(JournalEntry.id.in_(ids), JournalEntry.accompaniment.in_(theirs))))


def _told(session: Session, statement: Select[Any]) -> list[Told]:
    return [one for _, one in _placed(session, statement)]


def _placed(session: Session, statement: Select[Any]) -> list[Placed]:
    return [
        (
            position,
            Told(
                id=id_,
                type=intern(type_),  # facts stay in memory: what is alike is kept once
                territory=territory and intern(territory),
                accompaniment=accompaniment and intern(accompaniment),
                occurred=occurred,
                latest=latest,
                recorded=recorded,
                data=body["data"],
            ),
        )
        for position, id_, type_, territory, accompaniment, occurred, latest, recorded, body in session.execute(
            statement
        )
    ]


def page(
    session: Session, *, type_: str | None, territory: str | None, since: date | None, after: int, limit: int
) -> tuple[list[dict[str, Any]], int | None]:
    """Up to `limit` CloudEvents in order of recording after the one at position `after` (0: from the first).

    `since` is a day in Europe/Paris: what was recorded on it or later. Gives the events and where to go on (None:
    the end). Raises `NotFound` for a position that the journal does not have.
    """
    chosen: list[ColumnElement[bool]] = []
    if type_ is not None:
        chosen.append(JournalEntry.type == type_)
    if territory is not None:
        chosen.append(JournalEntry.territory == territory)
    if since is not None:
        chosen.append(JournalEntry.recorded_at >= datetime.combine(since, time_of_day(), PARIS).astimezone(UTC))
    if after:
        chosen.append(_told_later(session, after))
    rows = session.execute(
        select(JournalEntry.position, JournalEntry.body)
        .where(*chosen)
        .order_by(JournalEntry.recorded_at, JournalEntry.id)
        .limit(limit + 1)
    ).all()
    more = len(rows) > limit
    kept = rows[:limit]
    return [row.body for row in kept], kept[-1].position if more else None


def _told_later(session: Session, position: int) -> ColumnElement[bool]:
    """What was recorded after the event at `position`: events of several tellers may be heard in another order."""
    last = session.execute(
        select(JournalEntry.recorded_at, JournalEntry.id).where(JournalEntry.position == position)
    ).first()
    if last is None:
        raise NotFound(f"Le journal n’a pas de position {position}.", code="unknown-position")
    later = JournalEntry.recorded_at > last.recorded_at
    return or_(later, and_(JournalEntry.recorded_at == last.recorded_at, JournalEntry.id > last.id))
