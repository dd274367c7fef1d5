"""Writing without waiting for an answer: statements made once, that travel with what is asked or committed next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ClauseElement

from shared.storage.pipelined import PipelinedConnection

Bind = Callable[[Any], Any]


def owe(transaction: Session | Connection, statement: ClauseElement, values: Mapping[str, Any]) -> None:
    """Have a statement run before the transaction commits; it fails then, at the latest.

    `statement` is made once and kept (its text is, too), `values` fill its parameters.
    """
    owe_all(transaction, statement, (values,))


def owe_all(transaction: Session | Connection, statement: ClauseElement, values: Sequence[Mapping[str, Any]]) -> None:
    """Have a statement run once for each of `values` before the transaction commits; it fails then, at the latest."""
    connection = transaction.connection() if isinstance(transaction, Session) else transaction
    ready = _ready(statement, connection.dialect)
    driver = connection.connection.dbapi_connection
    given = [ready.values(one) for one in values]
    if isinstance(driver, PipelinedConnection):
        driver.owe(ready.text, given)
    else:
        _run_on_sqlite(connection, driver, ready.text, given)


def _run_on_sqlite(connection: Connection, driver: Any, statement: str, values: list[Any]) -> None:
    try:
        driver.executemany(statement, values)
    except sqlite3.Error:
        connection.exec_driver_sql(statement, values)  # it fails again, in SQLAlchemy's words


def pay(transaction: Session | Connection) -> None:
    """Have what is owed run now, so that its failure is told here."""
    connection = transaction.connection() if isinstance(transaction, Session) else transaction
    if isinstance(driver := connection.connection.dbapi_connection, PipelinedConnection) and driver.owed:
        connection.exec_driver_sql("")


class _Ready:
    """A statement in the words of a driver."""

    def __init__(self, statement: ClauseElement, dialect: Dialect):
        compiled: Any = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._order: list[str] | None = compiled.positiontup
        self._binds: dict[str, Bind] = {
            name: processor
            for name, bind in compiled.binds.items()
            if (processor := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }

    def values(self, given: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        bound = {**given, **{name: processor(given[name]) for name, processor in self._binds.items()}}
        return bound if self._order is None else tuple(bound[name] for name in self._order)


@cache
def _ready(statement: ClauseElement, dialect: Dialect) -> _Ready:
    return _Ready(statement, dialect)
