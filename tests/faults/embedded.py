"""The embedded house as people run it: `terreau up` on a data folder, killed and started again at will."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from services.embedded.gateway import GatewayLine
from services.embedded.owner import find_owner
from shared.messaging.caller import Line, NoAnswer
from tests.faults.figures import FULL, Tally
from tests.faults.houses import HOUSE, ROOMS
from tests.faults.judging import clean, judged
from tests.faults.stores import stores_of
from tests.faults.workload import Workload
from tests.support.command import Terreau, free_port
from tests.support.waiting import until

PACE = 0.0 if FULL else 0.1
"""Seconds between a client's commands: in a short run the work must not starve the house that starts again."""

STARTS_WITHIN_S = 180.0
"""Some seconds on a quiet machine; one that has much else to do starves whoever starts."""


class EmbeddedHouse:
    """A data folder, the process that owns it, and the work that is sent to it."""

    name = "embedded (SQLite)"

    def __init__(self, folder: Path, chance: random.Random):
        self.folder = folder
        self.expected = HOUSE
        self.workload = Workload(self._line, chance)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of its process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        process = Terreau(self.folder, {"TERREAU_LOG_LEVEL": "error"}).start(
            "up", "--no-example", "--port", str(free_port())
        )
        self._process = process
        until(lambda: process.poll() is not None or self._answers(), seconds=STARTS_WITHIN_S, what="terreau up")
        assert process.poll() is None, process.communicate()[1].decode()

    def kill(self) -> None:
        """`kill -9`."""
        assert self._process is not None
        self._process.kill()
        self._process.communicate()

    def back_up(self, file: Path) -> None:
        """`terreau backup` beside the running house."""
        done = Terreau(self.folder)("backup", str(file))
        assert done.code == 0, done.err

    def restore(self, file: Path, folder: Path, accepted: Mapping[str, list[str]]) -> None:
        """Lose the house and have its backup in a new folder instead; of `accepted` it has to know."""
        self.kill()
        self.workload.move_to(accepted)
        done = Terreau(folder)("restore", str(file))
        assert done.code == 0, done.err
        self.folder = folder
        self.expected = replace(HOUSE, restored=True)
        self.start()

    def end(self) -> None:
        """End it if it runs."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    @contextmanager
    def ordeal(self, tally: Tally, commands: int) -> Iterator[None]:
        """Work while the block breaks things; afterwards nothing may be amiss."""
        before = len(self.workload.accepted)
        if not before:
            self.workload.prepare()
        with self.workload.working(commands, pace=PACE):
            yield
        verdict = judged(
            stores_of(self.folder, ROOMS), self.expected, self.workload.accepted, seconds=600 if FULL else 60
        )
        tally.judge(verdict, commands=len(self.workload.accepted) - before)
        clean(verdict)

    def _line(self) -> Line:
        address = find_owner(self.folder)
        if address is None:
            raise NoAnswer("nobody owns the folder yet")
        return GatewayLine(address)

    def _answers(self) -> bool:
        try:
            return "answer" in self._line().call("territories", "pulse", {}, timeout=2)
        except NoAnswer:
            return False
