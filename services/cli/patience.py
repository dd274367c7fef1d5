"""A sign of life on a terminal for what lasts over two seconds; a file or a pipe never sees it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

AFTER = 2.0
EVERY = 0.2
WIDTH = 20


@contextmanager
def patience(label: str) -> Iterator[None]:
    """Draw a moving bar on stderr while the block lasts, from its third second on; wiped at the end."""
    if not sys.stderr.isatty():
        yield
        return
    say(label)
    done = threading.Event()
    drawing = threading.Thread(target=_draw, args=(done,), daemon=True)
    drawing.start()
    try:
        yield
    finally:
        done.set()
        drawing.join()


def say(label: str) -> None:
    """Change what stands beside the bar: how far the work has come, where that is known."""
    _said[:] = [label]


_said = [""]


def _draw(done: threading.Event) -> None:
    start = time.monotonic()
    if done.wait(AFTER):
        return
    step = 0
    while not done.wait(EVERY):
        sys.stderr.write(f"\r{bar(step)} {_said[0]} ({time.monotonic() - start:.0f}\u00a0s)\x1b[K")
        sys.stderr.flush()
        step += 1
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


def bar(step: int) -> str:
    """The bar at a step: a block that goes to and fro."""
    span = WIDTH - 3
    place = abs((step + span) % (2 * span) - span)
    return "[" + " " * place + "###" + " " * (span - place) + "]"
