"""Two replicas that are killed again and again: every reminder arrives, and none twice beyond the stated exception.

The exception (docs/operations.md): a death between the server's yes and our commit. Both mails have one Message-ID.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest

from services.notifications.room import ROOM
from shared.events import BilanDue
from shared.ids import new_id
from tests.integration.notifications.conftest import paris
from tests.integration.notifications.test_smtp import Letterbox, OpenServer, letterbox, open_server
from tests.support.rooms import RoomAtWork, at_work
from tests.support.waiting import until

__all__ = ["letterbox", "open_server"]

FULL = os.environ.get("TERREAU_FAULTS") == "full"
REMINDERS, KILLS = (10_000, 100) if FULL else (200, 2)
PATIENCE = 1800.0 if FULL else 60.0


@pytest.fixture
def room(postgresql: str) -> Iterator[tuple[RoomAtWork, str]]:
    """The room on PostgreSQL, where two replicas may stand side by side."""
    with at_work(ROOM, postgresql) as opened:
        opened.clock.instant = paris("2025-06-16T09:00")
        yield opened, postgresql


class Replicas:
    """Two processes on one database."""

    def __init__(self, database: str, smtp: str):
        self._command = [sys.executable, "-m", "tests.support.mail_process", database, smtp]
        self.now = paris("2025-06-16T09:00")
        self.running = [self._start(), self._start()]

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*self._command, self.now.isoformat()], stderr=subprocess.DEVNULL)

    def kill_one(self, which: int) -> None:
        """Kill -9, and start another in its place."""
        self.running[which].send_signal(signal.SIGKILL)
        self.running[which].wait()
        self.running[which] = self._start()

    def end(self) -> None:
        """End both, whatever they do."""
        for process in self.running:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            process.wait()

    def go_on(self, later: timedelta) -> None:
        """End both and start them when the claims of the dead have lapsed."""
        self.end()
        self.now += later
        self.running = [self._start(), self._start()]


def test_every_reminder_arrives_once_whatever_dies(
    room: tuple[RoomAtWork, str], open_server: OpenServer, letterbox: Letterbox
) -> None:
    work, database = room
    for _ in range(REMINDERS):
        event = BilanDue(territory=new_id(), accompaniment=new_id(), due="2025-06-16")
        work.hear(event, occurred="2025-06-16")
    replicas = Replicas(database, f"smtp://127.0.0.1:{open_server()}?tls=none")
    try:
        for kill in range(KILLS):
            wanted = REMINDERS * (kill + 1) // (KILLS + 2)
            until(lambda at_least=wanted: len(letterbox.received) >= at_least, seconds=PATIENCE, what="mails")
            replicas.kill_one(kill % 2)
        for _ in range(3):
            replicas.go_on(timedelta(minutes=20))
            with suppress(AssertionError):
                until(lambda: len(ids(letterbox)) == REMINDERS, seconds=PATIENCE / 3, what="every mail")
            if len(ids(letterbox)) == REMINDERS:
                break
    finally:
        replicas.end()
    seen = Counter(ids(letterbox, each=True))
    assert len(seen) == REMINDERS, "every reminder was received"
    assert len(set(letterbox.recipients)) == REMINDERS, "by the person it was for"
    twice = sum(number - 1 for number in seen.values())
    deaths = KILLS + 2 * 3
    assert twice <= deaths, f"{twice} messages came twice for {deaths} deaths"
    assert max(seen.values()) <= 2


def ids(letterbox: Letterbox, *, each: bool = False) -> set[str] | list[str]:
    """The Message-IDs received."""
    found = [str(message["Message-ID"]) for message in list(letterbox.received)]
    return found if each else set(found)
