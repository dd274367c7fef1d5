"""The full stack: from command to projection over RabbitMQ (quorum queue) and PostgreSQL, in two processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from statistics import median
from typing import Any

from benchmarks.figures import duration, in_turn, percentile, throughput
from benchmarks.raw.full_stack import publish_confirmed
from benchmarks.worlds import Process, processes, wait_for
from tests.support import brokers

ROUNDS = 5
BURST, SENDERS = 3000, 10
PACED, PER_SECOND = 250, 50.0
RELAYED = 5000
RPC_ROUNDS, CALLS = 3, 200
# messaging.md 1a and 1c: 6,640 confirmed messages a second; 70 % of it, or the raw side is not to be trusted.
LEAST_PUBLISHED = 0.7 * 6640

Pair = tuple[Process, Process]


def measure() -> list[dict[str, Any]]:
    """Measure the relay alone, the whole chain, then RPC, each in turn with the bare pipeline."""
    return relay() + chain() + rpc()


@contextmanager
def servers() -> Iterator[dict[str, Any]]:
    """A database and a virtual host of one's own."""
    with brokers.database() as database, brokers.vhost() as amqp:
        yield {"database": database, "amqp": amqp}


def relay() -> list[dict[str, Any]]:
    """The relay (read, number, publish, mark) beside publishing out of memory."""
    with servers() as where, processes("benchmarks.chain", [json.dumps(where | {"services": []})]) as (alone,):
        speeds = in_turn(
            ROUNDS,
            lambda: float(alone.ask("relay", events=RELAYED)),
            lambda: publish_confirmed(where["amqp"], RELAYED),
        )
    return [throughput("relay alone, quorum queue, batches of 100", "events/s", *speeds, least_raw=LEAST_PUBLISHED)]


def chain() -> list[dict[str, Any]]:
    """Throughput and latency of two rooms in two processes."""
    with servers() as where, ours(where) as our_pair, bare(where) as raw_pair:
        return figures(our_pair, raw_pair)


def rpc() -> list[dict[str, Any]]:
    """A question to the other process, each side with nobody beside it: what waits there too would be counted."""
    asked = in_turn(RPC_ROUNDS, lambda: call(ours), lambda: call(bare))
    return [duration("full stack RPC, a query in another process, p50", *asked)]


def call(side: Callable[[dict[str, Any]], AbstractContextManager[Pair]]) -> float:
    """The median of the milliseconds that one of two processes waits for the other's answer."""
    with servers() as where, side(where) as (_, listener):
        listener.ask("call", times=CALLS)  # connections are opened, statements made
        return median(listener.ask("call", times=CALLS))


@contextmanager
def ours(where: dict[str, Any]) -> Iterator[Pair]:
    """Our teller and listener. The listener starts first: its queue has to be there when the first event leaves."""
    worlds = [[json.dumps(where | {"services": [name]})] for name in ("listener", "teller")]
    with processes("benchmarks.chain", *worlds) as (listener, teller):
        yield teller, listener


@contextmanager
def bare(where: dict[str, Any]) -> Iterator[Pair]:
    """The bare ones."""
    names = [[name, where["database"], where["amqp"]] for name in ("listener", "teller")]
    with processes("benchmarks.raw.full_stack", *names) as (listener, teller):
        yield teller, listener


def figures(our: Pair, raw: Pair) -> list[dict[str, Any]]:
    """Measure both sides in turn."""
    speeds = in_turn(ROUNDS, lambda: burst(our), lambda: burst(raw))
    waits = in_turn(ROUNDS, lambda: latencies(our), lambda: latencies(raw))
    p50, p99 = ([[percentile(run, share) for run in side] for side in waits] for share in (0.5, 0.99))
    return [
        throughput("full stack, command to projection", "events/s", *speeds),
        duration("full stack at 50 events/s, commit to projection, p50", *p50),
        duration("full stack at 50 events/s, commit to projection, p99", *p99),
    ]


def burst(side: Pair) -> float:
    """Commands as fast as they are committed; events a second until the last projection is committed."""
    teller, listener = side
    forget(side)
    begun = teller.ask("burst", commands=BURST, senders=SENDERS)
    heard = wait_for(listener, BURST)
    return BURST / (max(heard.values()) - begun)


def latencies(side: Pair) -> list[float]:
    """Milliseconds from the commit of each command to the commit of its projection, at an even pace."""
    teller, listener = side
    forget(side)
    teller.ask("pace", commands=PACED, per_second=PER_SECOND)
    heard = wait_for(listener, PACED)
    told = teller.ask("committed", name="told")
    return [(heard[event] - told[event]) * 1000 for event in told]


def forget(side: Pair) -> None:
    """Let both processes begin to note times anew."""
    for process in side:
        process.ask("forget")
