"""Every room's migrations, on both databases: they run up, down and up again, and say what the models say."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    inspect,
    select,
)

from shared.room import Room
from shared.storage.database import Database, sqlite_url
from shared.storage.migrating import configuration, head, make_as_of, upgrade
from tests.support.fresh import drop_schema

SERVICES = Path(__file__).parents[2] / "services"
ROOMS = sorted(path.parent.name for path in SERVICES.glob("*/room.py"))


def test_rooms_are_found():
    assert "diagnostic" in ROOMS


@pytest.fixture(params=ROOMS)
def room(request: pytest.FixtureRequest) -> Room:
    return importlib.import_module(f"services.{request.param}.room").ROOM


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, room: Room, tmp_path: Path) -> Iterator[Database]:
    """An empty database of this room."""
    sqlite = request.param == "sqlite"
    opened = Database(room.name, sqlite_url(tmp_path, room.name) if sqlite else request.getfixturevalue("postgresql"))
    if not sqlite:
        drop_schema(opened)
    yield opened
    opened.close()


def tables_of(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_migrations_run_up_down_and_up_again(room: Room, database: Database):
    upgrade(room, database)
    assert tables_of(database) == set(room.metadata.tables)

    with database.engine.connect() as connection, connection.begin():
        command.downgrade(configuration(room.migrations, connection), "base")
    assert tables_of(database) == set()

    upgrade(room, database)
    assert tables_of(database) == set(room.metadata.tables)


def test_models_say_nothing_that_the_migrations_do_not(room: Room, database: Database):
    upgrade(room, database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, room.metadata) == []


def filled(connection: Connection) -> dict[str, dict[str, Any]]:
    """A row in every table, as it is read back; whatever the columns are, and each reference to its row."""
    metadata = MetaData()
    metadata.reflect(connection)
    rows: dict[str, dict[str, Any]] = {}
    for table in metadata.sorted_tables:
        if table.name != "alembic_version":
            connection.execute(table.insert().values(_row(table, rows)))
            rows[table.name] = read_back(connection, table)
    return rows


def _row(table: Table, rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in table.columns:
        referred = [key.column for key in column.foreign_keys if key.column.table is not table]
        if referred:
            values[column.name] = rows[referred[0].table.name][referred[0].name]
        elif not column.foreign_keys and column.identity is None:
            values[column.name] = _value(column.type)
    return values


def _value(kind: Any) -> Any:
    for of, value in VALUES:
        if isinstance(kind, of):
            return value
    return "x"


VALUES: tuple[tuple[Any, Any], ...] = (
    (Boolean, True),
    (Integer, 1),
    (DateTime, datetime(2025, 7, 1, 9, tzinfo=UTC)),
    (Date, date(2025, 7, 1)),
    ((Float, Numeric), 1.5),
    (JSON, ["x"]),
    (LargeBinary, b"x"),
)


def read_back(connection: Connection, table: Table) -> dict[str, Any]:
    return dict(connection.execute(select(table)).mappings().one())


def test_the_newest_migration_goes_up_and_down_with_rows_in_every_table(room: Room, database: Database):
    newest = head(room.migrations)
    assert newest > "0001"
    make_as_of(room, database, f"{int(newest) - 1:04d}")
    with database.engine.begin() as connection:
        before = filled(connection)

    upgrade(room, database)
    after = rows_of(database, before)
    assert {name: {column: after[name][column] for column in row} for name, row in before.items()} == before

    make_as_of(room, database, f"{int(newest) - 1:04d}")
    assert rows_of(database, before) == before


def rows_of(database: Database, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    metadata = MetaData()
    with database.engine.connect() as connection:
        metadata.reflect(connection)
        return {name: read_back(connection, metadata.tables[name]) for name in names}


def test_migrating_twice_changes_nothing(room: Room, database: Database):
    upgrade(room, database)
    upgrade(room, database)
    assert tables_of(database) == set(room.metadata.tables)


def test_personal_columns_exist(room: Room):
    listed = {f"{table}.{column}" for table, columns in room.personal.items() for column in columns}
    columns = {f"{table.name}.{column.name}" for table in room.metadata.tables.values() for column in table.columns}
    assert listed <= columns
