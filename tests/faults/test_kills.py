"""A process killed at any instant loses nothing that was committed, and does nothing twice."""

from __future__ import annotations

import random
import threading
from contextlib import suppress

from shared.errors import TerreauError
from shared.ids import new_id
from tests.faults import toys
from tests.faults.figures import Figures, times
from tests.support.worlds import World


def test_kill_minus_nine_at_random_points_loses_and_doubles_nothing(
    world: World, figures: Figures, chance: random.Random
) -> None:
    with figures.fault("kill -9 of teller or listener", toys.NAMES[world.name]) as tally:
        accepted: dict[str, list[str]] = {}
        for _ in range(times(2, 200)):
            world.start()
            _work_until_killed(world, chance, accepted)
            tally.tried += 1
            for survivor in list(world.processes):
                world.kill(survivor)
        world.start()
        toys.judge(world, accepted, tally)


def _work_until_killed(world: World, chance: random.Random, accepted: dict[str, list[str]]) -> None:
    """Send commands as fast as they are answered, and kill the process somewhere among them."""
    enough = threading.Event()
    after = chance.randint(1, 60)

    def send() -> None:
        caller = world.caller()
        for _ in range(after):
            order = new_id()
            with suppress(TerreauError):  # it was killed before it could answer: nothing was promised
                accepted[order] = caller.obey(toys.interview("s"), order=order).told
            if enough.is_set():
                return
        enough.set()

    sender = threading.Thread(target=send)
    sender.start()
    enough.wait(chance.random() * 0.4)
    world.kill(chance.choice(["teller", "listener"]))
    enough.set()
    sender.join()
