"""Handing a batch of events to the broker, and returning only when the broker has all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, Protocol

from kombu import Connection, Producer

from shared.envelope import CONTENT_TYPE
from shared.messaging.impatience import impatient
from shared.messaging.topology import has_listeners

CONFIRM_TIMEOUT = 10.0
HEARTBEAT = 20


class NotConfirmed(Exception):
    """The broker returned or refused part of a batch, or did not confirm it in time."""


class Outgoing(NamedTuple):
    """An event as the relay hands it over: `text` is the whole of it, `exchange` where it leaves."""

    sequence: int
    id: str
    exchange: str
    type: str
    text: str


class Publisher(Protocol):
    """Whoever can hand events to a broker."""

    def begin(self, events: Sequence[Outgoing]) -> Callable[[], None] | None:
        """Send a batch; gives what returns when all of it is safe with the broker (None: it is), raises otherwise."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


class EmbeddedPublisher:
    """Into the memory of this process: published is delivered."""

    def __init__(self, url: str):
        self._connection = Connection(url)
        self._producer = Producer(self._connection.channel())

    def begin(self, events: Sequence[Outgoing]) -> None:
        """Publish a batch."""
        for event in events:
            self._producer.publish(
                event.text,
                exchange=event.exchange,
                routing_key=event.type,
                content_type=CONTENT_TYPE,
                content_encoding="utf-8",
                mandatory=has_listeners(event.type),
            )

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


class ConfirmingPublisher:
    """To RabbitMQ, a batch at a time: publish all, then wait for every confirm.

    kombu waits for each message by itself (8 times slower, messaging.md 1a), so the confirms are counted here on
    the py-amqp channel.
    """

    def __init__(self, url: str):
        self._url = url
        self._connection: Connection | None = None
        self._channel: Any = None
        self._unconfirmed: set[int] = set()
        self._refused: list[str] = []

    def publish(self, events: Sequence[Outgoing]) -> None:
        """Publish a batch and wait until it is safe."""
        self.begin(events)()

    def begin(self, events: Sequence[Outgoing]) -> Callable[[], None]:
        """Send a batch with `mandatory`; what it gives waits until every message is confirmed.

        Both raise `NotConfirmed` or a connection error, and reconnect next time.
        """
        with self._closing_on_error():
            channel = self._open()
            self._refused.clear()
            with _in_one_piece(channel.connection.transport):
                for event in events:
                    self._unconfirmed.add(self._send(channel, event))
        return self._confirm

    def _confirm(self) -> None:
        with self._closing_on_error():
            while self._unconfirmed and not self._refused:
                self._connection.drain_events(timeout=CONFIRM_TIMEOUT)  # type: ignore[union-attr]  # _open set it
            if self._refused:
                raise NotConfirmed(self._refused[0])

    @contextmanager
    def _closing_on_error(self) -> Iterator[None]:
        try:
            yield
        except Exception:
            self._drop()  # without a goodbye, which a broker that blocks us would not answer
            raise

    def _open(self) -> Any:
        if self._connection is None or not self._connection.connected:
            self._connection = Connection(self._url, heartbeat=HEARTBEAT, connect_timeout=5)
            with impatient():
                self._connection.ensure_connection(max_retries=1, interval_start=0.2, interval_step=0.2)
                self._channel = self._connection.channel()
                self._channel.confirm_select()
            self._channel.events["basic_ack"].add(self._on_ack)
            self._channel.events["basic_nack"].add(self._on_nack)
            self._channel.events["basic_return"].add(self._on_return)
            self._unconfirmed.clear()
            self._next_tag = 0
        return self._channel

    def _send(self, channel: Any, event: Outgoing) -> int:
        message = channel.prepare_message(
            event.text.encode(),
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
            properties={"delivery_mode": 2, "message_id": event.id},
        )
        channel._basic_publish(  # noqa: SLF001  # basic_publish would wait for each confirm; kombu offers no batch
            message, exchange=event.exchange, routing_key=event.type, mandatory=has_listeners(event.type)
        )
        self._next_tag += 1
        return self._next_tag

    def _on_ack(self, tag: int, multiple: bool) -> None:
        if multiple:
            self._unconfirmed = {waiting for waiting in self._unconfirmed if waiting > tag}
        else:
            self._unconfirmed.discard(tag)

    def _on_nack(self, tag: int, _multiple: bool) -> None:
        self._refused.append(f"message {tag} was refused by the broker")

    def _on_return(self, error: Exception, _exchange: str, routing_key: str, _message: Any) -> None:
        self._refused.append(f"{routing_key} reached no queue: {error}")

    def heartbeat(self) -> None:
        """Keep an idle connection alive; call it every few seconds."""
        if self._connection is not None and self._connection.connected:
            with suppress(*self._connection.connection_errors):
                self._connection.heartbeat_check()
                self._connection.drain_events(timeout=0.001)

    def close(self) -> None:
        """Close the connection; the next batch opens a new one."""
        if self._connection is not None:
            with suppress(Exception), impatient():
                self._connection.close()
        self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(Exception):
                self._connection.collect()
        self._connection = None
        self._unconfirmed.clear()


@contextmanager
def _in_one_piece(transport: Any) -> Iterator[None]:
    """Send at the end of the block what is written in it: py-amqp goes to the kernel for every message."""
    written = bytearray()
    send, transport._write = transport._write, written.extend  # noqa: SLF001  # the one place where all of it passes
    try:
        yield
    finally:
        transport._write = send  # noqa: SLF001
    send(written)
