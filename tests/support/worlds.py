"""The two worlds in which the messaging core has to keep its promises, as processes that can be killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from services.embedded.gateway import GatewayLine
from services.embedded.owner import OwnerAddress
from shared.clock import SystemClock
from shared.messaging.caller import Caller
from shared.storage.database import Database, sqlite_url
from tests.support import brokers

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class World:
    """A world, its running processes and a look into its databases."""

    name: str
    where: dict[str, Any]
    folder: Path
    processes: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    lines: dict[str, GatewayLine] = field(default_factory=dict)

    @property
    def together(self) -> bool:
        """Whether both rooms live in one process."""
        return self.name == "embedded"

    def start(self, *which: str) -> None:
        """Start the processes (both rooms unless named)."""
        for process in ("both",) if self.together else which or ("teller", "listener"):
            self._start(process)

    def _start(self, process: str) -> None:
        services = ["teller", "listener"] if process == "both" else [process]
        world = {**self.where, "services": services, "cure": str(self.folder / "cure")}
        command = [sys.executable, "-m", "tests.support.toy_process", json.dumps(world)]
        started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.processes[process if process not in self.processes else f"{process} too"] = started
        assert started.stdout is not None
        line = started.stdout.readline()
        assert line, f"{process} did not start"
        address = json.loads(line)
        self.lines[process] = GatewayLine(OwnerAddress(address["port"], address["secret"]))

    def caller(self) -> Caller:
        """A caller at the teller's process."""
        return Caller(self.lines["both" if self.together else "teller"], SystemClock(), timeout=10)

    def kill(self, which: str = "both") -> None:
        """`kill -9`."""
        process = self.processes.pop("both" if self.together else which)
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()

    def stop(self) -> None:
        """End whatever runs."""
        for name in list(self.processes):
            self.kill(name)

    def database(self, room: str) -> Database:
        """A room's database, opened from outside."""
        return Database(room, sqlite_url(self.folder, room) if self.together else self.where["database"], pool_size=2)

    def query(self, room: str, sql: str) -> list[tuple[Any, ...]]:
        """Plain SQL on a room's database; nothing yet when its tables are not there."""
        database = self.database(room)
        try:
            with database.read() as session:
                return [tuple(row) for row in session.execute(text(sql))]
        finally:
            database.close()

    def told(self) -> set[str]:
        """The ids of what was told."""
        return {row[0] for row in self.query("diagnostic", "SELECT event_id FROM outbox")}

    def heard(self) -> list[str]:
        """The ids of what took effect at the listener, one per effect."""
        return [row[0] for row in self.query("reporting", "SELECT event_id FROM heard ORDER BY position")]


@contextmanager
def world(name: str, folder: Path) -> Iterator[World]:
    """A world on fresh stores, its processes ended at the end."""
    with ExitStack() as stack:
        if name == "embedded":
            where: dict[str, Any] = {"data": str(folder)}
        else:
            where = {"database": stack.enter_context(brokers.database()), "amqp": stack.enter_context(brokers.vhost())}
        made = World(name, where, folder)
        stack.callback(made.stop)
        yield made
