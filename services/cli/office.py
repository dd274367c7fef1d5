"""Reaching the rooms from a command: the owner of the data folder, this very process, or the full stack."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from services.cli.rooms import NAMES
from services.embedded.gateway import GatewayLine
from services.embedded.owner import Ownership, find_owner
from shared.clock import SystemClock
from shared.errors import TerreauError, Unavailable
from shared.events import LISTENERS
from shared.ids import new_id
from shared.messaging.caller import Caller, Line, NoAnswer
from shared.settings import Settings

START_SECONDS = 40.0
SETTLE_SECONDS = 150.0
LOOK_EVERY = 0.02


class Office(Caller):
    """A caller that can also wait until everything it caused is handled."""

    def __init__(self, line: Line, *, timeout: float = 30.0):
        super().__init__(line, SystemClock(), timeout=timeout)
        self.correlation = new_id()

    def settle(self) -> int:
        """Wait until every event of this office's correlation is handled or parked; returns how many there are.

        Raises `Unavailable` after `SETTLE_SECONDS`.
        """
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            told = self._told()
            if self._owing(told) == 0 and self._told() == told:
                return len(told)
            if time.monotonic() > deadline:
                raise Unavailable("Des événements attendent encore d’être traités\u00a0: ils le seront sans vous.")
            time.sleep(LOOK_EVERY)

    def _told(self) -> set[tuple[str, str]]:
        pulses = [self.call(name, "pulse", correlation=self.correlation) for name in NAMES]
        return {(event, type_) for pulse in pulses for event, type_ in pulse["told"]}

    def _owing(self, told: set[tuple[str, str]]) -> int:
        owing = 0
        for listener, types in LISTENERS.items():
            expected = {event for event, type_ in told if type_ in types}
            if expected:
                handled = set(self.call(listener, "pulse", correlation=self.correlation)["handled"])
                owing += len(expected - handled)
        return owing

    def run_duties(self) -> None:
        """Let every room do its clock work now."""
        for name in NAMES:
            self.call(name, "run_duties", correlation=self.correlation)


@contextmanager
def open_office(settings: Settings, *, alone: bool = False) -> Iterator[Office]:
    """An office to all rooms under these settings; the house starts for it when nobody serves it yet.

    `alone`: refuse to share the data folder with an owner. Raises `TerreauError`.
    """
    if not settings.embedded:
        with _full_stack(settings) as office:
            yield office
        return
    ownership = Ownership(settings.data)
    line = None if ownership.take() else _owner_line(settings, ownership, alone=alone)
    if line is not None:
        yield Office(line)
        return
    from services.cli.owning import house_of  # half of the start of a command, for those that need it only

    with house_of(settings, ownership, serve_pages=False) as house:
        yield Office(house.line)


def _owner_line(settings: Settings, ownership: Ownership, *, alone: bool) -> Line | None:
    """The line to the owner once it answers; None when it has ended meanwhile and the folder is ours."""
    if alone:
        raise Unavailable("Terreau est déjà en marche sur ce dossier de données.", code="already-running")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        address = find_owner(settings.data)
        if address is not None:
            line = GatewayLine(address)
            try:
                line.call("territories", "pulse", {}, timeout=2.0)
            except NoAnswer:
                pass
            else:
                return line
        if ownership.take():
            return None
        time.sleep(0.1)
    raise Unavailable(
        f"Un autre processus tient le dossier «\u00a0{settings.data}\u00a0» et ne répond pas\u00a0: arrêtez-le d’abord."
    )


@contextmanager
def _full_stack(settings: Settings) -> Iterator[Office]:
    if settings.amqp_url is None or settings.database_url is None:
        raise TerreauError(
            "Il faut TERREAU_DATABASE_URL et TERREAU_AMQP_URL ensemble, ou ni l’un ni l’autre.", code="settings"
        )
    from services.cli.checks.broker import check
    from shared.messaging.running import line_to

    broker = check(settings)
    if not broker.ok:
        raise Unavailable(broker.message, code="broker-away")
    with line_to(settings.amqp_url.get_secret_value(), timeout=30) as line:
        yield Office(line)
