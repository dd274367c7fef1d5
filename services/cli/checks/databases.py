"""The databases of all rooms: do they answer, and is their schema the one that this version knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from services.cli.checks.finding import Finding
from services.cli.rooms import NAMES
from shared.settings import Settings
from shared.storage.database import sqlite_url

NB = "\u00a0"
NAME = "databases"

UNREADABLE = "?"


def check(settings: Settings) -> Finding:
    """Look at every room's schema; older ones are fine where the next start brings them up to date."""
    if settings.database_url is None and not settings.embedded:
        return Finding(NAME, False, f"l’adresse n’est pas réglée{NB}: voyez TERREAU_DATABASE_URL.")
    try:
        revisions = _of_sqlite(settings) if settings.database_url is None else _of_postgresql(settings)
    except (SQLAlchemyError, UnicodeError) as error:
        return Finding(NAME, False, f"PostgreSQL ne répond pas ({_first_line(error)}){NB}: voyez TERREAU_DATABASE_URL.")
    return _judged(revisions, embedded=settings.database_url is None)


def _of_sqlite(settings: Settings) -> dict[str, str | None]:
    return {name: _revision_of_file(Path(sqlite_url(settings.data, name)[len("sqlite:///") :])) for name in NAMES}


def _revision_of_file(path: Path) -> str | None:
    """The revision of a SQLite file, None for one that is not there or empty, `UNREADABLE` when it is no database."""
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchall()
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if tables else None
    except sqlite3.Error:
        return UNREADABLE
    return None if row is None else str(row[0])


def _of_postgresql(settings: Settings) -> dict[str, str | None]:
    with connected(settings) as connection:
        return {name: _revision_of_schema(connection, name) for name in NAMES}


@contextmanager
def connected(settings: Settings) -> Iterator[Connection]:
    """A connection to PostgreSQL. Raises `SQLAlchemyError`."""
    url = make_url(settings.database_url.get_secret_value() if settings.database_url else "")
    engine = create_engine(
        url.set(drivername="postgresql+psycopg2"), poolclass=NullPool, connect_args={"connect_timeout": 5}
    )
    with engine.connect() as connection:
        yield connection


def _revision_of_schema(connection: Connection, schema: str) -> str | None:
    table = f'"{schema}".alembic_version'
    if connection.scalar(text("SELECT to_regclass(:table)"), {"table": table}) is None:
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {table}"))  # noqa: S608  # a name of ours
    return found


def _judged(revisions: dict[str, str | None], *, embedded: bool) -> Finding:
    unreadable = [name for name, revision in revisions.items() if revision == UNREADABLE]
    if unreadable:
        return Finding(NAME, False, f"illisible{NB}: {', '.join(unreadable)}. Restaurez une sauvegarde de ce fichier.")
    newer = [name for name, revision in revisions.items() if revision is not None and not _known(name, revision)]
    if newer:
        return Finding(
            NAME, False, f"plus récente que ce Terreau{NB}: {', '.join(newer)}. Installez la version qui l’a écrite."
        )
    old = [name for name, revision in revisions.items() if revision != _scripts(name).get_current_head()]
    if not old:
        return Finding(NAME, True, f"{len(revisions)} bases à jour.")
    listed = "aucune n’est encore créée" if len(old) == len(revisions) and not any(revisions.values()) else ""
    listed = listed or f"à mettre à jour{NB}: {', '.join(old)}"
    if embedded:
        return Finding(NAME, True, f"{listed}{NB}; le prochain démarrage le fera.")
    return Finding(NAME, False, f"{listed}{NB}; lancez «{NB}terreau migrate{NB}».")


def _known(name: str, revision: str) -> bool:
    return any(script.revision == revision for script in _scripts(name).walk_revisions())


@cache
def _scripts(name: str) -> ScriptDirectory:
    # The room itself would bring its models and all it needs to work: its package is enough to find the folder.
    (package,) = import_module(f"services.{name}").__path__
    return ScriptDirectory(str(Path(package) / "migrations"))


def _first_line(error: Exception) -> str:
    """The kind of trouble, without the address or the password that a driver may quote."""
    said = str(getattr(error, "orig", error))
    for sign, sentence in _SIGNS.items():
        if sign in said:
            return sentence
    return type(error).__name__


_SIGNS = {
    "Connection refused": "personne ne répond à cette adresse",
    "timeout expired": "pas de réponse à temps",
    "could not translate host name": "machine inconnue",
    "password authentication failed": "mot de passe refusé",
    "does not exist": "base ou utilisateur inconnu",
    "Could not parse": "adresse mal écrite",
}
