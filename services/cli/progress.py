"""How far something long has come, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

Item = TypeVar("Item")


def along(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items one by one, with a bar on stderr when a person is looking."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar
