"""PostgreSQL is not waited for without end: a statement or a lock that takes too long is given up, in French."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.cli.serve import DRAIN_SECONDS
from shared.errors import Unavailable, from_dict
from shared.messaging.orders import refusal
from shared.messaging.running import STOP_SECONDS
from shared.spans import LAST_WORDS_S
from shared.storage import database
from shared.storage.database import Database
from tests.support.rooms import make_tables
from tests.support.toy_rooms import teller


def open_database(url: str) -> Database:
    room, _ = teller()
    opened = Database(room.name, url)
    make_tables(room, opened)
    return opened


def answer_to(opened: Database, statement: str) -> str:
    """What somebody is told whose question or command took that statement."""
    with pytest.raises(Exception) as given_up, opened.write() as session:  # which one is the driver's
        session.execute(text(statement))
    answered = from_dict(refusal(given_up.value))
    assert isinstance(answered, Unavailable)
    return str(answered)


def test_a_statement_that_does_not_end_is_given_up(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < database.STATEMENT_TIMEOUT_MS <= 60_000
    monkeypatch.setattr(database, "STATEMENT_TIMEOUT_MS", 100)
    opened = open_database(postgresql)
    assert "réessayez" in answer_to(opened, "SELECT pg_sleep(100)")
    opened.close()


def test_a_lock_that_is_not_given_back_is_given_up(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < database.LOCK_TIMEOUT_MS < database.STATEMENT_TIMEOUT_MS
    monkeypatch.setattr(database, "LOCK_TIMEOUT_MS", 100)
    opened = open_database(postgresql)
    with opened.write() as holder:
        holder.execute(text("LOCK TABLE interviews IN ACCESS EXCLUSIVE MODE"))
        assert "réessayez" in answer_to(opened, "DELETE FROM interviews")
    opened.close()


def test_a_service_asked_to_end_has_ended_within_twenty_seconds() -> None:
    assert DRAIN_SECONDS + STOP_SECONDS + LAST_WORDS_S <= 20
