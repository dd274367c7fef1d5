"""All rooms of the house in this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import eventlet

from services.embedded.gateway import Gateway
from services.embedded.owner import Ownership
from shared.clock import Clock
from shared.errors import Unavailable
from shared.messaging.caller import Line
from shared.messaging.embedded_transport import URL, register
from shared.messaging.running import rooms_of, runner_of
from shared.messaging.service import CLOCK_KEY, AtWork, declare_topology
from shared.settings import Settings

START_SECONDS = 25.0


class House:
    """The running services, and the line by which one speaks to them."""

    def __init__(self, services: Sequence[type[Any]], settings: Settings, clock: Clock | None = None, **extra: Any):
        register()
        self._runner = runner_of(services, URL, settings, **{CLOCK_KEY: clock, **extra})

    def start(self) -> None:
        """Start every service and wait until each hears and has caught up. Raises `Unavailable` when one does not."""
        declare_topology(URL, embedded=True)
        self._runner.start()
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            if time.monotonic() > deadline:
                raise Unavailable("Les services n’ont pas démarré à temps\u00a0: consultez le journal technique.")
            eventlet.sleep(0.01)

    def ready(self) -> bool:
        """Whether every room is at work and knows what it missed."""
        return all(room.ready() and room.worker.caught_up for room in self.rooms())

    def rooms(self) -> list[AtWork]:
        """The rooms of this process."""
        return rooms_of(self._runner)

    @property
    def line(self) -> Line:
        """A line to every room."""
        return self.rooms()[0].caller.line

    def wait(self) -> None:
        """Wait until a service ends."""
        self._runner.wait()

    def stop(self) -> None:
        """Stop every service."""
        self._runner.stop()


@contextmanager
def at_home(
    services: Sequence[type[Any]],
    settings: Settings,
    ownership: Ownership,
    prepare: Callable[[], None],
    clock: Clock | None = None,
    **extra: Any,
) -> Iterator[House]:
    """The house of a data folder, owned and running; `prepare` (migrations) runs before any service starts."""
    prepare()
    house = House(services, settings, clock, **extra)
    house.start()
    gateway = Gateway(house.line)
    gateway.serve(ownership.announce(gateway.port).secret)
    try:
        yield house
    finally:
        house.stop()
