"""The real command `terreau` in a process of its own, in a folder of its own, with no setting of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.waiting import until

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_S = 110.0
"""Seconds on a quiet machine; one that has much else to do starves whoever starts."""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str
    raw: bytes


@dataclass(frozen=True)
class Terreau:
    """The command over a data folder; `settings` are environment variables."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __call__(self, *words: str, stdin: bytes = b"", **settings: str) -> Done:
        """Run a command to its end."""
        with self.start(*words, stdin=subprocess.PIPE, **settings) as process:
            out, err = process.communicate(stdin, timeout=100)
        return Done(process.returncode, out.decode(errors="replace"), err.decode(), out)

    def start(
        self, *words: str, stdin: int = subprocess.DEVNULL, stderr: int = subprocess.PIPE, **settings: str
    ) -> subprocess.Popen[bytes]:
        """Start a command and leave it running."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TERREAU_")}
        environment = kept | {"PYTHONPATH": str(ROOT), "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}
        return subprocess.Popen(
            [sys.executable, "-m", "services.cli", "--data", str(self.data), *words],
            env=environment | self.settings | settings,
            cwd=next(parent for parent in self.data.parents if parent.is_dir()),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )


@contextmanager
def house_up(data: Path) -> Iterator[Terreau]:
    """`terreau up` on a data folder and a free port until the end of the block."""
    port = free_port()
    terreau = Terreau(data)
    process = terreau.start("up", "--no-example", "--port", str(port))
    try:
        until(lambda: process.poll() is not None or _ready(port), seconds=STARTS_WITHIN_S, what="terreau up")
        assert process.poll() is None, process.communicate()[1].decode()
        yield terreau
    finally:
        process.terminate()
        process.communicate(timeout=30)


def free_port() -> int:
    """A port of the loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
