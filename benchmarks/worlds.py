"""Our processes of the chain, started, spoken to and ended by the benchmarks."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.example import free_port, sign_in_link

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 300.0


class Process:
    """A process that answers lines of JSON."""

    def __init__(self, module: str, *arguments: str):
        command = [sys.executable, "-m", module, *arguments]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self._read()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def send(self, method: str, **arguments: Any) -> None:
        """Ask, without waiting for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([method, arguments]) + "\n")

    def ask(self, method: str, **arguments: Any) -> Any:
        """Ask, and give the answer."""
        self.send(method, **arguments)
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with status {self._process.wait()}")
        return json.loads(line)

    def end(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.communicate()


@contextmanager
def processes(module: str, *arguments: Sequence[str]) -> Iterator[list[Process]]:
    """One process of a module for each list of arguments, ended at the end."""
    started: list[Process] = []
    try:
        for words in arguments:
            started.append(Process(module, *words))  # noqa: PERF401  # what has started ends even if the next does not
        yield started
    finally:
        for process in started:
            process.end()


def wait_for(process: Process, effects: int) -> dict[str, float]:
    """Wait until that many events took effect in a process; give when each was committed there."""
    deadline = time.monotonic() + PATIENCE_S
    while process.ask("count") < effects:
        if time.monotonic() > deadline:
            raise RuntimeError("the events did not arrive in time")
        time.sleep(0.05)  # a pause between looks
    committed: dict[str, float] = process.ask("committed", name="heard")
    return committed


@contextmanager
def house(folder: Path) -> Iterator[tuple[str, int]]:
    """`terreau up` with the example on a data folder: the sign-in link and the process id; ended at the end."""
    command = [sys.executable, "-m", "services.cli", "--data", str(folder), "up", "--port", str(free_port())]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield sign_in_link(process), process.pid
    finally:
        process.terminate()
        process.communicate(timeout=30)


def peak_mb(pid: int) -> float:
    """The most memory a process has held (Linux)."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024 / 1e6
