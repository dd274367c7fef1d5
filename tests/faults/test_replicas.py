"""Two processes of every room at once: nothing is done twice, nothing is left undone, one may go at any time."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.ids import new_id
from tests.faults import toys
from tests.faults.figures import FULL, Figures, times, workload
from tests.support.worlds import World
from tests.support.worlds import world as open_world

pytestmark = pytest.mark.timeout(0 if FULL else 600)  # quick alone, slow beside others


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The toy rooms on RabbitMQ and PostgreSQL, where replicas live."""
    with open_world("full-stack", tmp_path) as made:
        yield made


def test_two_replicas_of_everything_do_nothing_twice_while_one_of_each_is_killed(
    world: World, figures: Figures, chance: random.Random
) -> None:
    with figures.fault("two replicas of everything, one of each killed", toys.NAMES[world.name]) as tally:
        world.start("teller", "listener", "teller", "listener")
        caller = world.caller()  # through the second teller, which stays
        accepted: dict[str, list[str]] = {}
        over = threading.Event()

        def send() -> None:
            while not over.is_set() or len(accepted) < workload(60):
                order = new_id()
                accepted[order] = caller.obey(toys.interview("fails-1"), order=order).told

        senders = [threading.Thread(target=send) for _ in range(3)]
        for sender in senders:
            sender.start()
        for _ in range(times(1, 50)):
            over.wait(chance.uniform(0.2, 0.6))
            for room in ("teller", "listener"):
                line = world.lines[room]
                world.kill(room)
                world.start(room)
                world.lines[room] = line
                tally.tried += 1
        over.set()
        for sender in senders:
            sender.join()
        toys.judge(world, accepted, tally)
