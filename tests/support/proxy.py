"""A line between a process and its server that a test can cut, hold and mend."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER of 0 s: closing sends RST, as a machine that died does


class Proxy:
    """Listens on a port of its own and carries bytes to `host:port`, both ways."""

    def __init__(self, host: str, port: int):
        self._target = (host, port)
        self._lock = threading.Lock()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._flowing = threading.Event()
        self._flowing.set()
        self._listening: socket.socket | None = None
        self._delay = 0.0
        self._piece = 65536
        self.port = 0
        self.mend()

    def cut(self) -> None:
        """Reset every connection and refuse new ones."""
        with self._lock:
            if self._listening is not None:
                with contextlib.suppress(OSError):
                    self._listening.shutdown(socket.SHUT_RDWR)
                self._listening.close()
                self._listening = None
        self.reset()

    def reset(self) -> None:
        """Reset every connection; new ones are welcome."""
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            for one in pair:
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    one.shutdown(socket.SHUT_RDWR)
                one.close()

    def hold(self) -> None:
        """Keep connections open and carry nothing: the server is silent."""
        self._flowing.clear()

    def slow(self, seconds: float) -> None:
        """Carry everything that many seconds late, each way."""
        self._delay = seconds

    def drip(self, piece: int, seconds: float) -> None:
        """Carry at most that many bytes at a time, each piece that many seconds after the one before."""
        self._piece, self._delay = piece, seconds

    def mend(self) -> None:
        """Carry again, at once."""
        self._delay, self._piece = 0.0, 65536
        self._flowing.set()
        with self._lock:
            if self._listening is not None:
                return
            self._listening = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
            self.port = self._listening.getsockname()[1]
            threading.Thread(target=self._accept, args=[self._listening], daemon=True).start()

    def close(self) -> None:
        """End."""
        self._flowing.set()
        self.cut()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                ours, _ = listening.accept()
            except OSError:
                return
            try:
                theirs = socket.create_connection(self._target, timeout=10)
            except OSError:  # the server is away: whoever knocks is turned away, and may knock again
                ours.close()
                continue
            theirs.settimeout(None)
            pair = (ours, theirs)
            with self._lock:
                self._pairs.add(pair)
            for source, sink in (pair, pair[::-1]):
                threading.Thread(target=self._carry, args=[pair, source, sink], daemon=True).start()

    def _carry(self, pair: tuple[socket.socket, socket.socket], source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while received := source.recv(self._piece):
                self._flowing.wait()
                if self._delay:
                    time.sleep(self._delay)  # the fault itself: a line that is slow
                sink.sendall(received)
        with self._lock:
            self._pairs.discard(pair)
        for one in pair:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextlib.contextmanager
def before(url: str, default_port: int) -> Iterator[tuple[Proxy, str]]:
    """A proxy before the server of an address, and the address that leads through it."""
    server = urlsplit(url)
    proxy = Proxy(server.hostname or "127.0.0.1", server.port or default_port)
    credentials = f"{server.netloc.rpartition('@')[0]}@" if "@" in server.netloc else ""
    try:
        yield proxy, urlunsplit(server._replace(netloc=f"{credentials}127.0.0.1:{proxy.port}"))
    finally:
        proxy.close()
