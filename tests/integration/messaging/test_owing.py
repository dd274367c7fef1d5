"""What is owed to the database runs in its place, commits with the rest or not at all, and is told when it fails."""

from __future__ import annotations

from contextlib import suppress

import pytest
from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.room import Room
from shared.storage.database import Database
from shared.storage.owing import owe
from shared.storage.pipelined import PipelinedConnection
from shared.storage.tables import furnish
from tests.conftest import OpenRoom
from tests.support.toy_rooms import NO_MIGRATIONS

METADATA = MetaData()
FURNITURE = furnish(METADATA)
NUMBERS = Table("numbers", METADATA, Column("number", Integer, primary_key=True, autoincrement=False))
ADDING = insert(NUMBERS).inline()


@pytest.fixture
def database(open_room: OpenRoom) -> Database:
    """A table of numbers."""
    return open_room(Room("numbers", METADATA, FURNITURE, NO_MIGRATIONS)).database


def add(session: Session, *numbers: int) -> None:
    """Owe numbers."""
    for number in numbers:
        owe(session, ADDING, {"number": number})


def kept(database: Database) -> list[int]:
    """The numbers, in order."""
    with database.read() as session:
        return list(session.scalars(select(NUMBERS.c.number).order_by(NUMBERS.c.number)))


def test_what_is_owed_is_seen_by_the_next_question_and_commits(database: Database) -> None:
    with database.write() as session:
        add(session, 1, 2)
        assert list(session.scalars(select(NUMBERS.c.number))) == [1, 2]
        add(session, 3)
        assert kept(database) == []
    assert kept(database) == [1, 2, 3]


def test_what_fails_at_the_commit_is_told_and_leaves_nothing(database: Database) -> None:
    with database.write() as session:
        add(session, 1)
    with pytest.raises(IntegrityError), database.write() as session:
        add(session, 2, 1, 3)
    assert kept(database) == [1]
    with database.write() as session:
        add(session, 4)
    assert kept(database) == [1, 4]


def test_an_exception_takes_what_is_owed_with_it(database: Database) -> None:
    with suppress(KeyError), database.write() as session:
        add(session, 1)
        raise KeyError
    assert kept(database) == []


@pytest.mark.parametrize("asked", [True, False])
def test_a_savepoint_that_is_undone_takes_what_was_owed_in_it_and_nothing_else(database: Database, asked: bool) -> None:
    with database.write() as session:
        add(session, 1)
        with suppress(KeyError), session.begin_nested():
            add(session, 2)
            if asked:
                session.execute(select(NUMBERS.c.number)).all()
            add(session, 3)
            raise KeyError
        with session.begin_nested():
            add(session, 4)
            with suppress(KeyError), session.begin_nested():
                add(session, 5)
                raise KeyError
        add(session, 6)
    assert kept(database) == [1, 4, 6]


def test_a_statement_that_fails_in_a_savepoint_is_the_only_one_undone(database: Database) -> None:
    with database.write() as session:
        add(session, 1)
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(NUMBERS), {"number": 1})
        add(session, 2)
    assert kept(database) == [1, 2]


def test_a_transaction_that_swallowed_an_error_does_not_pass_for_committed(database: Database) -> None:
    """PostgreSQL takes COMMIT for ROLLBACK then, and says so only in the words of its answer."""
    if database.sqlite:
        return
    connection = database.engine.raw_connection()
    driver = connection.driver_connection
    assert isinstance(driver, PipelinedConnection)
    driver.begin()
    cursor = driver.cursor()
    with pytest.raises(Exception, match="no_such_table"):
        cursor.execute("SELECT * FROM no_such_table")
    with pytest.raises(Exception, match="had failed before"):
        driver.commit()
    assert driver.get_transaction_status() == TRANSACTION_STATUS_IDLE
    connection.close()


def test_a_transaction_in_which_nothing_is_asked_sends_nothing(database: Database) -> None:
    with database.write():
        pass
    assert kept(database) == []
