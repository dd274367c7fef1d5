"""What is told is heard, once in effect, whatever the handler or the sender does."""

from __future__ import annotations

import pytest

from shared.contracts.diagnostic import LogInterview
from shared.errors import Refused
from shared.ids import new_id
from tests.support.waiting import until
from tests.support.worlds import World


def log(structure: str) -> LogInterview:
    """An interview with this structure."""
    return LogInterview(accompaniment="a", structure=structure, kind="ess")


def test_what_is_told_takes_effect_once_at_the_listener(world: World) -> None:
    world.start()
    told = [world.caller().obey(log(f"s{n}")).told[0] for n in range(30)]
    until(lambda: len(world.heard()) >= 30, what="30 effects")
    assert sorted(world.heard()) == sorted(told)


def test_the_same_order_twice_is_one_effect_and_one_answer(world: World) -> None:
    world.start()
    order = new_id()
    first = world.caller().obey(log("s"), order=order)
    assert world.caller().obey(log("s"), order=order) == first
    last = world.caller().obey(log("last")).told[0]
    until(lambda: last in world.heard(), what="the last effect")
    assert world.heard() == [first.told[0], last]


def test_a_refused_command_changes_nothing_and_tells_nothing(world: World) -> None:
    world.start()
    with pytest.raises(Refused, match="Non"):
        world.caller().obey(log("refus"))
    assert world.told() == set()
    assert world.query("diagnostic", "SELECT count(*) FROM interviews") == [(0,)]


def test_a_handler_that_fails_twice_then_works_has_one_effect(world: World) -> None:
    world.start()
    told = world.caller().obey(log("fails-2")).told[0]
    until(lambda: world.heard() == [told], what="the effect of the third try")
    assert world.query("reporting", "SELECT attempts FROM inbox") == [(2,)]


def test_a_failing_handler_holds_nobody_else_up(world: World) -> None:
    world.start()
    world.caller().obey(log("incurable"))
    told = world.caller().obey(log("well")).told[0]
    until(lambda: world.heard() == [told], what="the effect of the event behind")


def test_what_cannot_be_handled_is_parked_and_works_when_tried_again(world: World) -> None:
    world.start()
    told = world.caller().obey(log("incurable")).told[0]
    until(lambda: world.caller().call("reporting", "parked"), seconds=120, what="a parked event")
    (parked,) = world.caller().call("reporting", "parked")
    assert (parked["id"], parked["attempts"], parked["error"]) == (told, 8, "RuntimeError")
    assert world.heard() == []
    (world.folder / "cure").touch()
    assert world.caller().call("reporting", "retry", id=told) == 1
    until(lambda: world.heard() == [told], what="the effect after the retry")
    assert world.caller().call("reporting", "parked") == []
