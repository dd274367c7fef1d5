"""What the fault tests share: the seed, the figures, the worlds."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.embedded import EmbeddedHouse
from tests.faults.estate import Estate, open_estate
from tests.faults.figures import FULL, Figures
from tests.support.servers import installed
from tests.support.worlds import World
from tests.support.worlds import world as open_world

SEED = int(os.environ.get("TERREAU_SEED") or random.SystemRandom().randrange(10**6))


@pytest.fixture(scope="session")
def figures() -> Figures:
    """What this run counts."""
    return Figures(SEED)


@pytest.fixture
def chance() -> random.Random:
    """Chance with the seed of this run, which a failure shows."""
    sys.stdout.write(f"TERREAU_SEED={SEED}\n")
    return random.Random(SEED)


@pytest.fixture(params=["embedded", "full-stack"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Two toy rooms in a world, nothing running yet."""
    with open_world(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def house(tmp_path: Path, chance: random.Random) -> Iterator[EmbeddedHouse]:
    """The embedded house on an empty folder, running."""
    made = EmbeddedHouse(tmp_path / "données", chance)
    made.start()
    yield made
    made.end()


class _Estates:
    """One estate for all tests, and a new one after a test that left it in ruins."""

    def __init__(self, folder: pytest.TempPathFactory, chance: random.Random):
        self._folder = folder
        self._chance = chance
        self._stack = ExitStack()
        self._estate: Estate | None = None

    def sound(self) -> Estate:
        """An estate in which everything works."""
        if self._estate is not None and self._estate.ruined:
            self.close()
        if self._estate is None:
            self._estate = self._stack.enter_context(open_estate(self._folder.mktemp("estate"), self._chance))
        return self._estate

    def close(self) -> None:
        """End it."""
        self._estate = None
        self._stack.close()


@pytest.fixture(scope="session")
def _estates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Estates]:
    estates = _Estates(tmp_path_factory, random.Random(SEED))
    yield estates
    estates.close()


@pytest.fixture
def estate(_estates: _Estates, chance: random.Random) -> Estate:
    """The full stack at work on servers of its own; where only Docker has servers, none can be broken."""
    if not FULL and not installed():
        pytest.skip("PostgreSQL and RabbitMQ are not installed on this machine: nothing to start and break")
    return _estates.sound()
