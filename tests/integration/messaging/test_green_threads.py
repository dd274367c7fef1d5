"""Nothing that lasts holds the other green threads up: documents are made beside them, and whoever blocks is named."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.support.example import ROOT

PROGRAM = """
import json, sys, time
from shared.messaging.green import go_green
go_green()
import eventlet
from shared.aside import aside
from shared.logs import set_up
from shared.messaging.hub_watch import watch_hub
set_up("info", json=True)

def compute(seconds):
    end = time.process_time() + seconds
    count = 0
    while time.process_time() < end:
        count += 1
    return seconds

ticks = []
def tick():
    while True:
        ticks.append(time.monotonic())
        eventlet.sleep(0.01)

eventlet.spawn(tick)
watch_hub()
eventlet.sleep(0.05)
before = len(ticks)
answer = aside(compute, 1.0) if sys.argv[1] == "aside" else compute(1.0)
during = len(ticks) - before
eventlet.sleep(0.3)
print(json.dumps({"answer": answer, "ticks": during}))
"""


def run(how: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the program found, and what it logged."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, how], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout), [json.loads(line) for line in done.stderr.splitlines()]


def test_long_work_of_the_processor_runs_beside_the_green_threads() -> None:
    found, _ = run("aside")
    assert found["answer"] == 1.0
    assert found["ticks"] > 10


def test_work_that_holds_the_green_threads_up_is_logged_with_the_time_it_took() -> None:
    found, logged = run("here")
    assert found["ticks"] == 0
    (gap,) = [line for line in logged if line["event"] == "hub.gap" and line["processor"] > 0.8]
    assert gap["seconds"] > 0.8
