"""A real IMAP mailbox for tests: a server in a process of its own, with one user."""

from __future__ import annotations

import imaplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.support.waiting import until

USER, PASSWORD = "demouser", "demopass"


@dataclass(frozen=True)
class Mailbox:
    """Where it answers."""

    port: int

    @property
    def url(self) -> str:
        """What `TERREAU_IMAP_URL` says."""
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX?tls=none"

    def put(self, raw: bytes) -> None:
        """Let a message arrive."""
        with self._in() as box:
            status, _ = box.append("INBOX", "", "", raw)
            assert status == "OK"

    def unread(self) -> int:
        """How many messages nobody has read."""
        with self._in() as box:
            box.select("INBOX")
            _, found = box.search(None, "UNSEEN")
            return len(found[0].split())

    def read_all(self) -> None:
        """Mark every message as read."""
        with self._in() as box:
            box.select("INBOX")
            _, found = box.search(None, "UNSEEN")
            for number in found[0].split():
                box.store(number.decode(), "+FLAGS", "(\\Seen)")

    @contextmanager
    def _in(self) -> Iterator[imaplib.IMAP4]:
        box = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        try:
            box.login(USER, PASSWORD)
            yield box
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                box.logout()


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """An empty mailbox, as far as what nobody has read goes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = Path(sys.executable).with_name("pymap")
    command = [str(server), "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-data"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        box = Mailbox(port)
        until(lambda: _answers(box), what="the mailbox")
        box.read_all()
        yield box
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(box: Mailbox) -> bool:
    try:
        return box.unread() >= 0
    except (OSError, imaplib.IMAP4.error):
        return False
