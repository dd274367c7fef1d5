"""The embedded chain: from command to projection in one process on SQLite (WAL, synchronous=FULL), and its rest."""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import alone, duration, percentile, throughput
from benchmarks.raw.embedded_chain import BareChain
from benchmarks.worlds import Process, house, processes, wait_for

ROUNDS = 5
BURST, SENDERS = 1000, 10
PACED, PER_SECOND = 250, 50.0
CALLS = 200
IDLE_SECONDS = 20.0


def measure() -> list[dict[str, Any]]:
    """Measure the chain in turn with the bare loop, then the house at rest."""
    with tempfile.TemporaryDirectory() as folder:
        return chain(Path(folder)) + at_rest(Path(folder) / "house")


def chain(folder: Path) -> list[dict[str, Any]]:
    """Throughput, latency and RPC of two rooms in a process."""
    (folder / "ours").mkdir()
    world = {"data": str(folder / "ours"), "services": ["teller", "listener"]}
    bare = BareChain(folder)
    speeds: tuple[list[float], list[float]] = ([], [])
    waits: tuple[list[list[float]], list[list[float]]] = ([], [])
    with processes("benchmarks.chain", [json.dumps(world)]) as (ours,):
        for _ in range(ROUNDS):
            speeds[0].append(burst(ours))
            speeds[1].append(bare.throughput(BURST))
            waits[0].append(latencies(ours))
            waits[1].append(bare.latencies(PACED, PER_SECOND))
        bare.check(ROUNDS * (BURST + PACED))
        rpc = [median(ours.ask("call", times=CALLS)) for _ in range(ROUNDS)]
    bare.close()
    p50, p99 = ([[percentile(run, share) for run in side] for side in waits] for share in (0.5, 0.99))
    return [
        throughput("embedded chain, command to projection", "events/s", *speeds),
        duration("embedded chain at 50 events/s, commit to projection, p50", *p50),
        duration("embedded chain at 50 events/s, commit to projection, p99", *p99),
        alone("embedded RPC, a query, p50", "ms", median(rpc)),
    ]


def burst(ours: Process) -> float:
    """Commands as fast as they are obeyed; events a second until the last projection is committed."""
    ours.ask("forget")
    begun = ours.ask("burst", commands=BURST, senders=SENDERS)
    committed = wait_for(ours, BURST)
    return BURST / (max(committed.values()) - begun)


def latencies(ours: Process) -> list[float]:
    """Milliseconds from the commit of each command to the commit of its projection, at an even pace."""
    ours.ask("forget")
    ours.ask("pace", commands=PACED, per_second=PER_SECOND)
    heard = wait_for(ours, PACED)
    told = ours.ask("committed", name="told")
    return [(heard[event] - told[event]) * 1000 for event in told]


def at_rest(folder: Path) -> list[dict[str, Any]]:
    """What `terreau up` with the example takes when nobody asks anything of it."""
    with house(folder) as (_, pid):
        time.sleep(5)  # what the example set in motion comes to rest
        before = cpu_seconds(pid)
        time.sleep(IDLE_SECONDS)  # time itself is measured: what it takes while nothing is asked
        share = (cpu_seconds(pid) - before) / IDLE_SECONDS * 100
        return [
            alone("embedded house with the example, idle", "% of a core", share),
            alone("embedded house with the example, resident", "MB", resident_mb(pid)),
        ]


def cpu_seconds(pid: int) -> float:
    """The processor time a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """The memory a process holds (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
