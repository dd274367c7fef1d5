"""Who holds the green threads up: the time between two looks of eventlet's hub at its sockets, told when it is long.

Measured where the hub waits, so that a process at rest is never woken for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog
from eventlet.hubs import get_hub
from eventlet.hubs.hub import READ, WRITE

from shared.messaging import metrics

log = structlog.get_logger()

COUNTED, LONG = 0.01, 0.2
"""Seconds: a shorter gap is the hub's everyday work; a longer one is logged."""


def watch_hub() -> None:
    """Say from now on when the green threads of this thread's hub were held up, which nothing may do for long."""
    hub = get_hub()
    hub.wait = _Watch(hub, hub.wait)


class _Watch:
    """The hub at rest: what lies between two rests is work of the green threads."""

    def __init__(self, hub: Any, wait: Callable[[float], None]):
        self._hub = hub
        self._wait = wait
        self._look = hub.do_poll
        self._since: tuple[float, float] | None = None
        hub.do_poll = self._watched_look

    def __call__(self, seconds: float) -> None:
        if self._hub.listeners[READ] or self._hub.listeners[WRITE]:
            self._wait(seconds)
        else:  # without a socket the hub sleeps without looking
            self._timed(self._wait, seconds)

    def _watched_look(self, seconds: float) -> Any:
        return self._timed(self._look, seconds)  # what the sockets call for runs after it, inside `wait`

    def _timed(self, rest: Callable[[float], Any], seconds: float) -> Any:
        if self._since is not None:
            _tell(time.monotonic() - self._since[0], self._since[1])
        try:
            return rest(seconds)
        finally:
            self._since = time.monotonic(), time.process_time()


def _tell(gap: float, worked: float) -> None:
    if gap < COUNTED:
        return
    metrics.HUB_GAP.observe(gap)
    if gap > LONG:
        # Much processor time: something here computed. Little: the machine had no time for us, or a call blocked.
        log.warning("hub.gap", seconds=round(gap, 3), processor=round(time.process_time() - worked, 3))
