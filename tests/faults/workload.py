"""The work that goes on while things break: five territories, all five telling services, every command until accepted.

A command keeps its order id until it is accepted, however often it is sent: so as many facts as commands must stand
at the end, neither one less nor one more.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from shared.clock import SystemClock
from shared.contracts.base import Command, Receipt
from shared.contracts.diagnostic import LogInterview, NameStake, PlanInterview
from shared.contracts.platforms import AssignCase, DescribePlatform, Option, ShortlistPlatforms
from shared.contracts.territories import EnrolTerritory, NoteMilestone, PublishCall, RegisterTerritory
from shared.contracts.workshops import NoteNeed, RecordNoSlot, ScheduleWorkshop
from shared.errors import TerreauError, Unavailable
from shared.ids import new_id
from shared.messaging.caller import Caller, Line, NoAnswer

TERRITORIES = 5
CLIENTS = 4
GIVES_UP_AFTER_S = 240.0
PASSING = frozenset({"deadline-passed", "internal-error", "unknown-accompaniment"})
"""Refusals that the same order may outlive, beside `Unavailable`: it came too late, a commit was cut short, news is
still to come.
"""

AHEAD = datetime(2031, 6, 5, 7, 0, tzinfo=UTC)
AHEAD_END = datetime(2031, 6, 5, 10, 0, tzinfo=UTC)


class Workload:
    """Sends commands over lines that `line()` makes anew; counts what was accepted."""

    def __init__(self, line: Callable[[], Line], chance: random.Random, *, timeout: float = 4.0):
        self._line = line
        self._chance = chance
        self._timeout = timeout
        self._lock = threading.Lock()
        self._accompaniments: list[str] = []
        self._sent = 0
        self._house = 0
        self._goal = 0
        self.accepted: dict[str, list[str]] = {}
        self.retries = 0
        self.problems: list[BaseException] = []

    def prepare(self) -> None:
        """Five territories enrolled in a call, two platforms in the catalogue."""
        call = self.send(PublishCall(title="Appel à l’épreuve")).id
        for n in range(TERRITORIES):
            territory = self.send(RegisterTerritory(label=f"Territoire {n}", kind="grouping")).id
            self._accompaniments.append(self.send(EnrolTerritory(call=call, territory=territory)).id)
        for slug in ("une", "autre"):
            self.send(DescribePlatform(slug=slug, label=slug))

    def somewhere(self) -> str:
        """One of the accompaniments."""
        return self._accompaniments[0]

    def send(self, command: Command) -> Receipt:
        """Send a command under one order id until it is accepted. Raises a refusal that time does not heal."""
        order = new_id()
        until = SystemClock().now().timestamp() + GIVES_UP_AFTER_S
        while True:
            house = self._house
            try:
                receipt = Caller(self._line(), SystemClock(), timeout=self._timeout).obey(command, order=order)
            except (TerreauError, NoAnswer) as error:
                passing = isinstance(error, Unavailable | NoAnswer) or error.stable_code in PASSING
                if not passing or SystemClock().now().timestamp() > until:
                    raise
                self.retries += 1
                threading.Event().wait(0.1)  # a client's pause before it tries again
            else:
                with self._lock:
                    if house == self._house:
                        self.accepted[order] = receipt.told
                        return receipt

    def move_to(self, accepted: Mapping[str, list[str]]) -> None:
        """From now on a restored house is spoken to, of which one may expect what was `accepted` before its backup.

        What the house before it still answers is asked again, under the same order id.
        """
        with self._lock:
            self._house += 1
            self.accepted = dict(accepted)

    def accepted_so_far(self) -> dict[str, list[str]]:
        """What was accepted until now."""
        with self._lock:
            return dict(self.accepted)

    @contextmanager
    def working(self, commands: int, *, pace: float = 0.0) -> Iterator[None]:
        """Work while the block runs, and until `commands` are accepted; `pace`: seconds between a client's commands.

        Raises the first problem that a client met.
        """
        over = threading.Event()
        self._goal = len(self.accepted) + commands
        clients = [threading.Thread(target=self._client, args=[over, pace]) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        try:
            yield
        except BaseException:
            self._goal = 0  # what failed is told at once: nobody goes on to the end of the work first
            raise
        finally:
            over.set()
            for client in clients:
                client.join()
        if self.problems:
            raise self.problems[0]

    def _client(self, over: threading.Event, pace: float) -> None:
        while not self.problems and not (over.is_set() and len(self.accepted) >= self._goal):
            try:
                self.send(self._next())
            except BaseException as error:  # told by `working` in the test's own thread
                self.problems.append(error)
            over.wait(pace) if pace and not over.is_set() else None

    def _next(self) -> Command:
        with self._lock:
            self._sent += 1
            label = f"{self._sent:06d}"
            accompaniment = self._chance.choice(self._accompaniments)
            make = self._chance.choice(_KINDS)
        return make(accompaniment, label)


def _shortlist(accompaniment: str, label: str) -> Command:
    options = [Option(platform=slug, approach=f"{label} {slug}") for slug in ("une", "autre")]
    return ShortlistPlatforms(accompaniment=accompaniment, need=label, options=options)


_KINDS: list[Callable[[str, str], Command]] = [
    lambda a, n: NoteMilestone(accompaniment=a, title=n),
    lambda a, n: LogInterview(accompaniment=a, structure=n, kind="ess"),
    lambda a, n: NameStake(accompaniment=a, title=n),
    lambda a, n: PlanInterview(accompaniment=a, structure=n, on=date(2031, 3, 4)),
    lambda a, n: ScheduleWorkshop(accompaniment=a, title=n, start=AHEAD, end=AHEAD_END),
    lambda a, n: NoteNeed(accompaniment=a, title=n),
    lambda a, n: RecordNoSlot(accompaniment=a, month="2031-05", reason="overload", detail=n),
    lambda a, n: AssignCase(accompaniment=a, need=n, case=3, reason=n),
    _shortlist,
]
"""Commands of four services; what is planned ahead makes the fifth, notifications, tell too."""


def through(address: Any) -> Callable[[], Line]:
    """Lines through a gateway whose address stays."""
    from services.embedded.gateway import GatewayLine

    return lambda: GatewayLine(address)
