"""Every room's migrations, on both databases: they run up, down and up again, and say what the models say."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from shared.room import Room
from shared.storage.database import Database, sqlite_url
from shared.storage.migrating import configuration, upgrade
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


def test_migrating_twice_changes_nothing(room: Room, database: Database):
    upgrade(room, database)
    upgrade(room, database)
    assert tables_of(database) == set(room.metadata.tables)


def test_personal_columns_exist(room: Room):
    listed = {f"{table}.{column}" for table, columns in room.personal.items() for column in columns}
    columns = {f"{table.name}.{column.name}" for table in room.metadata.tables.values() for column in table.columns}
    assert listed <= columns
