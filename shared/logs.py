"""Logs for machines (JSON on the full stack) and for people (the embedded default); never personal data.

An exception is logged by its kind and where it happened. What it says is left out unless it is ours or the system's:
drivers and validators quote the values they stumble over. Of foreign libraries only the template of a line is kept.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from shared.errors import TerreauError

MOST_PLACES = 40
_SIGNS = (
    "Connection refused",
    "Connection reset",
    "timeout expired",
    "too many clients",
    "remaining connection slots",
    "could not translate host name",
    "authentication failed",
    "server closed the connection",
    "terminating connection",
    "the database system is",
)
_LIBRARIES = {"site-packages", "lib"}

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}

EventDict = MutableMapping[str, Any]
Processor = Callable[[Any, str, EventDict], Any]


def set_up(level: str, *, json: bool) -> None:
    """Configure structlog on stderr, and let foreign loggers speak from warning on, in the same form."""
    ours: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exceptions_without_values,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False, sort_keys=False)
    )
    structlog.configure(
        processors=[*ours, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS.get(level, 20)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *ours],
            use_get_message=False,  # the template: the values may be a body, an address or a password
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(level=max(logging.WARNING, LEVELS.get(level, 20)), handlers=[handler], force=True)
    logging.getLogger("nameko").setLevel(logging.ERROR)
    logging.getLogger("amqp").setLevel(logging.ERROR)  # warns of every connection that two sides close at once
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _exceptions_without_values(_logger: Any, _name: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    error = found if isinstance(found, BaseException) else _of(found)
    if error is not None:
        event["exception"] = described(error)
        event["trace"] = traced(error)
    return event


def _of(found: Any) -> BaseException | None:
    if isinstance(found, tuple):
        error: BaseException | None = found[1]
        return error
    return sys.exc_info()[1] if found else None


def described(error: BaseException) -> str:
    """The kind of an exception, with what it says only where that can hold nobody's data."""
    kind = type(error).__name__
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "pgcode", None) or getattr(error.orig, "sqlite_errorname", None) or _sign(error)
        return f"{kind} {type(error.orig).__name__} {state or ''}".strip()
    if isinstance(error, TerreauError):
        return f"{kind} {error.stable_code}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{kind} {error.errno} {error.strerror}"
    return kind


def _sign(error: DBAPIError) -> str:
    """Why no connection was made or kept: PostgreSQL gives these no code."""
    said = str(error.orig)
    return next((sign for sign in _SIGNS if sign in said), "")


def traced(error: BaseException) -> list[str]:
    """Where in this house it happened, and where it began outside; first the exceptions behind it. Never values."""
    return [f"{kind}: {place}" for kind, place in _places(error)][-MOST_PLACES:]


def _places(error: BaseException) -> list[tuple[str, str]]:
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    found = [] if behind is None or behind is error else _places(behind)
    steps = list(traceback.walk_tb(error.__traceback__))
    for number, (frame, line) in enumerate(steps, start=1):
        place = Path(frame.f_code.co_filename)
        if number == len(steps) or not _LIBRARIES & set(place.parts):
            found.append((type(error).__name__, f"{'/'.join(place.parts[-3:])}:{line} {frame.f_code.co_name}"))
    return found
