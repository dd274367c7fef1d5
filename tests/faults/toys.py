"""The two toy rooms under the oracle's eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.contracts.diagnostic import LogInterview
from tests.faults.figures import FULL, Tally
from tests.faults.houses import TOY_ROOMS, TOYS
from tests.faults.judging import clean, judged
from tests.faults.stores import Store, stores_of
from tests.support.worlds import World

NAMES = {"embedded": "toy rooms, embedded", "full-stack": "toy rooms, full stack"}


def interview(structure: str) -> LogInterview:
    """A command to the toy teller; some structures make the toy listener fail."""
    return LogInterview(accompaniment="a", structure=structure, kind="ess")


def stores(world: World) -> dict[str, Store]:
    """The stores of both rooms."""
    return stores_of(world.folder if world.together else str(world.where["database"]), TOY_ROOMS)


def judge(
    world: World,
    accepted: Mapping[str, Sequence[str]],
    tally: Tally,
    *,
    parked: Sequence[str] = (),
    raw: int = 0,
    seconds: float = 600.0 if FULL else 60.0,
) -> None:
    """Nothing may be amiss once everything that was told is heard."""
    expected = replace(TOYS, parked=frozenset(parked), raw={"reporting": raw})
    verdict = judged(stores(world), expected, accepted, seconds=seconds)
    tally.judge(verdict, commands=len(accepted))
    clean(verdict)
