"""Broker, database and network of the full stack broken under load: it heals by itself, and nothing is amiss.

At full counts each fault has an ordeal and a row of its own; in `make test` all faults of one server share an ordeal.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import psycopg2
import pytest
from kombu import Connection

from shared.events import LISTENERS
from tests.faults.estate import Estate
from tests.faults.figures import FULL, Figures, times, workload
from tests.support.servers import terminate_sessions
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(0 if FULL else 600)  # quick alone, slow beside others

SHORTER = 1.0 if FULL else 0.4
"""How much of the longest time a line stays broken in a short run."""


@dataclass(frozen=True)
class Fault:
    """How something breaks, and how often it is broken in a full run; in a short one it is once."""

    name: str
    inflict: Callable[[Estate, random.Random], None]
    full: int
    in_short_runs: bool = True


def _close_connections(estate: Estate, _chance: random.Random) -> None:
    estate.node.close_connections()


def _delete_queue(estate: Estate, chance: random.Random) -> None:
    listener = chance.choice([name for name, types in LISTENERS.items() if types and name != "portal"])
    with Connection(estate.node.url) as connection, connection.channel() as channel:
        channel.queue_delete(f"in-{listener}.q1")


def _restart_broker(estate: Estate, _chance: random.Random) -> None:
    estate.node.stop()
    estate.node.start()


def _kill_broker(estate: Estate, _chance: random.Random) -> None:
    estate.node.kill()
    estate.node.start()


def _end_sessions(estate: Estate, _chance: random.Random) -> None:
    terminate_sessions(estate.cluster.url)


def _restart_database(estate: Estate, _chance: random.Random) -> None:
    estate.cluster.stop("fast")
    estate.cluster.start()


def _crash_database(estate: Estate, _chance: random.Random) -> None:
    estate.cluster.stop("immediate")
    estate.cluster.start()


_BETWEEN_BOTH = """
    SELECT 1 FROM pg_locks waits JOIN pg_locks holds USING (pid)
    WHERE waits.relation = 'notifications.outbox'::regclass AND NOT waits.granted
      AND holds.relation = 'notifications.inbox'::regclass AND holds.granted
"""
"""A session that has taken from the inbox and waits for the outbox."""


def _deadlock(estate: Estate, _chance: random.Random) -> None:
    """Until PostgreSQL has broken a deadlock: what is handled on arrival gives up after a second, and escapes it."""
    before = _deadlocks(estate)

    def provoked() -> bool:
        _want_both(estate)
        return _deadlocks(estate) > before

    until(provoked, seconds=60, what="a deadlock that PostgreSQL broke")


def _want_both(estate: Estate) -> None:
    """Lock a room's outbox, wait until one of its transactions holds the inbox and wants the outbox; want the inbox."""
    with closing(psycopg2.connect(estate.cluster.url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL deadlock_timeout = '10s'")  # of the two it is the service that is refused

        def between_both() -> bool:
            cursor.execute(_BETWEEN_BOTH)
            return cursor.fetchone() is not None

        cursor.execute("LOCK TABLE notifications.outbox IN ACCESS EXCLUSIVE MODE")
        until(between_both, seconds=9, what="a transaction between inbox and outbox")
        cursor.execute("LOCK TABLE notifications.inbox IN ACCESS EXCLUSIVE MODE")


def _deadlocks(estate: Estate) -> int:
    with closing(psycopg2.connect(estate.cluster.url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        (count,) = cursor.fetchone()
    return int(count)


def _conflict(estate: Estate, chance: random.Random) -> None:
    """Have everybody work on one snapshot a transaction, and change a relay's row while it waits for it."""
    room = chance.choice(["territories", "diagnostic", "workshops", "platforms"])
    before = estate.cluster.refused_as_conflicts()
    _isolate(estate, "repeatable read")
    try:
        while estate.cluster.refused_as_conflicts() == before:
            _change_what_is_waited_for(estate, f"{room}.ledger")
    finally:
        _isolate(estate, "read committed")


def _change_what_is_waited_for(estate: Estate, table: str) -> None:
    with closing(psycopg2.connect(estate.cluster.url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET last_sequence = last_sequence")

        def waited_for() -> bool:
            cursor.execute("SELECT 1 FROM pg_locks WHERE transactionid = pg_current_xact_id()::xid AND NOT granted")
            return cursor.fetchone() is not None

        until(waited_for, what=f"somebody who waits for {table}")


def _isolate(estate: Estate, level: str) -> None:
    with closing(psycopg2.connect(estate.cluster.url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE postgres SET default_transaction_isolation = '{level}'")
    terminate_sessions(estate.cluster.url)


def _alarm(estate: Estate, chance: random.Random) -> None:
    """The broker is short of memory: it reads nothing any more from whoever publishes."""
    estate.node.alarm()
    _pause(chance.uniform(0.5, 3.0 * SHORTER))
    estate.node.end_alarm()


def _cut(line: str) -> Callable[[Estate, random.Random], None]:
    def cut(estate: Estate, chance: random.Random) -> None:
        estate.lines[line].cut()
        _pause(chance.uniform(0.1, 2.0 * SHORTER))
        estate.lines[line].mend()

    return cut


def _hold(line: str) -> Callable[[Estate, random.Random], None]:
    def hold(estate: Estate, chance: random.Random) -> None:
        estate.lines[line].hold()
        _pause(chance.uniform(0.5, 3.0 * SHORTER))
        estate.lines[line].reset()
        estate.lines[line].mend()

    return hold


def _silence(line: str, seconds: float) -> Callable[[Estate, random.Random], None]:
    """Silent for longer than heartbeats and patience last; what was on its way arrives in the end."""

    def silence(estate: Estate, _chance: random.Random) -> None:
        estate.lines[line].hold()
        _pause(seconds)
        estate.lines[line].mend()

    return silence


def _drip(line: str) -> Callable[[Estate, random.Random], None]:
    def drip(estate: Estate, chance: random.Random) -> None:
        estate.lines[line].drip(1000, 0.1)
        _pause(chance.uniform(0.5, 3.0 * SHORTER))
        estate.lines[line].mend()

    return drip


def _slow(line: str, seconds: float) -> Callable[[Estate, random.Random], None]:
    def slow(estate: Estate, chance: random.Random) -> None:
        estate.lines[line].slow(seconds)
        _pause(chance.uniform(0.5, 3.0 * SHORTER))
        estate.lines[line].mend()

    return slow


FAULTS = [
    Fault("broker: every connection closed by force", _close_connections, 100),
    Fault("broker: a listener's queue deleted", _delete_queue, 100),
    Fault("broker: stopped and started", _restart_broker, 30),
    Fault("broker: node killed, data kept", _kill_broker, 30),
    Fault("broker: memory alarm, publishers blocked", _alarm, 30),
    Fault("database: every session terminated", _end_sessions, 100),
    Fault("database: restarted", _restart_database, 50),
    Fault("database: crashed (immediate stop) and recovered", _crash_database, 50),
    Fault("database: deadlocks provoked", _deadlock, 50),
    Fault("database: serialization failures provoked", _conflict, 50),
    Fault("network: cut to the broker", _cut("broker"), 100),
    Fault("network: cut to the database", _cut("database"), 100),
    Fault("network: broker silent, then reset", _hold("broker"), 50),
    Fault("network: database silent, then reset", _hold("database"), 50),
    Fault("network: broker silent for 70 seconds", _silence("broker", 70), 10, in_short_runs=False),
    Fault("network: database silent for 70 seconds", _silence("database", 70), 10, in_short_runs=False),
    Fault("network: broker at 10 KB/s", _drip("broker"), 30),
    Fault("network: broker 100 ms late each way", _slow("broker", 0.1), 30),
    Fault("network: database 30 ms late each way", _slow("database", 0.03), 30),
]


def _ordeals() -> dict[str, list[Fault]]:
    if FULL:
        return {fault.name: [fault] for fault in FAULTS}
    servers: dict[str, list[Fault]] = {}
    for fault in (one for one in FAULTS if one.in_short_runs):
        servers.setdefault(fault.name.partition(":")[0], []).append(fault)
    return servers


@pytest.mark.parametrize(("name", "faults"), _ordeals().items(), ids=_ordeals())
def test_the_full_stack_heals_by_itself_and_nothing_is_lost_or_doubled(
    estate: Estate, figures: Figures, chance: random.Random, name: str, faults: list[Fault]
) -> None:
    with (
        figures.fault(name, estate.name) as tally,
        estate.ordeal(tally, commands=workload(20)),
    ):
        for fault in faults:
            for _ in range(times(1, fault.full)):
                _pause(chance.uniform(0.05, 0.8))
                fault.inflict(estate, chance)
                tally.tried += 1
                estate.wait_until_ready()


def _pause(seconds: float) -> None:
    """Let time pass with the work, or the fault, going on: chance chose how much."""
    threading.Event().wait(seconds)
