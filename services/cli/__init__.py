"""The command `terreau`: starts, migrates, imports, exports."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

PURE = {"agenda", None}
"""Commands that start no service and reach none: they answer in well under a second and need no green threads."""

SERVING = {"up", "serve"}
"""Commands that stay, and so have to look up names of servers without holding up what else they do."""

COLLECT_AFTER = 50_000
"""New objects after which Python looks for garbage: at its own 700, a fifth of the start of a command is such looks,
at modules and classes of which none is garbage.
"""


def main() -> None:
    """The entry point; green threads come before any other import."""
    gc.set_threshold(COLLECT_AFTER)
    command = command_of(sys.argv[1:])
    if command not in SERVING:
        os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # a tenth of what such a command takes
    if command not in PURE:
        from shared.messaging.green import go_green

        go_green()
    from services.cli.commands import run

    run()


def command_of(words: Sequence[str]) -> str | None:
    """The command among the words typed, past the options that every command shares; None when there is none."""
    rest = iter(words)
    for word in rest:
        if word == "--data":
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return None
