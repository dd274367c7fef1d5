"""A house that is up with the example told, once for all tests here, and folders that nobody owns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import Terreau, house_up


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terreau]:
    """`terreau` on a data folder whose owner is up and where the example was told; tests only add to it."""
    with house_up(tmp_path_factory.mktemp("terreau") / "données du test") as terreau:
        loaded = terreau("example", "load")
        assert loaded.code == 0, loaded.err
        yield terreau


@pytest.fixture
def alone(tmp_path: Path) -> Terreau:
    """`terreau` on a data folder that does not exist yet."""
    return Terreau(tmp_path / "var")
