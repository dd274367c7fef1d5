"""The bar that says a command is alive."""

from __future__ import annotations

from itertools import pairwise

import pytest

from services.cli.patience import WIDTH, bar, patience


def test_the_block_goes_to_and_fro_inside_its_bar() -> None:
    places = [bar(step).index("#") for step in range(100)]
    assert {abs(here - there) for here, there in pairwise(places)} == {1}
    assert (min(places), max(places)) == (1, WIDTH - 2)
    assert {len(bar(step)) for step in range(100)} == {WIDTH + 2}


def test_no_terminal_sees_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with patience("x"):
        pass
    assert capsys.readouterr() == ("", "")
