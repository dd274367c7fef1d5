"""Long work of the processor, done beside the green threads so that it holds nobody up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

Runner = Callable[..., Any]


def _here(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    return function(*arguments, **named)


_runner: list[Runner] = [_here]


def aside(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """The result of a pure function, computed in a real thread where the process has green ones, else here.

    For functions that take tens of milliseconds or more (documents, solvers) and touch no session, socket or lock.
    """
    result: T = _runner[0](function, *arguments, **named)
    return result


def run_aside_with(runner: Runner) -> None:
    """Say how this process does it; called once, where green threads are set up."""
    _runner[0] = runner
