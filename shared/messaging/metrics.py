"""What a process counts and times for Prometheus; names and labels are told in docs/operations.md.

Counters and histograms live in the process. What waits (lag, parked, queue) is looked up in the database and at the
broker when somebody asks, so every replica tells the same: take `max` over replicas, never `sum`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from prometheus_client import Counter, Histogram, disable_created_metrics

from shared.events import REGISTRY
from shared.room import Room

disable_created_metrics()  # they double every scrape and nobody reads them

_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

COMMANDS = Histogram(
    "terreau_command_seconds", "Time to obey a command.", ["service", "command", "outcome"], buckets=_QUICK
)
QUERIES = Histogram("terreau_query_seconds", "Time to answer a query.", ["service", "query", "outcome"], buckets=_QUICK)
REACTIONS = Histogram(
    "terreau_reaction_seconds", "Time of a reaction to an event.", ["service", "event", "outcome"], buckets=_QUICK
)
HANDLED = Counter("terreau_events_handled", "Events handled to the end.", ["service"])
DUPLICATES = Counter("terreau_events_duplicate", "Events that arrived again and changed nothing.", ["service"])
RETRIED = Counter("terreau_events_retried", "Failed reactions that will be tried again.", ["service"])
PARKED = Counter("terreau_events_parked", "Events put aside after their last try.", ["service"])
PUBLISHED = Counter("terreau_events_published", "Events that the broker has confirmed.", ["service"])
HUB_GAP = Histogram(
    "terreau_hub_gap_seconds",
    "How long the green threads were held up, each time it was 10 ms or more.",
    buckets=(0.01, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0),
)

reaction = cache(REACTIONS.labels)
"""The histogram of a service, an event and an outcome: looked up once, they are few."""

ANSWERED, REFUSED, FAILED = "answered", "refused", "failed"


class Timed:
    """What is being timed; `outcome` is set before the end."""

    outcome = ANSWERED


@contextmanager
def timed(histogram: Histogram, service: str, name: str) -> Iterator[Timed]:
    """Time a block; one that raises has failed."""
    begun = time.perf_counter()
    it = Timed()
    try:
        yield it
    except BaseException:
        it.outcome = FAILED
        raise
    finally:
        histogram.labels(service, name, it.outcome).observe(time.perf_counter() - begun)


def command_label(room: Room, name: object) -> str:
    """A command's name where the room knows it: anybody may send any name."""
    return name if isinstance(name, str) and name in room.commands.functions else "unknown"


def query_label(room: Room, name: object) -> str:
    """A query's name where the room knows it."""
    return name if isinstance(name, str) and name in room.queries.functions else "unknown"


def event_label(type_: str) -> str:
    """An event's type where the registry knows it: a newer house may tell others."""
    return type_ if type_ in REGISTRY else "unknown"


def start_at_zero(service: str) -> None:
    """Show every counter of a service from its first scrape on: a rate needs a beginning."""
    for counter in (HANDLED, DUPLICATES, RETRIED, PARKED, PUBLISHED):
        counter.labels(service)
