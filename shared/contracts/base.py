"""What one service may ask of another: commands that change something, queries that only read.

Both are pydantic models that travel by RPC as `{"name": …, "with": …}`. A command is answered by a `Receipt`, a query
by the model it names: `class ListCalls(Query[CallList])`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from shared.events import wire_name


class Value(BaseModel):
    """A frozen value inside commands and answers; unknown fields are refused."""

    # Built at first use: a process uses a tenth of what the house knows, and each command of the CLI is a process.
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True, defer_build=True
    )


class Message(Value):
    """What commands and queries share: the service asked, and a name on the wire."""

    service: ClassVar[str] = ""

    @classmethod
    def wire(cls) -> str:
        """The name on the wire: `LogInterview` -> `log-interview`."""
        return wire_name(cls.__name__)


class Command(Message):
    """Something to be done, once per command id however often it arrives."""


class Receipt(Value):
    """The answer to every command: the id of what it made or changed, and the ids of the events it told."""

    id: str
    told: list[str] = []
    notes: list[str] = []


Answer = TypeVar("Answer", bound=BaseModel)


class Query(Message, Generic[Answer]):
    """Something to be read; answered by the model in brackets."""

    @classmethod
    def answer_type(cls) -> type[Answer]:
        """The model of the answer."""
        for base in cls.__mro__:
            arguments: tuple[Any, ...] = getattr(base, "__pydantic_generic_metadata__", {}).get("args", ())
            if arguments:
                return arguments[0]  # type: ignore[no-any-return]  # pydantic keeps generic arguments untyped
        raise TypeError(f"{cls.__name__} names no answer: write Query[ItsAnswer]")
