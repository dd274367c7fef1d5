"""What arrives from the broker goes into the inbox in batches, and is acked only once it is stored."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from eventlet.patcher import original
from kombu import Connection, Consumer

from shared.messaging.impatience import impatient, parting
from shared.messaging.outages import Outage
from shared.messaging.topology import QUORUM, queue

BATCH = 50
IDLE = 5.0
PREFETCH = 200
HEARTBEAT = 20
READ_AHEAD = 16_384


class Intake:
    """The consumer of one service's queue: raw bodies in, acks after `store`.

    `on_connected` runs after every (re)connection: what the broker may have lost meanwhile has to be asked for.
    """

    def __init__(
        self,
        listener: str,
        url: str,
        *,
        embedded: bool,
        store: Callable[[Sequence[bytes]], None],
        on_connected: Callable[[], None],
    ):
        self._listener = listener
        self._url = url
        self._embedded = embedded
        self._store = store
        self._on_connected = on_connected
        self._batch: list[Any] = []
        self._stopping = threading.Event()
        self._outage = Outage("intake", room=listener)
        self.connected = False

    def stop(self) -> None:
        """Ask the loop to end after the batch in hand."""
        self._stopping.set()

    def run(self) -> None:
        """Consume until stopped, reconnecting with a short backoff."""
        wait = 0.2
        while not self._stopping.is_set():
            try:
                self._consume()
                wait = 0.2
            except Exception as error:  # any failure here means: drop the connection, the broker gives back
                self._outage.goes_on(error)
                self._batch.clear()
                self._stopping.wait(wait)
                wait = min(wait * 2, 2.0)
            finally:
                self.connected = False

    def _consume(self) -> None:
        connection = Connection(self._url, heartbeat=0 if self._embedded else HEARTBEAT, connect_timeout=5)
        with parting(connection):
            with impatient():
                consumer = self._begin(connection)
            self.connected = True
            self._on_connected()
            while not self._stopping.is_set():
                self._take(connection)
            with impatient():
                consumer.cancel()

    def _begin(self, connection: Connection) -> Consumer:
        connection.connect()
        if not self._embedded:
            _read_ahead(connection.connection.transport)
        channel = connection.channel()
        channel.basic_qos(0, PREFETCH, False)
        source = queue(self._listener, None if self._embedded else QUORUM)
        consumer = Consumer(channel, queues=[source], on_message=self._batch.append, auto_declare=True)
        consumer.consume()
        return consumer

    def _take(self, connection: Connection) -> None:
        with suppress(socket.timeout):
            connection.drain_events(timeout=IDLE)
            while len(self._batch) < BATCH and (self._embedded or _readable(connection)):
                connection.drain_events(timeout=0 if self._embedded else IDLE)  # more comes while this is stored
        if self._batch:
            batch, self._batch[:] = list(self._batch), []
            self._store([_bytes(message.body) for message in batch])
            self._ack(batch)
        if not self._embedded:
            connection.heartbeat_check()
        self._outage.over()

    def _ack(self, batch: list[Any]) -> None:
        if self._embedded:
            for message in batch:
                message.ack()
        else:
            batch[-1].ack(multiple=True)


def _read_ahead(transport: Any) -> None:
    """Take from the kernel what is there: py-amqp asks for each piece of a frame, six times for a message."""
    receive = transport.sock.recv
    transport._quick_recv = lambda size: receive(max(size, READ_AHEAD))  # noqa: SLF001  # py-amqp keeps what is over


def _readable(connection: Connection) -> bool:
    """Whether the broker has sent something more.

    Asked of the kernel, without waiting: a read with a timeout of zero that finds half a frame makes py-amqp spin
    until the other half is there, and every green thread with it.
    """
    transport = connection.connection.transport
    if transport._read_buffer:  # noqa: SLF001  # read ahead
        return True
    looking = original("select").poll()
    looking.register(transport.sock.fileno(), select.POLLIN)
    return bool(looking.poll(0))


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
