"""Two replicas that are killed again and again: every reminder arrives, and none twice beyond the stated exception.

The exception (docs/operations.md): a death between the server's yes and our commit. Both mails have one Message-ID.
`TERREAU_FAULTS=full` makes 10,000 reminders and 100 deaths of it, `TERREAU_FAULTS=0.2` a fifth of both.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from services.notifications.room import ROOM
from services.notifications.tables import MailRow, Plan
from shared.envelope import seal
from shared.events import BilanDue, NotificationSent
from shared.ids import new_id
from shared.messaging import inbox
from tests.faults.conftest import SEED
from tests.faults.figures import Figures, Tally, times
from tests.integration.notifications.conftest import paris
from tests.integration.notifications.test_smtp import Letterbox, OpenServer, letterbox, open_server
from tests.support.rooms import RoomAtWork, at_work

__all__ = ["letterbox", "open_server"]

FAULT = "kill -9 of one of two replicas that send due reminders"
WORLD = "notifications, SMTP server, PostgreSQL"
REMINDERS, KILLS = times(200, 10_000), times(2, 100)
STALLED = 120.0
"""Seconds without any progress after which something hangs."""
BATCH = 200


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
        self.deaths = 0
        self.running = [self._start(), self._start()]

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*self._command, self.now.isoformat()], stderr=subprocess.DEVNULL)

    def kill(self, which: int) -> None:
        """Kill -9."""
        process = self.running[which]
        self.deaths += process.poll() is None
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        process.wait()

    def replace(self, which: int) -> None:
        """Start another in the place of a dead one."""
        self.running[which] = self._start()

    def end(self) -> None:
        """End both, whatever they do."""
        for which in (0, 1):
            self.kill(which)

    def go_on(self, later: timedelta) -> None:
        """Start both when the claims of the dead have lapsed."""
        self.now += later
        for which in (0, 1):
            self.replace(which)


class Watch:
    """What was received, and what the database holds of it."""

    def __init__(self, room: RoomAtWork, letterbox: Letterbox):
        self._room = room
        self._letterbox = letterbox
        self.excused: set[str] = set()

    def received(self) -> list[str]:
        """The id of the mail behind each message, in the order they came."""
        return [str(message["Message-ID"]).strip("<>").partition("@")[0] for message in list(self._letterbox.received)]

    def progress(self) -> int:
        """Steps done: plans drafted, plans written, mails received."""
        with self._room.database.read() as session:
            drafted, written = session.execute(select(func.count(Plan.drafted_at), func.count(Plan.composed_at))).one()
        return int(drafted) + int(written) + len(self._letterbox.received)

    def until(self, steps: int) -> None:
        """Wait for so many steps; fail when nothing moves any more."""
        seen, since = -1, time.monotonic()
        while (now := self.progress()) < steps:
            if now != seen:
                seen, since = now, time.monotonic()
            assert time.monotonic() - since < STALLED, f"nothing moves any more at step {now}"
            time.sleep(0.05)  # a pause between looks, not a wait for a time

    def note_death(self) -> None:
        """Remember the mails in hand at a death: the server may have taken one of them, and its row not know it."""
        in_hand = select(MailRow.id).where(MailRow.state == "pending", MailRow.claim.is_not(None))
        with self._room.database.read() as session:
            self.excused |= set(session.scalars(in_hand))


def test_every_reminder_arrives_once_whatever_dies(
    room: tuple[RoomAtWork, str], open_server: OpenServer, letterbox: Letterbox
) -> None:
    work, database = room
    remember(work, REMINDERS)
    chance, watch = random.Random(SEED), Watch(work, letterbox)
    with Figures(SEED).fault(FAULT, WORLD) as tally:
        replicas = Replicas(database, f"smtp://127.0.0.1:{open_server()}?tls=none")
        try:
            everything = 3 * REMINDERS
            for step in sorted(chance.randrange(1, everything * 9 // 10) for _ in range(KILLS)):
                watch.until(step)
                which = chance.randrange(2)
                replicas.kill(which)
                watch.note_death()
                replicas.replace(which)
            while len(set(watch.received())) < REMINDERS:
                replicas.end()
                watch.note_death()
                replicas.go_on(timedelta(minutes=20))
                watch.until(min(everything, watch.progress() + 1))
                settle(watch, everything)
        finally:
            replicas.end()
        judge(work, watch, letterbox, tally, replicas.deaths)


def settle(watch: Watch, everything: int) -> None:
    """Wait until all is done, or what is left waits for a claim to lapse: nothing came for a while."""
    last, since = watch.progress(), time.monotonic()
    while len(set(watch.received())) < REMINDERS and time.monotonic() - since < 5:
        time.sleep(0.1)  # a pause between looks
        if (now := watch.progress()) != last:
            last, since = now, time.monotonic()


def judge(work: RoomAtWork, watch: Watch, letterbox: Letterbox, tally: Tally, deaths: int) -> None:
    """Count what came, what is missing and what came twice, against the rows and the events."""
    seen = Counter(watch.received())
    twice = {mail for mail, number in seen.items() if number > 1}
    with work.database.read() as session:
        states = dict(session.execute(select(Plan.state, func.count()).group_by(Plan.state)).all())
    told = [one.data["plan"] for one in work.told(NotificationSent)]
    tally.tried, tally.commands = deaths, REMINDERS
    tally.told, tally.heard = len(told), sum(seen.values())
    tally.lost = REMINDERS - len(set(letterbox.recipients))
    tally.excused = sum(seen[mail] - 1 for mail in twice & watch.excused)
    tally.doubled = sum(seen[mail] - 1 for mail in twice - watch.excused)
    tally.amiss = REMINDERS - states.get("sent", 0) + len(told) - len(set(told))
    assert tally.lost == 0, "every reminder was received, by the person it was for"
    assert tally.doubled == 0, f"{tally.doubled} messages came twice although nobody died over them"
    assert tally.excused <= deaths, f"{tally.excused} messages came twice for {deaths} deaths"
    assert tally.amiss == 0, states


def remember(work: RoomAtWork, reminders: int) -> None:
    """Let the room hear of so many bilans due today."""
    for first in range(0, reminders, BATCH):
        heard = [sealed(work) for _ in range(min(BATCH, reminders - first))]
        inbox.store(work.room, work.database, work.clock, heard)
        while inbox.handle_due(work.room, work.database, work.clock, inbox.RetryPolicy()).done:
            pass


def sealed(work: RoomAtWork) -> dict[str, Any]:
    """One of them, as it arrives."""
    event = BilanDue(territory=new_id(), accompaniment=new_id(), due="2025-06-16")
    now = work.clock.now()
    return seal(event, id=new_id(), now=now, occurred="2025-06-16", correlation=new_id(), causation=None).as_json()
