"""Rows of a room as JSON objects that mean the same on PostgreSQL and SQLite, and back."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    event,
    func,
    insert,
    select,
    text,
    update,
)

from shared.storage.types import UtcDateTime

BATCH = 500
JSON_NULL = {"$json": None}
"""The JSON value null inside a JSON column; a column without a value is null itself."""

Row = dict[str, Any]


def tables_as_they_are(connection: Connection, today: MetaData, schema: str | None) -> list[Table]:
    """The tables that a room's schema has now, which may be of an earlier revision; those that others need come first.

    What a column means is said by the models of `today` where they still have it: a database knows fewer types.
    """
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def meant(_inspector: Any, table: Table, info: Any) -> None:
        known = today.tables.get(table.name)
        if known is not None and info["name"] in known.columns:
            info["type"] = known.columns[info["name"]].type

    found.reflect(connection, schema=schema)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def read(connection: Connection, table: Table, options: Mapping[str, Any]) -> Iterator[Row]:
    """Every row of a table as JSON values, by primary key; `options` are the execution options (schema)."""
    chosen = [cast(column, Text).label(column.name) if _is_json(column) else column for column in table.columns]
    statement = select(*chosen).order_by(*table.primary_key.columns)
    for row in connection.execute(statement, execution_options={**options, "yield_per": BATCH}).mappings():
        yield {column.name: _written(column, row[column.name]) for column in table.columns}


def _is_json(column: Column[Any]) -> bool:
    return isinstance(column.type, JSON)


def _written(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if _is_json(column):
        found = json.loads(value)
        return JSON_NULL if found is None else found
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    return value


def write(connection: Connection, table: Table, rows: Iterable[Row], options: Mapping[str, Any]) -> int:
    """Insert rows as `read` gave them; returns how many. Raises `ValueError`, `KeyError` on what is no such row."""
    inward = _inward(table)
    statement = insert(table).values(
        {column.name: bindparam(column.name, type_=_bound(column)) for column in table.columns}
    )
    count, later = 0, []
    waiting = iter(rows)
    while batch := [_read(table, row) for row in islice(waiting, BATCH)]:
        for row in batch:
            later += [(column, _key(table, row), row.pop(column.name)) for column in inward if row[column.name]]
            row.update({column.name: None for column in inward})
        connection.execute(statement, batch, execution_options=options)
        count += len(batch)
    # A row may name another one of the same table that comes after it: such columns are filled once all are there.
    for column, key, value in later:
        connection.execute(update(table).where(*key).values({column.name: value}), execution_options=options)
    return count


def _inward(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]


def _key(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key.columns]


def _bound(column: Column[Any]) -> Any:
    return JSON(none_as_null=True) if _is_json(column) else column.type


def _read(table: Table, row: Row) -> Row:
    if set(row) != {column.name for column in table.columns}:
        raise KeyError(table.name)
    return {column.name: _value(column, row[column.name]) for column in table.columns}


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if _is_json(column):
        return JSON.NULL if value == JSON_NULL else value
    if isinstance(column.type, UtcDateTime | DateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return b64decode(value, validate=True)
    return value


def continue_counting(connection: Connection, room: str, table: Table) -> None:
    """Let PostgreSQL count on after the rows that were written with their own numbers."""
    for column in table.columns:
        if column.identity is None:
            continue
        last = connection.scalar(select(func.max(column)), execution_options={"schema_translate_map": {None: room}})
        if last is not None:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"),
                {"table": f'"{room}"."{table.name}"', "column": column.name, "last": last},
            )
