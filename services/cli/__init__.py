"""The command `terreau`: starts, migrates, imports, exports."""

from __future__ import annotations

import sys
from collections.abc import Sequence

PURE = {"agenda", None}
"""Commands that start no service and reach none: they answer in well under a second and need no green threads."""


def main() -> None:
    """The entry point; green threads come before any other import."""
    if command_of(sys.argv[1:]) not in PURE:
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
