"""How the portal reaches the other rooms: it asks and it orders, and never knows what carries its words."""

from __future__ import annotations

from typing import Protocol, TypeVar

from pydantic import BaseModel

from shared.contracts.base import Command, Query, Receipt

A = TypeVar("A", bound=BaseModel)


class Office(Protocol):
    """Whoever carries questions and orders to the rooms; refusals come back as the errors of `shared.errors`."""

    def ask(self, query: Query[A]) -> A:
        """The answer to a query. Raises `NotFound`, `InvalidInput`, … as the room did, `Unavailable` without answer."""
        ...

    def obey(self, command: Command, *, order: str, actor: str | None) -> Receipt:
        """The receipt of a command; the same `order` id gets the same receipt and has one effect.

        `actor` is the id of the account that asks. Raises the room's refusal, `TooLate` or `Unavailable`.
        """
        ...
