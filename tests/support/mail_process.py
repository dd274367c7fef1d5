"""A replica of notifications in a process of its own, for tests that kill it: it writes and sends until it dies.

    python -m tests.support.mail_process DATABASE_URL SMTP_URL NOW

The other rooms are answered for: whoever is asked for in an accompaniment is one person, whose address follows from
its id.
"""

from __future__ import annotations

import sys
import time
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy.orm import Session

from services.notifications.room import ROOM
from services.notifications.ticks import send_due
from shared.contracts.territories import Address, Addresses, Resolved
from shared.messaging import orders
from shared.settings import Settings
from shared.storage.database import Database
from shared.storage.unit_of_work import UnitOfWork


@dataclass
class _Clock:
    start: datetime
    began: float

    def now(self) -> datetime:
        return self.start + timedelta(seconds=time.monotonic() - self.began)


@dataclass
class _Desk:
    database: Database
    clock: _Clock
    settings: Settings

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        return orders.unit_of_work(ROOM, self.database, self.clock)

    def reading(self) -> AbstractContextManager[Session]:
        return self.database.read()

    def ask(self, query: Any) -> Any:
        if query.wire() == "find-addresses":
            return Addresses(addresses=[_somebody(query.accompaniment)] if query.accompaniment else [])
        return Resolved(territory=query.id, label="Val d’Exemple", accompaniment=None)


def _somebody(accompaniment: str) -> Address:
    person = str(uuid.uuid5(uuid.NAMESPACE_URL, accompaniment))
    return Address(person=person, name=None, function="Élue", email=f"{person}@exemple.fr")


def main() -> None:
    """Tick until somebody ends it."""
    url, smtp, now = sys.argv[1:]
    settings = Settings(
        smtp_url=SecretStr(smtp), mail_from="Terreau <t@apes.exemple.fr>", mail_undo_minutes=0, mail_per_minute=100_000
    )
    desk = _Desk(Database(ROOM.name, url), _Clock(datetime.fromisoformat(now), time.monotonic()), settings)
    while True:
        send_due(desk)
        time.sleep(0.05)


if __name__ == "__main__":
    main()
