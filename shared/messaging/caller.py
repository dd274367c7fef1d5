"""Asking another room by RPC: one command or one query, with a time limit, refusals raised as they were made."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from shared import tracing
from shared.clock import Clock
from shared.contracts.base import Command, Query, Receipt
from shared.errors import Unavailable, from_dict
from shared.ids import new_id

A = TypeVar("A", bound=BaseModel)

SECONDS = 10.0


class NoAnswer(Exception):
    """The service is not there, or did not answer in time."""


class Line(Protocol):
    """A way to call a method of a service: over the bus, over loopback, over RabbitMQ."""

    def call(self, service: str, method: str, payload: dict[str, Any], *, timeout: float) -> dict[str, Any]:
        """The method's answer. Raises `NoAnswer`."""
        ...


class Caller:
    """Commands and queries to any room over a line."""

    def __init__(self, line: Line, clock: Clock, *, timeout: float = SECONDS, service: str = "terreau"):
        self.line = line
        self._service = service
        self._clock = clock
        self._timeout = timeout

    def obey(
        self, command: Command, *, order: str | None = None, actor: str | None = None, correlation: str | None = None
    ) -> Receipt:
        """Have a command obeyed, once whatever happens: a second try goes under the same order id.

        Raises the refusal of the room (`TerreauError`), or `Unavailable`.
        """
        order = order or new_id()
        payload = {
            "id": order,
            "name": command.wire(),
            "body": command.model_dump(mode="json"),
            "deadline": (self._clock.now() + timedelta(seconds=2 * self._timeout)).isoformat(),
            "correlation": correlation,
            "actor": actor,
        }
        with self._span(command):
            payload |= tracing.carry()
            try:
                answer = self.line.call(command.service, "obey", payload, timeout=self._timeout)
            except NoAnswer:
                answer = self._try(command.service, "obey", payload)
        return Receipt.model_validate(_unwrapped(answer))

    def ask(self, query: Query[A]) -> A:
        """Ask a question. Raises the refusal of the room, or `Unavailable`."""
        with self._span(query):
            payload = {"name": query.wire(), "body": query.model_dump(mode="json"), **tracing.carry()}
            answer = self._try(query.service, "answer", payload)
        return query.answer_type().model_validate(_unwrapped(answer))

    def call(self, service: str, method: str, **payload: Any) -> Any:
        """Call one of the methods every room has (pulse, parked, retry …)."""
        return _unwrapped(self._try(service, method, payload))

    def _span(self, asked: Command | Query[Any]) -> AbstractContextManager[Any]:
        return tracing.span(self._service, f"rpc {asked.service}.{asked.wire()}", "client")

    def _try(self, service: str, method: str, payload: dict[str, Any]) -> dict[str, Any]:
        try:
            return self.line.call(service, method, payload, timeout=self._timeout)
        except NoAnswer as error:
            raise Unavailable(
                f"Le service «\u00a0{service}\u00a0» ne répond pas\u00a0: réessayez dans un instant.",
                code="service-unavailable",
            ) from error


def _unwrapped(answer: dict[str, Any]) -> Any:
    if "refused" in answer:
        raise from_dict(answer["refused"])
    return answer["answer"]
