"""Pages that change under several pairs of eyes: browsers wait for a subject to move, an event wakes them.

A browser asks with the mark it has seen; the request sleeps in a green thread, holding nothing, until the mark of its
subject is another one or its patience ends. The mark is a row that all replicas of the portal share: whichever of
them hears the event moves it, wakes its own browsers after the commit, and tells the other replicas (PostgreSQL
`NOTIFY`, heard where the replicas hear of each other anyway).
"""

from __future__ import annotations

import threading
import time
from typing import Any

from sqlalchemy import event, select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, SessionTransaction

from services.portal.tables import Mark
from shared.messaging.leadership import channel
from shared.storage.database import Database
from shared.storage.unit_of_work import UnitOfWork

PATIENCE = 25.0
"""Seconds a browser waits at most: less than what proxies allow a silent connection (60 s and often 30)."""


_RINGS = "terreau.live"


class Bell:
    """Wakes whoever waits in this process; they look for themselves whether it was for them."""

    def __init__(self) -> None:
        self._next = threading.Event()

    def ring(self) -> None:
        """Wake everybody."""
        rung, self._next = self._next, threading.Event()
        rung.set()

    def listen(self) -> threading.Event:
        """What the next ring sets: taken before looking, so that no ring in between is missed."""
        return self._next


BELL = Bell()


class Live:
    """The marks of the subjects that pages show."""

    def __init__(self, database: Database, bell: Bell = BELL, *, patience: float = PATIENCE):
        self._database = database
        self._bell = bell
        self._patience = patience

    def mark(self, subject: str) -> int:
        """How often a subject has moved so far."""
        with self._database.read() as session:
            return session.scalar(select(Mark.moved).where(Mark.subject == subject)) or 0

    def wait(self, subject: str, seen: int) -> int:
        """The mark of a subject as soon as it is not `seen`; the one seen when patience ends."""
        latest = time.monotonic() + self._patience
        while True:
            rung = self._bell.listen()
            mark = self.mark(subject)
            left = latest - time.monotonic()
            if mark != seen or left <= 0:
                return mark
            rung.wait(left)


def move(uow: UnitOfWork, subject: str) -> None:
    """A subject moved: wakes every browser that shows it once this transaction commits."""
    sqlite = uow.session.get_bind().dialect.name == "sqlite"
    upsert: Any = sqlite_insert if sqlite else postgresql_insert
    uow.session.execute(
        upsert(Mark)
        .values(subject=subject, moved=1)
        .on_conflict_do_update(index_elements=["subject"], set_={"moved": Mark.moved + 1})
    )
    if not sqlite:
        uow.session.execute(text(f'NOTIFY "{channel(uow.service)}"'))
    # `after_commit` comes with every savepoint: the end of the outermost transaction is what others can see.
    if not uow.session.info.get(_RINGS):
        uow.session.info[_RINGS] = True
        event.listen(uow.session, "after_transaction_end", _ring_at_the_end)


def _ring_at_the_end(_session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        BELL.ring()
