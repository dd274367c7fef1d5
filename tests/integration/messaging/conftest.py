"""The same tests on both worlds: memory and SQLite in one process, RabbitMQ and PostgreSQL in several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.worlds import World
from tests.support.worlds import world as open_world


@pytest.fixture(params=["embedded", "full-stack"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A world with nothing running yet."""
    with open_world(request.param, tmp_path) as made:
        yield made
