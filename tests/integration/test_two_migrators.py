"""Two installations of the same version that begin at once: one migrates, the other waits, both end well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from services.cli.rooms import NAMES, room
from shared.storage import migrating
from shared.storage.migrating import head
from tests.support import brokers
from tests.support.command import Terreau
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(300)

WAITING = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
"""


@contextmanager
def open_database(url: str) -> Iterator[psycopg2.extensions.cursor]:
    """Plain SQL, each statement committed."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def one(cursor: psycopg2.extensions.cursor, sql: str) -> object:
    cursor.execute(sql)
    row = cursor.fetchone()
    assert row is not None
    return row[0]


def test_two_who_migrate_a_fresh_database_at_once_both_end_well(tmp_path: Path) -> None:
    with brokers.database() as url, open_database(url) as cursor:
        settings = {"TERREAU_DATABASE_URL": url, "TERREAU_AMQP_URL": "amqp://nobody@127.0.0.1:1/"}
        terreau = Terreau(tmp_path / "var", settings)
        # Both are held at the door, so that they begin together whatever else the machine does.
        cursor.execute("SELECT pg_advisory_lock(%s)", (migrating._MIGRATION_LOCK,))
        migrators = [terreau.start("migrate") for _ in range(2)]
        try:
            until(lambda: one(cursor, WAITING) == 2, seconds=100, what="both migrators at the door")
            assert one(cursor, "SELECT count(*) FROM pg_tables WHERE tablename = 'alembic_version'") == 0
            cursor.execute("SELECT pg_advisory_unlock_all()")
            ended = [(*migrator.communicate(timeout=150), migrator.returncode) for migrator in migrators]
        finally:
            for migrator in migrators:
                migrator.kill()
        assert [(code, err.decode()) for _, err, code in ended] == [(0, ""), (0, "")]
        assert {out.decode() for out, _, _ in ended} == {"Les bases de données sont à jour.\n"}
        for name in NAMES:
            assert one(cursor, f"SELECT version_num FROM {name}.alembic_version") == head(room(name).migrations)
