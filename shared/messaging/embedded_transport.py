"""Kombu's in-memory transport, woken instead of polled: the broker of the one-process default.

A connection that consumes sleeps on an event that publishing, acking and requeueing set (`threading.Event`: green
under eventlet, real otherwise). Beside the wake-up it keeps promises that nameko relies on and the stock transport
does not: a content type on every message, requeue to the one queue a message came from, `mandatory`, and unacked
messages given back when their consumer stops. Nothing here outlives the process: outbox and catch-up do.
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from queue import Empty
from time import monotonic
from typing import Any, ClassVar

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, memory, virtual
from kombu.utils.uuid import uuid

SCHEME = "embedded"
URL = f"{SCHEME}://localhost/"


class Channel(memory.Channel):
    """A channel on queues that the whole process shares."""

    body_encoding: ClassVar[str | None] = None  # bodies stay in the process: no base64 round trip
    boxes: ClassVar[dict[str, deque[Any]]] = {}
    sleepers: ClassVar[defaultdict[str, set[Any]]] = defaultdict(set)

    def prepare_message(
        self,
        body: Any,
        priority: Any = None,
        content_type: str | None = None,
        content_encoding: str | None = None,
        headers: Any = None,
        properties: Any = None,
    ) -> Any:
        """Keep the content type among the properties, where nameko's replies look for it."""
        kept = dict(properties or {}, content_type=content_type, content_encoding=content_encoding)
        return super().prepare_message(body, priority, content_type, content_encoding, headers, kept)

    def basic_publish(
        self, message: Any, exchange: str, routing_key: str, mandatory: bool = False, **options: Any
    ) -> Any:
        """Publish; a mandatory message that no queue is bound for is an error, not a silence."""
        if mandatory and exchange and not self._lookup(exchange, routing_key):
            raise ChannelError(f"NO_ROUTE {exchange}/{routing_key}")
        return super().basic_publish(message, exchange, routing_key, **options)

    def _box(self, queue: str) -> deque[Any]:
        return self.boxes.setdefault(queue, deque())

    def _new_queue(self, queue: str, **_options: Any) -> None:
        self._box(queue)

    def _has_queue(self, queue: str, **_options: Any) -> bool:
        return queue in self.boxes

    def _size(self, queue: str) -> int:
        return len(self._box(queue))

    def _purge(self, queue: str) -> int:
        box = self._box(queue)
        count = len(box)
        box.clear()
        return count

    def _delete(self, queue: str, *_arguments: Any, **_options: Any) -> None:
        self.boxes.pop(queue, None)

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002  # kombu's signature
        try:
            return self._box(queue).popleft()
        except IndexError:
            raise Empty from None

    def _put(self, queue: str, message: dict[str, Any], **_options: Any) -> None:
        # One copy per queue, with its own tag and origin, so that requeueing it concerns this queue only.
        properties = dict(message["properties"])
        properties["delivery_tag"] = uuid()
        properties["delivery_info"] = dict(properties["delivery_info"], queue=queue)
        self._box(queue).append(dict(message, properties=properties))
        self._wake(queue)

    def _put_fanout(self, exchange: str, message: dict[str, Any], routing_key: str | None = None, **_: Any) -> None:
        for queue in self._lookup(exchange, routing_key):
            self._put(queue, message)

    def _restore(self, message: Any) -> None:
        again = message.serializable()
        again["redelivered"] = True
        queue = message.delivery_info["queue"]
        self._box(queue).appendleft(again)
        self._wake(queue)

    @classmethod
    def _wake(cls, queue: str) -> None:
        for transport in tuple(cls.sleepers.get(queue, ())):
            transport.wakeup.set()

    def _wake_self(self) -> None:
        if self.connection is not None:
            self.connection.wakeup.set()

    def basic_consume(self, queue: str, *arguments: Any, **options: Any) -> None:
        """Consume, and be woken by what arrives."""
        super().basic_consume(queue, *arguments, **options)
        self.sleepers[queue].add(self.connection)
        self._wake_self()

    def basic_cancel(self, consumer_tag: str) -> None:
        """Stop consuming."""
        queue = self._tag_to_queue.get(consumer_tag)
        super().basic_cancel(consumer_tag)
        if queue is not None:
            self.sleepers[queue].discard(self.connection)

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        """Ack; wakes too, because the prefetch may have been full."""
        super().basic_ack(delivery_tag, multiple)
        self._wake_self()

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """Reject, giving the message back to its queue if `requeue`."""
        super().basic_reject(delivery_tag, requeue)
        self._wake_self()

    def close(self) -> None:
        """Give back what was not acked and close (the stock one would drop the shared queues)."""
        for queue in list(self._tag_to_queue.values()):
            self.sleepers[queue].discard(self.connection)
        if self._qos is not None:
            self._qos.restore_unacked()
        virtual.Channel.close(self)


class Transport(memory.Transport):
    """The transport behind `embedded://`."""

    Channel = Channel
    global_state = virtual.BrokerState()
    # There is nothing to reconnect to; with these kombu would retry and wrap NO_ROUTE into something else.
    recoverable_connection_errors: ClassVar[tuple[type[Exception], ...]] = ()
    recoverable_channel_errors: ClassVar[tuple[type[Exception], ...]] = ()

    def __init__(self, client: Any, **options: Any):
        super().__init__(client, **options)
        self.wakeup = threading.Event()
        self._interrupted = False

    def interrupt(self) -> None:
        """End the wait for a message, or the next one, as if its time were over."""
        self._interrupted = True
        self.wakeup.set()

    def drain_events(self, connection: Any, timeout: float | None = None) -> Any:  # noqa: ARG002  # kombu's signature
        """Deliver one message, sleeping until there is one; raises `socket.timeout` after `timeout` seconds."""
        end = None if timeout is None else monotonic() + timeout
        while True:
            self.wakeup.clear()  # before looking, so that no wake-up is lost
            if self._interrupted:
                self._interrupted = False
                raise TimeoutError
            try:
                return self.cycle.get(self._deliver, timeout=0)
            except Empty:
                pass
            left = None if end is None else end - monotonic()
            if left is not None and left <= 0:
                raise TimeoutError
            self.wakeup.wait(left)


def register() -> None:
    """Let kombu know `embedded://`."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"


def forget_everything() -> None:
    """Empty the process's broker, as a new process would find it."""
    Channel.boxes.clear()
    Channel.sleepers.clear()
    Transport.global_state.clear()
