"""What was heard is heard again while work goes on, as after a repair: nothing takes effect twice."""

from __future__ import annotations

import random
import threading

import pytest

from shared.events import LISTENERS
from tests.faults.embedded import EmbeddedHouse
from tests.faults.estate import Estate
from tests.faults.figures import FULL, Figures, times, workload
from tests.support.command import Terreau

pytestmark = pytest.mark.timeout(0 if FULL else 600)  # quick alone, slow beside others

FAULT = "everything heard again (`terreau events replay`) under load"
HEARING = sorted(name for name, types in LISTENERS.items() if types)


def test_the_embedded_house_hears_everything_again_under_load(
    house: EmbeddedHouse, figures: Figures, chance: random.Random
) -> None:
    with figures.fault(FAULT, house.name) as tally, house.ordeal(tally, commands=workload(40)):
        for _ in range(times(2, 50)):
            _work_for(chance.uniform(0.1, 0.5))
            done = Terreau(house.folder)("events", "replay", "--to", chance.choice(HEARING))
            assert done.code == 0, done.err
            tally.tried += 1


def test_the_full_stack_hears_everything_again_under_load(
    estate: Estate, figures: Figures, chance: random.Random
) -> None:
    with figures.fault(FAULT, estate.name) as tally, estate.ordeal(tally, commands=workload(20)):
        for _ in range(times(1, 50)):
            _work_for(chance.uniform(0.1, 0.5))
            estate.stack.terreau("events", "replay", "--to", chance.choice(HEARING))
            tally.tried += 1


def _work_for(seconds: float) -> None:
    """Let the work go on for a while that chance chose."""
    threading.Event().wait(seconds)
