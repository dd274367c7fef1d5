"""The register at work, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from services.territories.room import ROOM
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    return open_room(ROOM)
