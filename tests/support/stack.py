"""The full stack as it runs in production: the images' own command, in processes, on servers of one's own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import psycopg2

from tests.support import brokers
from tests.support.example import ROOT, free_port
from tests.support.waiting import until

NAMES = ("territories", "diagnostic", "workshops", "platforms", "notifications", "reporting", "portal")
TERREAU = str(Path(sys.executable).with_name("terreau"))
STOPS_WITHIN_S = 20.0
SECRET = "a-signing-key-that-no-log-may-show"


@dataclass
class Served:
    """One process that serves; `log` is what it wrote."""

    services: tuple[str, ...]
    process: subprocess.Popen[str]
    port: int
    log: Path
    file: TextIO

    def get(self, path: str, *, seconds: float = 10.0) -> tuple[int, str]:
        """The status and the text of a page of the machine's: 0 when nobody listens yet."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=seconds) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    @property
    def ready(self) -> bool:
        """Whether it says that it is ready."""
        assert self.process.poll() is None, f"{self.services} ended: {self.log.read_text()[-2000:]}"
        return self.get("/readyz")[0] == 200

    def lines(self) -> list[dict[str, Any]]:
        """What it logged so far."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line]

    def stop(self) -> int:
        """Ask it to end (SIGTERM) and give its exit code; fails when it takes too long."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Wait for its end."""
        code = self.process.wait(STOPS_WITHIN_S)
        self.file.close()
        return code

    def kill(self) -> None:
        """`kill -9`."""
        self.process.kill()
        self.process.wait()
        self.file.close()


@dataclass
class Stack:
    """The servers' addresses and every process that was started on them."""

    database: str
    amqp: str
    folder: Path
    processes: list[Served] = field(default_factory=list)
    overrides: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a process of this stack."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TERREAU_")}
        return {
            **inherited,
            "TERREAU_DATABASE_URL": self.database,
            "TERREAU_AMQP_URL": self.amqp,
            "TERREAU_SECRET_KEY": SECRET,
            "TERREAU_LOG_LEVEL": "info",
            # Other runs may use the same PostgreSQL, whose stock limit is 100 connections.
            "TERREAU_DATABASE_CONNECTIONS": "3",
            **self.overrides,
            **more,
        }

    def terreau(self, *words: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the command line on this stack."""
        done = subprocess.run(
            [TERREAU, *words], cwd=ROOT, env=self.environment(**more), capture_output=True, text=True, timeout=300
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def serve(self, *services: str, port: int | None = None, **more: str) -> Served:
        """Start a process that serves these services, without waiting for it; on a free port unless one is given."""
        port = port or free_port()
        variable = "TERREAU_PORT" if "portal" in services else "TERREAU_HEALTH_PORT"
        log = self.folder / f"{len(self.processes)}-{'-'.join(services)}.log"
        file = log.open("w", encoding="utf-8")
        process = subprocess.Popen(
            [TERREAU, "serve", *services],
            cwd=ROOT,
            env=self.environment(**{variable: str(port)}, **more),
            stdout=file,
            stderr=file,
            text=True,
        )
        served = Served(services, process, port, log, file)
        self.processes.append(served)
        return served

    def wait_until_ready(self, which: Sequence[Served] | None = None, *, seconds: float = 180.0) -> None:
        """Wait until these processes (all) are ready."""
        for served in self.processes if which is None else which:
            until(lambda served=served: served.ready, seconds=seconds, what=f"{served.services} ready")  # type: ignore[misc]

    def stop(self, which: Sequence[Served] | None = None) -> list[int]:
        """SIGTERM to these processes (all that run) at once; their exit codes."""
        running = [one for one in self.processes if one.process.poll() is None] if which is None else which
        for served in running:
            served.process.send_signal(signal.SIGTERM)
        return [served.wait() for served in running]

    def kill(self) -> None:
        """End whatever still runs."""
        for served in self.processes:
            if served.process.poll() is None:
                served.kill()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Plain SQL on the database of all rooms (`reporting.inbox`)."""
        connection = psycopg2.connect(self.database)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()
        finally:
            connection.close()

    def run(self, sql: str) -> None:
        """Plain SQL that changes something."""
        connection = psycopg2.connect(self.database)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql)
        finally:
            connection.close()

    def one(self, sql: str) -> Any:
        """The one value of a query."""
        return self.rows(sql)[0][0]


@contextmanager
def open_stack(folder: Path) -> Iterator[Stack]:
    """Fresh servers of one's own, nothing running yet; whatever runs at the end is ended."""
    with ExitStack() as exits:
        stack = Stack(exits.enter_context(brokers.database()), exits.enter_context(brokers.vhost()), folder)
        exits.callback(stack.kill)
        yield stack
