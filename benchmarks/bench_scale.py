"""The full stack at scale: more listeners, a long queue, years of events heard again, and a process at rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import pairwise
from typing import Any
from urllib.request import urlopen

import psycopg2

from benchmarks.bench_embedded import cpu_seconds, resident_mb
from benchmarks.bench_full_stack import servers
from benchmarks.figures import alone
from benchmarks.raw.events import event, numbered, text
from benchmarks.worlds import ROOT, Process, peak_mb, processes
from tests.support.example import free_port

LISTENERS = (1, 2, 4)
WAITS_S, WAITED = 0.02, 600
BUSY = 4000
QUEUED = 100_000
HEARD = 250_000
IDLE_SECONDS = 20.0
SETTLED_SECONDS = 5.0
"""After a start: what a service does once, such as asking what it missed, is no part of its rest."""
PATIENCE_S = 600.0
TAKEN = (
    "SELECT extract(epoch FROM max(done_at) - min(received_at))::float"
    " FROM (SELECT * FROM inbox ORDER BY position DESC LIMIT {}) AS latest"
)


def measure() -> list[dict[str, Any]]:
    """Measure each in servers of its own."""
    return [*more_listeners(), *long_queue(), *heard_again(), *at_rest()]


def more_listeners() -> list[dict[str, Any]]:
    """Events a second with one, two and four listening processes."""
    waiting, busy = speeds(WAITED, WAITS_S), speeds(BUSY, 0.0)
    linear = LISTENERS[-1] * waiting[1]
    return [
        {
            "name": "four listeners whose reactions wait 20 ms, beside four times one",
            "unit": "events/s",
            "ours": waiting[4],
            "raw": linear,
            "ratio": waiting[4] / linear,
        },
        alone("two listeners whose reactions wait 20 ms", "times one", waiting[2] / waiting[1]),
        *(alone(f"listeners at full speed on this machine: {count}", "events/s", busy[count]) for count in LISTENERS),
    ]


def speeds(events: int, waits: float) -> dict[int, float]:
    """Events a second from the first that is stored to the last that is handled, by the number of listeners."""
    found = {}
    with ExitStack() as started:
        where = started.enter_context(servers())
        (teller,) = started.enter_context(processes("benchmarks.chain", world(where, "teller")))
        for before, count in pairwise((0, *LISTENERS)):
            more = [world(where, "listener", waits=waits)] * (count - before)
            started.enter_context(processes("benchmarks.chain", *more))
            earlier = done(where)
            teller.ask("publish", events=events)
            wait_for_done(where, earlier + events)
            found[count] = events / float(look(where, TAKEN.format(events))[0])
    return found


def long_queue() -> list[dict[str, Any]]:
    """A listener that comes to a queue in which events have gathered."""
    with servers() as where, processes("benchmarks.chain", world(where, "teller")) as (teller,):
        teller.ask("publish", events=QUEUED)
        with processes("benchmarks.chain", world(where, "listener")) as (listener,):
            begun = time.monotonic()
            early, peak = drained(where, listener, QUEUED)
            taken = time.monotonic() - begun
    return [
        alone(f"a queue of {QUEUED:,} drains", "events/s", QUEUED / taken),
        alone("the same, peak resident", "MB", peak),
        alone("the same, grown since its first tenth", "MB", peak - early),
    ]


def heard_again() -> list[dict[str, Any]]:
    """The journal of reporting made anew from everything it ever heard."""
    with servers() as where, processes("benchmarks.chain", world(where, "reporting")) as (reporting,):
        fill_inbox(where, HEARD)
        begun = time.monotonic()
        reporting.ask("hear_again")
        early, peak = drained(where, reporting, HEARD)
        taken = time.monotonic() - begun
        (journal,) = look(where, "SELECT count(*) FROM journal")
        if journal != HEARD:
            raise ValueError(f"{journal} of {HEARD} events are in the journal")
    return [
        alone(f"{HEARD:,} events heard again into an empty journal", "events/s", HEARD / taken),
        alone("the same, peak resident", "MB", peak),
        alone("the same, grown since its first tenth", "MB", peak - early),
    ]


def at_rest() -> list[dict[str, Any]]:
    """One service process of the full stack when nobody asks anything of it."""
    with servers() as where, serving(where, "reporting") as pid:
        time.sleep(SETTLED_SECONDS)
        before = cpu_seconds(pid)
        time.sleep(IDLE_SECONDS)  # time itself is measured: what it takes while nothing is asked
        share = (cpu_seconds(pid) - before) / IDLE_SECONDS * 100
        return [
            alone("one service process, idle", "% of a core", share),
            alone("one service process, resident", "MB", resident_mb(pid)),
        ]


def world(where: dict[str, Any], service: str, *, waits: float = 0.0) -> list[str]:
    """The words that start a process of the chain."""
    return [json.dumps(where | {"services": [service], "waits": waits, "timed": False})]


def look(where: dict[str, Any], query: str) -> tuple[Any, ...]:
    """Ask the schema of the listening room for one row."""
    with inside(where) as cursor:
        cursor.execute(query)
        row: tuple[Any, ...] = cursor.fetchone() or ()
        return row


@contextmanager
def inside(where: dict[str, Any]) -> Iterator[Any]:
    """A cursor in the schema of the listening room; what it does commits."""
    there = psycopg2.connect(where["database"], options="-csearch_path=reporting")
    with closing(there) as connection, connection, connection.cursor() as cursor:
        yield cursor


def done(where: dict[str, Any]) -> int:
    """How many events are handled."""
    (count,) = look(where, "SELECT count(*) FROM inbox WHERE done_at IS NOT NULL")
    return int(count)


def wait_for_done(where: dict[str, Any], events: int) -> None:
    """Wait until that many events are handled."""
    deadline = time.monotonic() + PATIENCE_S
    while done(where) < events:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{done(where)} of {events} events were handled in time")
        time.sleep(0.2)  # a pause between looks


def drained(where: dict[str, Any], process: Process, events: int) -> tuple[float, float]:
    """Wait until all is handled; the peaks of memory after a tenth and at the end."""
    wait_for_done(where, events // 10)
    early = peak_mb(process.pid)
    wait_for_done(where, events)
    return early, peak_mb(process.pid)


def fill_inbox(where: dict[str, Any], events: int) -> None:
    """Put handled events into the inbox, as years would have."""
    body = text(numbered(event() | {"id": "@id@"}, 0))
    statement = (
        "INSERT INTO inbox (event_id, source, sequence, type, territory, correlation, body, received_at, attempts,"
        " next_at, done_at) SELECT id, 'diagnostic', n, 'interview-logged', 't', id,"
        " replace(%s, '@id@', id)::json, at, 0, at, at FROM (SELECT n, gen_random_uuid()::text AS id,"
        " now() - interval '1 day' + n * interval '1 ms' AS at FROM generate_series(1, %s) n) AS numbered"
    )
    with inside(where) as cursor:
        cursor.execute(statement, (body, events))
        cursor.execute("ANALYZE inbox")


def wait_for_ready(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a service says that it is ready; raises `RuntimeError` when it has ended or takes too long."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"terreau serve ended with status {process.returncode}")
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz"):  # not yet: refused, or 503
            return
        time.sleep(0.2)  # a pause between looks
    raise RuntimeError("terreau serve was not ready in time")


@contextmanager
def serving(where: dict[str, Any], service: str) -> Iterator[int]:
    """`terreau serve` of one service on migrated schemas; its process id."""
    port = free_port()
    settings = {
        "TERREAU_HEALTH_PORT": str(port),
        "TERREAU_DATABASE_URL": where["database"],
        "TERREAU_AMQP_URL": where["amqp"],
        "TERREAU_SECRET_KEY": "a key of a house that nobody enters",
    }
    command, environment = [sys.executable, "-m", "services.cli"], os.environ | settings
    subprocess.run([*command, "migrate"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen(
        [*command, "serve", service],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_ready(process, port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)
