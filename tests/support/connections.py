"""What the house may hold open at PostgreSQL, counted once: for the arithmetic, and for a look at a stack at work."""

from __future__ import annotations

from collections.abc import Mapping

from services.cli.rooms import NAMES, room

ASKED_AT_ONCE = 2
"""Readiness, each time on a connection of its own: by the supervisor, and by whoever scrapes the figures."""
WHILE_REPLACED = 2
"""A rolling update starts one before it stops one, and does not wait for the one that is still draining."""
OF_A_MIGRATION = 1
OF_A_BACKUP = len(NAMES) + 1
"""A look at the schema of every room, and the stream that reads them all."""
OF_COMMANDS = 2
"""`terreau doctor`, twice at once; every other command goes over the broker."""
OF_A_TRIGGER = 2
"""KEDA counts rows when it looks whether to wake a service, and again for the autoscaler."""
OF_OPERATORS = 10
"""CloudNativePG's own looks, its exporter and its archiver, and a person with psql."""
RESERVED = 3
"""`superuser_reserved_connections`, which nobody of ours may take."""


def of_a_replica(name: str, pool: int) -> dict[str, int]:
    """What one replica of a service may hold, by the names under which PostgreSQL shows its connections."""
    held = {
        f"terreau-{name}": pool + ASKED_AT_ONCE,
        f"terreau-{name}-lead-relay": 1,
        f"terreau-{name}-replicas": 1,
    }
    if room(name).ticks.duties:
        held[f"terreau-{name}-lead-ticks"] = 1
    return held


def of_replicas(replicas: Mapping[str, int], pool: int) -> int:
    """What these replicas may hold together, each service in a process of its own or not: a pool is a service's."""
    return sum(count * sum(of_a_replica(name, pool).values()) for name, count in replicas.items())


def of_everything(replicas: Mapping[str, int], pool: int, *, triggers: int = 0) -> int:
    """The same at the worst moment: in the middle of an update and of the nightly backup, watched by everybody."""
    grown = {name: count + WHILE_REPLACED for name, count in replicas.items()}
    beside = OF_A_MIGRATION + OF_A_BACKUP + OF_COMMANDS + OF_A_TRIGGER * triggers + OF_OPERATORS + RESERVED
    return of_replicas(grown, pool) + beside
