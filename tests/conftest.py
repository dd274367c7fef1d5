"""What every test may ask for: a room at work on SQLite and on PostgreSQL, each in a place of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from shared.room import Room
from shared.storage.database import sqlite_url
from tests.support import brokers
from tests.support.examples import USUAL
from tests.support.rooms import RoomAtWork, at_work

# How long an example takes says nothing but how busy the machine is.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("house"), max_examples=USUAL // 5)
settings.load_profile("house")

SLOW_FIRST = ("journeys", "faults", "integration", "contracts", "unit")
OpenRoom = Callable[[Room], RoomAtWork]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files whose single tests take long begin first: the last to begin is the one everybody waits for."""
    here = Path(__file__).parent
    items.sort(key=lambda item: SLOW_FIRST.index(item.path.relative_to(here).parts[0]))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL database of this run."""
    with brokers.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def open_room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenRoom]:
    """A function that opens a room on an empty, migrated database; each test runs on both databases."""
    with ExitStack() as stack:

        def open_(room: Room) -> RoomAtWork:
            if request.param == "sqlite":
                return stack.enter_context(at_work(room, sqlite_url(tmp_path, room.name)))
            server = request.getfixturevalue("postgresql")
            return stack.enter_context(at_work(room, server))

        yield open_
