"""The contracts between rooms, and the table that finds a message by its service and name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shared.contracts import diagnostic, notifications, platforms, reporting, territories, workshops
from shared.contracts.base import Command, Message, Query

_MODULES = (territories, diagnostic, workshops, platforms, notifications, reporting)


def _messages(family: type[Message]) -> Iterator[type[Message]]:
    for module in _MODULES:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, family) and _is_spoken(value, module.__name__):
                yield value


def _is_spoken(message: type[Message], module: str) -> bool:
    own = message.__module__ == module or message.__module__.startswith(f"{module}.")
    return own and not message.__name__.startswith("_") and bool(message.service)


COMMANDS: dict[tuple[str, str], type[Command]] = {(m.service, m.wire()): m for m in _messages(Command)}  # type: ignore[misc]  # narrowed by _messages
QUERIES: dict[tuple[str, str], type[Query[Any]]] = {(m.service, m.wire()): m for m in _messages(Query)}  # type: ignore[misc]  # narrowed by _messages
