"""What Prometheus scrapes is what happened: each counter counts its own thing, and a lag is an age in seconds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from kombu import Connection, Producer
from prometheus_client import REGISTRY

from shared.contracts.diagnostic import LogInterview
from shared.envelope import Envelope, seal
from shared.events import InterviewLogged
from shared.ids import new_id
from shared.messaging import inbox, outbox, topology, waiting
from shared.messaging.worker import Worker
from tests.conftest import OpenRoom
from tests.support import brokers
from tests.support.rooms import RoomAtWork
from tests.support.toy_rooms import listener, teller

COUNTERS = ("handled", "duplicate", "retried", "parked")


def counted(service: str) -> dict[str, float]:
    samples = {
        name: REGISTRY.get_sample_value(f"terreau_events_{name}_total", {"service": service}) for name in COUNTERS
    }
    return {name: value or 0.0 for name, value in samples.items()}


def since(before: dict[str, float]) -> dict[str, float]:
    return {name: value - before[name] for name, value in counted("reporting").items() if value != before[name]}


def an_event(work: RoomAtWork) -> Envelope:
    told = InterviewLogged(territory="t", interview="i", structure="s", kind="ess", ess=True, appetite="interested")
    return seal(told, id=new_id(), now=work.clock.now(), occurred=None, correlation=new_id(), causation=None)


def seen(work: RoomAtWork) -> waiting.Waiting:
    return waiting.look(cast(Worker, work))  # what a look needs of a worker: its room, database and clock


def test_handled_twice_retried_and_parked_are_counted_apart(open_room: OpenRoom) -> None:
    fails = {"now": True}

    def behave(*_: Any) -> None:
        if fails["now"]:
            raise RuntimeError

    room, _ = listener(behave)
    work = open_room(room)
    policy = inbox.RetryPolicy(attempts=2)
    before, event = counted("reporting"), an_event(work)
    inbox.store(room, work.database, work.clock, [event.as_json()])
    inbox.handle_due(room, work.database, work.clock, policy)
    assert since(before) == {"retried": 1}
    work.clock.instant += timedelta(hours=1)
    assert (seen(work).inbox, seen(work).inbox_lag) == (1, 3600.0)
    inbox.handle_due(room, work.database, work.clock, policy)
    assert since(before) == {"retried": 1, "parked": 1}
    assert (seen(work).inbox, seen(work).inbox_lag, seen(work).parked) == (0, 0.0, 1)
    fails["now"] = False
    inbox.store(room, work.database, work.clock, [event.as_json(), an_event(work).as_json()])
    inbox.handle_due(room, work.database, work.clock, policy)
    assert since(before) == {"retried": 1, "parked": 1, "duplicate": 1, "handled": 1}


def test_what_is_told_and_not_confirmed_ages(open_room: OpenRoom) -> None:
    room, _ = teller()
    work = open_room(room)
    assert (seen(work).outbox, seen(work).outbox_lag) == (0, 0.0)
    work.obey(LogInterview(accompaniment="a", structure="s", kind="ess"))
    work.clock.instant += timedelta(seconds=90)
    work.obey(LogInterview(accompaniment="a", structure="s", kind="ess"))
    assert (seen(work).outbox, seen(work).outbox_lag) == (2, 90.0)
    outbox.relay(room, work.database, work.clock, lambda batch: lambda: None)
    assert (seen(work).outbox, seen(work).outbox_lag) == (0, 0.0)


def test_the_depth_of_a_queue_is_what_waits_in_it() -> None:
    with brokers.vhost() as url, Connection(url, transport_options={"confirm_publish": True}) as connection:
        topology.declare(connection, embedded=False)
        with connection.channel() as channel:
            for _ in range(3):
                Producer(channel).publish({}, exchange="", routing_key=topology.queue("reporting").name)
            assert waiting._depth(channel, topology.queue("reporting").name) == 3.0
