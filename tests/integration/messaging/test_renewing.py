"""Queues that change: what waits in the old ones is drained into the new, whatever stops it in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from kombu import Connection, Producer

from shared.messaging import renewing, topology
from shared.messaging.renewing import OtherArguments, StillHeard, declare, renew
from tests.support import brokers

OTHER = topology.QUORUM | {"x-delivery-limit": 7}
TYPE = "interview-logged"


@pytest.fixture
def broker() -> Iterator[Connection]:
    with brokers.vhost() as url, Connection(url) as connection:
        yield connection


def earlier(broker: Connection, name: str, arguments: dict[str, Any], messages: int) -> None:
    """A queue as an earlier version declared it, with something waiting."""
    with broker.channel() as channel:
        exchange = topology.exchange("diagnostic").bind(channel)
        exchange.declare()
        channel.queue_declare(name, durable=True, arguments=arguments, auto_delete=False)
        channel.queue_bind(name, exchange.name, TYPE)
    tell(broker, range(messages))


def tell(broker: Connection, numbers: range) -> None:
    with broker.clone(transport_options={"confirm_publish": True}) as own, own.channel() as channel:
        for number in numbers:
            body = {"number": number}
            Producer(channel).publish(body, exchange="diagnostic.events", routing_key=TYPE, message_id=str(number))


def waiting(broker: Connection, name: str) -> list[int]:
    with broker.channel() as channel:
        found = []
        while (message := channel.basic_get(name)) is not None:
            assert message.properties["delivery_mode"] == 2
            assert message.properties["message_id"] == str(json.loads(message.body)["number"])
            found.append(json.loads(message.body)["number"])
        return found


def queues(broker: Connection, *names: str) -> list[str]:
    """Those of them that are there."""
    there = []
    for name in names:
        with broker.channel() as channel:
            try:
                channel.queue_declare(name, passive=True)
            except broker.channel_errors:
                continue
        there.append(name)
    return there


def test_a_queue_with_other_arguments_is_named_and_replaced_with_all_it_holds(broker: Connection) -> None:
    earlier(broker, "in-reporting.q1", OTHER, 20)
    with pytest.raises(OtherArguments) as refused:
        declare(broker, embedded=False)
    assert refused.value.queue == "in-reporting.q1"
    assert [(one.queue, one.messages) for one in renew(broker)] == [("in-reporting.q1", 20)]
    declare(broker, embedded=False)
    tell(broker, range(20, 21))
    assert waiting(broker, "in-reporting.q1") == list(range(21))
    assert renew(broker) == []


def test_the_queue_of_an_earlier_generation_is_unbound_drained_and_deleted(
    broker: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(broker, embedded=False)
    tell(broker, range(5))
    monkeypatch.setattr(topology, "GENERATION", 2)
    declare(broker, embedded=False)
    tell(broker, range(5, 6))  # to both, as while old and new replicas work side by side
    assert {one.queue: one.messages for one in renew(broker)}["in-reporting.q1"] == 6
    tell(broker, range(6, 7))
    assert sorted(waiting(broker, "in-reporting.q2")) == [0, 1, 2, 3, 4, 5, 5, 6]
    assert queues(broker, "in-reporting.q1", "in-reporting.q2") == ["in-reporting.q2"]


def test_what_an_interrupted_run_moved_aside_comes_back(broker: Connection) -> None:
    earlier(broker, "in-reporting.q1.aside", topology.QUORUM, 3)
    renew(broker)
    assert waiting(broker, "in-reporting.q1") == [0, 1, 2]
    assert queues(broker, "in-reporting.q1.aside") == []


def test_a_message_that_the_new_queue_did_not_take_stays_where_it_was(broker: Connection) -> None:
    earlier(broker, "in-reporting.q1", OTHER, 3)
    with pytest.raises(broker.channel_errors):
        renewing._drained(broker, "in-reporting.q1", "nowhere")
    assert waiting(broker, "in-reporting.q1") == [0, 1, 2]


def test_a_queue_that_is_still_heard_is_left_alone(broker: Connection) -> None:
    earlier(broker, "in-reporting.q1", OTHER, 3)
    with broker.channel() as listening:
        listening.basic_consume("in-reporting.q1", callback=lambda _message: None)
        with pytest.raises(StillHeard):
            renew(broker)
    assert waiting(broker, "in-reporting.q1") == [0, 1, 2]
    assert queues(broker, "in-reporting.q1.aside") == []
