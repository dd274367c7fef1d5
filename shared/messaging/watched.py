"""Requests as they are watched: timed for Prometheus, their ids bound to every line that is logged meanwhile."""

from __future__ import annotations

from typing import Any

import structlog

from shared import tracing
from shared.ids import is_id
from shared.messaging import metrics
from shared.messaging.worker import Worker


def obey(worker: Worker, order: dict[str, Any]) -> dict[str, Any]:
    """Have a room obey, watched."""
    name = metrics.command_label(worker.room, order.get("name"))
    with (
        metrics.timed(metrics.COMMANDS, worker.room.name, name) as it,
        tracing.span(worker.room.name, f"obey {name}", "server", carried=order),
        structlog.contextvars.bound_contextvars(
            service=worker.room.name,
            command=name,
            order=order.get("id"),
            correlation=order.get("correlation") or order.get("id"),
            territory=_territory(order.get("body")),
        ),
    ):
        answer = worker.obey(order)
        it.outcome = _outcome(answer)
        tracing.note({"terreau.outcome": it.outcome})
        return answer


def answer(worker: Worker, question: dict[str, Any]) -> dict[str, Any]:
    """Have a room answer, watched."""
    name = metrics.query_label(worker.room, question.get("name"))
    with (
        metrics.timed(metrics.QUERIES, worker.room.name, name) as it,
        tracing.span(worker.room.name, f"answer {name}", "server", carried=question),
        structlog.contextvars.bound_contextvars(service=worker.room.name, query=name),
    ):
        given = worker.answer(question)
        it.outcome = _outcome(given)
        tracing.note({"terreau.outcome": it.outcome})
        return given


def _territory(body: Any) -> str | None:
    """The territory that a command speaks of, when it names one by its id."""
    named = body.get("territory") if isinstance(body, dict) else None
    return str(named) if is_id(named) else None


def _outcome(answer: dict[str, Any]) -> str:
    if "refused" not in answer:
        return metrics.ANSWERED
    return metrics.FAILED if answer["refused"].get("code") == "internal-error" else metrics.REFUSED
