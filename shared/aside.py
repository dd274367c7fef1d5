"""Long work of the processor, done beside the green threads so that it holds nobody up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

Runner = Callable[..., Any]


def _here(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    return function(*arguments, **named)


_runner: list[Runner] = [_here]
_turn: list[AbstractContextManager[Any]] = [threading.Lock()]


def aside(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """The result of a pure function, computed in a real thread where the process has green ones, else here.

    For functions that take tens of milliseconds or more (documents, solvers) and touch no session, socket or lock.
    """
    result: T = _runner[0](function, *arguments, **named)
    return result


def aside_alone(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """The same for functions that stand on a library which two threads must never enter at once."""

    def in_turn() -> T:
        with _turn[0]:
            return function(*arguments, **named)

    return aside(in_turn)


def run_aside_with(runner: Runner, turn: AbstractContextManager[Any]) -> None:
    """Say how this process does it, with a lock of real threads; called once, where green threads are set up."""
    _runner[0], _turn[0] = runner, turn
