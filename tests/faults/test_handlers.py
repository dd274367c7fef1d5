"""Reactions that fail for a while, that always fail, and clocks that are wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from shared.clock import SetClock, SystemClock
from shared.ids import new_id
from shared.messaging.caller import Caller
from tests.faults import toys
from tests.faults.figures import FULL, Figures, times
from tests.support.waiting import until
from tests.support.worlds import World


def test_a_reaction_that_fails_twice_then_works_has_one_effect(world: World, figures: Figures) -> None:
    with figures.fault("reaction that fails twice, then works", toys.NAMES[world.name]) as tally:
        world.start()
        accepted = _work(world.caller(), ["fails-2", "well"] * times(10, 500))
        tally.tried = len(accepted) // 2
        toys.judge(world, accepted, tally)


@pytest.mark.parametrize("structure", ["incurable", "hangs"])
def test_a_reaction_that_always_fails_or_hangs_is_parked_and_works_once_cured(
    world: World, figures: Figures, structure: str
) -> None:
    how = {"incurable": "always fails", "hangs": "hangs"}[structure]
    with figures.fault(f"reaction that {how}, parked, cured and tried again", toys.NAMES[world.name]) as tally:
        world.start()
        accepted = _work(world.caller(), [structure, "well"] * times(1, 30))
        tally.tried = len(accepted) // 2
        caller = world.caller()
        until(
            lambda: len(caller.call("reporting", "parked")) == tally.tried,
            seconds=600 if FULL else 60,
            what="all of them parked",
        )
        assert len(world.heard()) == tally.tried
        (world.folder / "cure").touch()
        assert caller.call("reporting", "retry") == tally.tried
        toys.judge(world, accepted, tally)


def test_a_clock_that_jumps_an_hour_ahead_and_back_delays_and_doubles_nothing(
    world: World, figures: Figures, tmp_path: Path
) -> None:
    with figures.fault("clock an hour ahead, then back", toys.NAMES[world.name]) as tally:
        told = tmp_path / "clock"
        told.write_text("0")
        world.where["clock"] = str(told)
        world.start()
        accepted: dict[str, list[str]] = {}
        for seconds in [3600, 0, -3600, 0] * times(1, 50):
            told.write_text(str(seconds))
            clock = SetClock(SystemClock().now() + timedelta(seconds=seconds))
            caller = Caller(world.caller().line, clock, timeout=10)
            accepted |= _work(caller, ["well", "fails-2", "well"] * times(4, 10))
            tally.tried += 1
        toys.judge(world, accepted, tally)


def _work(caller: Caller, structures: list[str]) -> dict[str, list[str]]:
    accepted = {}
    for structure in structures:
        order = new_id()
        accepted[order] = caller.obey(toys.interview(structure), order=order).told
    return accepted
