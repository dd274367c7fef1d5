"""The example told in a folder of its own by the real command, and what it comes to."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def terreau(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command `terreau` on a data folder."""
    command = [sys.executable, "-m", "services.cli", "--data", str(folder), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@contextmanager
def running(folder: Path, *options: str) -> Iterator[str]:
    """`terreau up` on a free port; gives the sign-in link, ends it at the end."""
    command = [sys.executable, "-m", "services.cli", "--data", str(folder), "up", "--port", str(free_port()), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield sign_in_link(process)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def sign_in_link(process: subprocess.Popen[str]) -> str:
    """The link that `terreau up` prints."""
    assert process.stdout is not None
    for line in process.stdout:
        if "/connexion/" in line:
            return line[line.index("http") :].strip()
    raise AssertionError(process.stderr.read() if process.stderr else "no link")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def events(folder: Path) -> list[dict[str, Any]]:
    """The journal."""
    return [json.loads(line) for line in terreau(folder, "events", "list", "--json").stdout.splitlines()]


def follow_up(folder: Path, *options: str) -> dict[str, Any]:
    """The follow-up export."""
    told: dict[str, Any] = json.loads(terreau(folder, "export", "follow-up", "--format", "json", *options).stdout)
    return told


def line_of(follow_up: dict[str, Any], code: str) -> dict[str, Any]:
    """The line of a territory (SIREN or INSEE) in its latest call."""
    lines: list[dict[str, Any]] = [
        line for call in follow_up["calls"] for line in call["territories"] if code in (line["siren"], line["insee"])
    ]
    return lines[-1]
