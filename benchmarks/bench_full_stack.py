"""The full stack: from command to projection over RabbitMQ (quorum queue) and PostgreSQL, in two processes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
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
CALLS = 200
# messaging.md 1a and 1c: 6,640 confirmed messages a second; 70 % of it, or the raw side is not to be trusted.
LEAST_PUBLISHED = 0.7 * 6640

Pair = tuple[Process, Process]


def measure() -> list[dict[str, Any]]:
    """Measure the relay alone, then the whole chain, each in turn with the bare pipeline."""
    return relay() + chain()


@contextmanager
def servers() -> Iterator[dict[str, Any]]:
    """A database and a virtual host of one's own."""
    with brokers.database() as database, brokers.vhost() as amqp:
        yield {"database": database, "amqp": amqp}


def relay() -> list[dict[str, Any]]:
    """The relay (read, number, publish, mark) beside publishing out of memory."""
    with servers() as where, processes("benchmarks.chain", [json.dumps(where | {"services": []})]) as (ours,):
        speeds = in_turn(
            ROUNDS,
            lambda: float(ours.ask("relay", events=RELAYED)),
            lambda: publish_confirmed(where["amqp"], RELAYED),
        )
    return [throughput("relay alone, quorum queue, batches of 100", "events/s", *speeds, least_raw=LEAST_PUBLISHED)]


def chain() -> list[dict[str, Any]]:
    """Throughput, latency and RPC of two rooms in two processes."""
    with servers() as where:
        worlds = [[json.dumps(where | {"services": [name]})] for name in ("teller", "listener")]
        bare = [[name, where["database"], where["amqp"]] for name in ("teller", "listener")]
        # The listener first: its queue has to be there when the first event leaves.
        with (
            processes("benchmarks.chain", *reversed(worlds)) as (our_listener, our_teller),
            processes("benchmarks.raw.full_stack", *reversed(bare)) as (raw_listener, raw_teller),
        ):
            return figures((our_teller, our_listener), (raw_teller, raw_listener))


def figures(ours: Pair, raw: Pair) -> list[dict[str, Any]]:
    """Measure both sides in turn."""
    speeds = in_turn(ROUNDS, lambda: burst(ours), lambda: burst(raw))
    waits = in_turn(ROUNDS, lambda: latencies(ours), lambda: latencies(raw))
    p50, p99 = ([[percentile(run, share) for run in side] for side in waits] for share in (0.5, 0.99))
    asked = in_turn(ROUNDS, *(lambda side=side: median(side[1].ask("call", times=CALLS)) for side in (ours, raw)))
    return [
        throughput("full stack, command to projection", "events/s", *speeds),
        duration("full stack at 50 events/s, commit to projection, p50", *p50),
        duration("full stack at 50 events/s, commit to projection, p99", *p99),
        duration("full stack RPC, a query in another process, p50", *asked),
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
