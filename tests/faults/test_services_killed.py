"""Any service of the whole house, killed with `kill -9` at any instant, loses nothing and does nothing twice."""

from __future__ import annotations

import random
import threading

import pytest

from tests.faults.embedded import EmbeddedHouse
from tests.faults.estate import Estate
from tests.faults.figures import FULL, Figures, times, workload

pytestmark = pytest.mark.timeout(0 if FULL else 600)  # quick alone, slow beside others


def test_the_embedded_house_is_killed_at_random_points_and_works_on(
    house: EmbeddedHouse, figures: Figures, chance: random.Random
) -> None:
    with (
        figures.fault("kill -9 of the whole house", house.name) as tally,
        house.ordeal(tally, commands=workload(40)),
    ):
        for _ in range(times(2, 200)):
            _work_for(chance.uniform(0.05, 1.5))
            house.kill()
            house.start()
            tally.tried += 1


def test_any_service_of_the_full_stack_is_killed_at_random_points_and_works_on(
    estate: Estate, figures: Figures, chance: random.Random
) -> None:
    with (
        figures.fault("kill -9 of a service's process", estate.name) as tally,
        estate.ordeal(tally, commands=workload(40)),
    ):
        for _ in range(times(2, 200)):
            _work_for(chance.uniform(0.05, 1.0))
            estate.kill_one()
            estate.wait_until_ready()
            tally.tried += 1


def _work_for(seconds: float) -> None:
    """Let the work go on for a while that chance chose: the instant of the fault is what varies."""
    threading.Event().wait(seconds)
