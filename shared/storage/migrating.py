"""Bringing one room's schema up to date with alembic, one migrator at a time."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from alembic import command, context
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData, inspect, text

from shared.errors import TerreauError
from shared.storage.database import Database, sqlite_url

if TYPE_CHECKING:
    from shared.room import Room

_MIGRATION_LOCK = 0x7E22EA0


class NewerDatabase(TerreauError):
    """The database was made by a newer version of Terreau."""

    code = "newer-database"


class OlderDatabase(TerreauError):
    """The database has not been brought up to date yet."""

    code = "older-database"


def upgrade(room: Room, database: Database) -> None:
    """Bring the schema of a room to this version; waits for another migrator, changes nothing if up to date.

    Raises `NewerDatabase` when the schema is one that this version does not know.
    """
    _migrate(room, database, lambda config: command.upgrade(config, "head"))


def make_as_of(room: Room, database: Database, revision: str) -> None:
    """Give a room without data the schema of an earlier revision, whether it has this version's schema or none.

    Raises `NewerDatabase` when the schema is one that this version does not know.
    """
    move = command.upgrade if revision_of(database) is None else command.downgrade
    _migrate(room, database, lambda config: move(config, revision))


def _migrate(room: Room, database: Database, move: Callable[[Config], None]) -> None:
    with database.engine.connect() as connection:
        if database.sqlite:
            _hold_references(connection, "OFF")
        else:
            # Another migrator may take its time; what waits for a table in use must not, or everybody queues behind.
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{database.room}"'))
            connection.commit()
        try:
            with connection.begin():
                _alembic(room, connection, move)
                if database.sqlite:
                    _check_references(connection)
        finally:
            if database.sqlite:
                _hold_references(connection, "ON")
            else:
                connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _MIGRATION_LOCK})
                connection.execute(text("RESET statement_timeout"))
                connection.commit()


def _hold_references(connection: Connection, state: Literal["ON", "OFF"]) -> None:
    """Let SQLite look after foreign keys, or not while a migration makes a table anew that others refer to."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys = {state}")


def _check_references(connection: Connection) -> None:
    """Raise `RuntimeError`, and so roll back, when a migration left a row that refers to nothing."""
    lost = connection.execute(text("PRAGMA foreign_key_check")).first()
    if lost is not None:
        raise RuntimeError(f"the migration left {lost[0]} referring to no row of {lost[2]}")


def _alembic(room: Room, connection: Connection, move: Callable[[Config], None]) -> None:
    config = configuration(room.migrations, connection)
    try:
        move(config)
    except CommandError as error:
        if "Can't locate revision" not in str(error):
            raise
        raise _newer(room) from error


def require_current(room: Room, database: Database) -> str:
    """The revision of a room's schema, when it is the one that this version works on.

    Raises `OlderDatabase` or `NewerDatabase`, and SQLAlchemy's errors when the database does not answer.
    """
    found = revision_of(database)
    if found == head(room.migrations):
        return found
    if found is None or found in revisions(room.migrations):
        raise OlderDatabase(
            f"La base de «\u00a0{room.name}\u00a0» n’est pas à jour\u00a0: lancez «\u00a0terreau migrate\u00a0», "
            "puis recommencez."
        )
    raise _newer(room)


def revision_of(database: Database) -> str | None:
    """The revision of a room's schema; None where nothing was made yet."""
    with database.read() as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version", schema=None if database.sqlite else database.room):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _newer(room: Room) -> NewerDatabase:
    return NewerDatabase(
        f"Les données de «\u00a0{room.name}\u00a0» viennent d’une version plus récente de Terreau\u00a0: "
        "installez cette version, ou choisissez un autre dossier de données."
    )


def revisions(migrations: Path) -> set[str]:
    """Every revision that this version knows of a room."""
    return {script.revision for script in _script(migrations).walk_revisions()}


def configuration(migrations: Path, connection: Connection) -> Config:
    """The alembic configuration of one room, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head(migrations: Path) -> str:
    """The newest revision of a room."""
    return str(_script(migrations).get_current_head())


def _script(migrations: Path) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def run(metadata: MetaData) -> None:
    """What a room's `migrations/env.py` calls: run on the connection that was opened for it."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    context.run_migrations()


def draft(room: Room, message: str) -> None:
    """Write a new revision from what the models say and the migrations do not yet (developers only)."""
    with tempfile.TemporaryDirectory() as folder:
        _draft(room, Database(room.name, sqlite_url(Path(folder), room.name)), message)


def _draft(room: Room, database: Database, message: str) -> None:
    with database.engine.connect() as connection, connection.begin():
        config = configuration(room.migrations, connection)
        command.upgrade(config, "head")
        count = len(list(ScriptDirectory.from_config(config).walk_revisions()))
        command.revision(config, message, autogenerate=True, rev_id=f"{count + 1:04d}")


if __name__ == "__main__":
    import importlib

    service = importlib.import_module(f"services.{sys.argv[1]}.room")
    draft(service.ROOM, " ".join(sys.argv[2:]))
