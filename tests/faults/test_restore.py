"""A backup made while everybody works is one moment; restored into an empty place, work goes on from there.

What was accepted after the backup had begun is not in it or is, as chance will: the count begins with what was accepted
before. Those who send commands notice nothing but a pause: what is refused meanwhile goes again under the same id.
"""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from tests.faults.embedded import EmbeddedHouse
from tests.faults.estate import Estate
from tests.faults.figures import FULL, Figures, times, workload

pytestmark = pytest.mark.timeout(0 if FULL else 600)  # quick alone, slow beside others

FAULT = "backup under load, house lost, backup restored under load"


def test_the_embedded_house_works_on_from_a_backup_made_under_load(
    house: EmbeddedHouse, figures: Figures, chance: random.Random, tmp_path: Path
) -> None:
    with figures.fault(FAULT, house.name) as tally, house.ordeal(tally, commands=workload(40)):
        for n in range(times(1, 20)):
            _work_for(chance.uniform(0.2, 1.0))
            accepted = house.workload.accepted_so_far()
            house.back_up(tmp_path / "sauvegarde.zip")
            _work_for(chance.uniform(0.0, 0.5))
            house.restore(tmp_path / "sauvegarde.zip", tmp_path / f"retrouvé {n}", accepted)
            tally.tried += 1


def test_the_full_stack_works_on_from_a_backup_made_under_load(
    estate: Estate, figures: Figures, chance: random.Random, tmp_path: Path
) -> None:
    with figures.fault(FAULT, estate.name) as tally, estate.ordeal(tally, commands=workload(20)):
        for _ in range(times(1, 20)):
            _work_for(chance.uniform(0.2, 1.0))
            accepted = estate.workload.accepted_so_far()
            estate.stack.terreau("backup", str(tmp_path / "sauvegarde.zip"))
            _work_for(chance.uniform(0.0, 0.5))
            estate.restore(tmp_path / "sauvegarde.zip", accepted)
            tally.tried += 1


def _work_for(seconds: float) -> None:
    """Let the work go on for a while that chance chose."""
    threading.Event().wait(seconds)
