"""Messages that come twice, out of order, an hour late, or that are no messages at all."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection

from shared.ids import new_id
from tests.faults import toys
from tests.faults.figures import FULL, Figures, times, workload
from tests.support.waiting import until
from tests.support.worlds import World
from tests.support.worlds import world as open_world

QUEUE = "in-reporting.q1"
PATIENCE_S = 600.0 if FULL else 40.0


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The toy rooms on RabbitMQ: the memory of the embedded house cannot be written to from outside."""
    with open_world("full-stack", tmp_path) as made:
        yield made


def _work(world: World, commands: int, accepted: dict[str, list[str]]) -> None:
    caller = world.caller()
    for n in range(commands):
        order = new_id()
        accepted[order] = caller.obey(toys.interview(f"s{n}"), order=order).told


def _taken(url: str, count: int) -> list[bytes]:
    """Take that many messages off the listener's queue."""
    taken: list[bytes] = []
    with Connection(url) as connection, connection.channel() as channel:

        def take() -> bool:
            while message := channel.basic_get(QUEUE, no_ack=True):
                taken.append(bytes(message.body) if isinstance(message.body, bytes) else message.body.encode())
            return len(taken) == count

        until(take, seconds=PATIENCE_S, what=f"{count} messages in the queue")
    return taken


def _put(url: str, bodies: list[bytes]) -> None:
    """Publish, each confirmed: what the broker did not take was never sent, and the count would blame the house."""
    with Connection(url, transport_options={"confirm_publish": True}) as connection, connection.channel() as channel:
        for body in bodies:
            message = channel.prepare_message(body, content_type="application/json", content_encoding="utf-8")
            channel.basic_publish(message, exchange="", routing_key=QUEUE)


def test_messages_twice_out_of_order_and_an_hour_late_change_nothing(
    world: World, figures: Figures, chance: random.Random, tmp_path: Path
) -> None:
    with figures.fault("messages twice, out of order, an hour late", toys.NAMES[world.name]) as tally:
        accepted: dict[str, list[str]] = {}
        clock = tmp_path / "clock"
        clock.write_text("0")
        world.where["clock"] = str(clock)
        world.start("teller")
        _work(world, workload(60), accepted)
        bodies = _taken(world.where["amqp"], len(accepted))
        now, late = bodies[::2], bodies[1::2]
        shuffled = now * 2
        chance.shuffle(shuffled)
        _put(world.where["amqp"], shuffled)
        world.start("listener")
        until(lambda: len(world.heard()) >= len(now), seconds=PATIENCE_S, what="what came at once")
        clock.write_text("3600")
        chance.shuffle(late)
        _put(world.where["amqp"], late + late[: len(late) // 2])
        tally.tried += len(shuffled) + len(late)
        toys.judge(world, accepted, tally)


def _envelope(**changed: Any) -> dict[str, Any]:
    envelope = {
        "specversion": "1.0",
        "id": new_id(),
        "source": "/diagnostic",
        "type": "interview-logged",
        "time": "2026-01-01T00:00:00+00:00",
        "dataschema": "urn:terreau:interview-logged:1",
        "correlationid": new_id(),
        "data": {},
    }
    return envelope | changed


def test_poison_is_put_aside_as_it_came_and_holds_nobody_up(world: World, figures: Figures) -> None:
    with figures.fault(
        "poison: not JSON, no event, unknown type, newer version, 10 MB", toys.NAMES[world.name]
    ) as tally:
        accepted: dict[str, list[str]] = {}
        unknown = _envelope(type="something-new", dataschema="urn:terreau:something-new:1")
        newer = _envelope(dataschema="urn:terreau:interview-logged:2", data={"meeting": "m"})
        raw = [b"not json", b"\xff\xfe\x00", b"[]", json.dumps({"much": "x" * 10_000_000}).encode()]
        world.start()
        parked: list[str] = []
        rounds = times(1, 20)
        for _ in range(rounds):
            unknown, newer = unknown | {"id": new_id()}, newer | {"id": new_id()}
            _put(world.where["amqp"], [*raw, *(json.dumps(one).encode() for one in (unknown, newer))])
            parked += [unknown["id"], newer["id"]]
            tally.tried += len(raw) + 2
            _work(world, times(10, 100), accepted)
        toys.judge(world, accepted, tally, parked=parked, raw=len(raw) * rounds)
        put_aside = world.caller()
        put_aside.line = world.lines["listener"]
        assert len(put_aside.call("reporting", "parked")) == len(parked) + len(raw) * rounds
