"""The port that is suggested when one is taken."""

from __future__ import annotations

import pytest

from services.cli.serving import neighbour


@pytest.mark.parametrize(("taken", "suggested"), [(8080, 8081), (65_534, 65_535), (65_535, 65_534)])
def test_the_suggested_port_is_another_one_that_exists(taken: int, suggested: int) -> None:
    assert neighbour(taken) == suggested
