"""What an endpoint is: a reading (GET) or a writing (POST)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from services.portal.api import territory_scope as scope
from shared.contracts.base import Command, Query, Receipt


@dataclass(frozen=True)
class Reading:
    """A GET: the query it asks, which of its fields come from the path and which from the address's query.

    `before` narrows or refuses what a token of one territory may ask; `after` narrows the answer.
    """

    path: str
    operation: str
    query: type[Query[Any]]
    summary: str
    in_path: dict[str, str]
    parameters: tuple[str, ...] = ()
    before: Callable[[scope.Scope, dict[str, Any]], dict[str, Any]] = scope.anything
    after: Callable[[scope.Scope, Any], Any] = scope.as_it_is
    gives: type[BaseModel] | None = None
    """What `after` makes of the answer, where that is something else."""

    @property
    def answer(self) -> type[BaseModel]:
        """The model of the answer."""
        return self.gives or self.query.answer_type()


@dataclass(frozen=True)
class Writing:
    """A POST: the command that its body is. `whole`: it concerns the programme, a token of one territory may not."""

    path: str
    operation: str
    command: type[Command]
    summary: str
    whole: bool = False

    @property
    def answer(self) -> type[BaseModel]:
        """The model of the answer."""
        return Receipt
