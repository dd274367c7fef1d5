"""Waiting for a condition, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_S = 60.0
"""How long a condition may take to come about: on a machine that has much else to do, much longer than alone."""

FIRST_PAUSE_S, LAST_PAUSE_S = 0.01, 0.1
"""Between two looks, longer each time: what is waited for needs the processor that the looks would take."""


def until(condition: Callable[[], object], *, seconds: float = PATIENCE_S, what: str = "the condition") -> None:
    """Return as soon as `condition()` is true; fail naming `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    pause = FIRST_PAUSE_S
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come about in {seconds} s"
        time.sleep(pause)  # a pause between looks, not a wait for a time
        pause = min(pause * 1.2, LAST_PAUSE_S)
