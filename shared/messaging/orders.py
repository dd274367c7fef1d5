"""Obeying commands and answering queries: once per command id, never after a deadline, refusals as values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

import structlog
from psycopg2.errorcodes import DISK_FULL
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Insert, Table, Text, bindparam, insert, select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared import tracing
from shared.clock import Clock
from shared.contracts.base import Receipt
from shared.errors import InvalidInput, NotFound, TerreauError, TooLate, Unavailable
from shared.ids import new_id
from shared.messaging.french_validation import french_problems
from shared.messaging.outages import gave_way
from shared.room import Room
from shared.storage.database import Database
from shared.storage.owing import owe
from shared.storage.unit_of_work import Reader, UnitOfWork

log = structlog.get_logger()

GIVES_WAY = 3
"""How often an order begins anew after giving way to another one, before it is answered as postponed."""

_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, DISK_FULL)


class Order(BaseModel):
    """A command on its way: its id is made with the form, so that sending it twice is doing it once."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    name: str
    body: dict[str, Any]
    deadline: datetime | None = None
    correlation: str | None = None
    actor: str | None = None


class Question(BaseModel):
    """A query on its way."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    body: dict[str, Any]


@contextmanager
def unit_of_work(
    room: Room,
    database: Database,
    clock: Clock,
    *,
    correlation: str | None = None,
    causation: str | None = None,
    actor: str | None = None,
) -> Iterator[UnitOfWork]:
    """One transaction of a room; commits at the end."""
    with database.write() as session:
        yield UnitOfWork(
            session=session,
            clock=clock,
            service=room.name,
            furniture=room.furniture,
            correlation=correlation or new_id(),
            causation=causation,
            actor=actor,
        )


def obey(room: Room, database: Database, clock: Clock, order: Order) -> tuple[Receipt, bool]:
    """Obey a command in one transaction with its answer: `(receipt, told)`; `told` when this call told events.

    The same id gets the same answer again. Raises a `TerreauError` when it is refused: nothing is changed then.
    """
    try:
        return _obey_beside_others(room, database, clock, order)
    except Exception:
        # Whatever stood in the way of this copy, the order may have been obeyed before: its answer is the answer.
        # Looking only now spares every other command a transaction.
        earlier = _earlier_answer(room, database, order.id)
        if earlier is None:
            raise
        return earlier, False


def _obey_beside_others(room: Room, database: Database, clock: Clock, order: Order) -> tuple[Receipt, bool]:
    """Obey; begin anew when PostgreSQL made this transaction give way to another one (deadlock, conflict)."""
    for _ in range(GIVES_WAY):
        try:
            return _obey_now(room, database, clock, order)
        except DBAPIError as error:
            if not gave_way(error):
                raise
            log.info("request.gave_way", room=room.name, command=order.name)
    return _obey_now(room, database, clock, order)


def _obey_now(room: Room, database: Database, clock: Clock, order: Order) -> tuple[Receipt, bool]:
    if order.deadline is not None and clock.now() > order.deadline:
        raise TooLate("La demande est arrivée trop tard et n’a pas été traitée\u00a0: recommencez.")
    try:
        command_type, function = room.commands.functions[order.name]
    except KeyError as error:
        raise NotFound(f"Commande inconnue\u00a0: {order.name}.", code="unknown-command") from error
    command = _validated(command_type, order.body)
    with (
        tracing.span(room.name, f"command {order.name}"),
        unit_of_work(room, database, clock, correlation=order.correlation or order.id, actor=order.actor) as uow,
    ):
        receipt = function(uow, command)
        receipt = receipt.model_copy(update={"told": list(uow.told)})
        uow.session.flush()
        answered = {
            "order_id": order.id,
            "name": order.name,
            "answer": receipt.model_dump_json(),
            "obeyed_at": clock.now(),
        }
        owe(uow.session, _noting(room.furniture.orders), answered)
    return receipt, bool(receipt.told)


@cache
def _noting(orders: Table) -> Insert:
    columns = ("order_id", "name", "obeyed_at")
    written = {name: bindparam(name, type_=orders.c[name].type) for name in columns}
    return insert(orders).inline().values(written | {"answer": bindparam("answer", type_=Text)})


def answer(room: Room, database: Database, clock: Clock, question: Question) -> BaseModel:
    """Answer a query. Raises a `TerreauError` when there is nothing to answer with."""
    try:
        query_type, function = room.queries.functions[question.name]
    except KeyError as error:
        raise NotFound(f"Question inconnue\u00a0: {question.name}.", code="unknown-query") from error
    query = _validated(query_type, question.body)
    with database.read() as session:
        return function(Reader(session=session, clock=clock), query)


def refusal(error: Exception) -> dict[str, Any]:
    """What crosses the wire for an exception: a refusal as it is, anything else as a bug without its detail."""
    if isinstance(error, TerreauError):
        return error.as_dict()
    if isinstance(error, OperationalError) and _is_disk_full(error):
        log.error("request.disk_full", exc_info=error)
        return Unavailable(
            "Le disque est plein\u00a0: rien n’a été changé. Libérez de la place, puis recommencez.", code="disk-full"
        ).as_dict()
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout):
        # Away, restarting or too slow; a commit may even have passed. The same order id again settles it.
        log.warning("request.postponed", exc_info=error)
        return Unavailable(
            "La base de données ne répond pas\u00a0: réessayez dans un instant.", code="database-unavailable"
        ).as_dict()
    log.error("request.failed", exc_info=error)
    return TerreauError(
        "Une erreur interne s’est produite\u00a0: rien n’a été changé. Elle est consignée dans le journal technique.",
        code="internal-error",
    ).as_dict()


def _is_disk_full(error: OperationalError) -> bool:
    """Whether the database had no room left to write, as SQLite (`sqlite_errorcode`) and PostgreSQL (`pgcode`) say."""
    code = getattr(error.orig, "sqlite_errorcode", None) or getattr(error.orig, "pgcode", None)
    return code in _NO_ROOM


def _validated(model: type[BaseModel], body: dict[str, Any]) -> Any:
    try:
        return model.model_validate(body)
    except ValidationError as error:
        problems = french_problems(error)
        raise InvalidInput(problems[0][1], problems=problems) from error


def _earlier_answer(room: Room, database: Database, order_id: str) -> Receipt | None:
    orders = room.furniture.orders
    with database.read() as session:
        row = session.execute(select(orders.c.answer).where(orders.c.order_id == order_id)).first()
    return None if row is None else Receipt.model_validate(row.answer)
