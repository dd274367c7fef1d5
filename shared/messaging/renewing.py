"""Queues that change: an earlier generation, or one declared with other arguments, is drained into that of today.

RabbitMQ refuses to declare a queue again with other arguments (406), so a change means another name or another queue.
What waits is never thrown away for it: each message is confirmed in the new queue before it leaves the old one.
Doubles that a death in between makes are harmless, since listeners know the ids of what they have stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from amqp.exceptions import NotFound, PreconditionFailed
from kombu import Connection, Queue

from shared.events import LISTENERS, REGISTRY
from shared.messaging import topology

PERSISTENT = 2


class OtherArguments(Exception):
    """A queue stands at the broker with other arguments than this version declares; `queue` is its name."""

    def __init__(self, queue: str):
        self.queue = queue
        super().__init__(f"the queue {queue} was declared with other arguments")


class StillHeard(Exception):
    """Somebody still listens to a queue that is to go; `queue` is its name."""

    def __init__(self, queue: str):
        self.queue = queue
        super().__init__(f"somebody listens to the queue {queue}")


@dataclass(frozen=True)
class Drained:
    """A queue that is no more, and how many messages went over from it."""

    queue: str
    messages: int


def declare(connection: Connection, *, embedded: bool) -> None:
    """Declare exchanges and queues. Raises `OtherArguments` for a queue that has to be replaced first."""
    try:
        topology.declare(connection, embedded=embedded)
    except PreconditionFailed as error:
        other = _first_refused(connection, embedded=embedded)
        if other is None:
            raise
        raise OtherArguments(other) from error


def renew(connection: Connection) -> list[Drained]:
    """Drain what earlier versions left into the queues of today, which are declared first.

    Replaces queues that have other arguments: whoever tells meanwhile keeps what it tells. What an interrupted run
    left is taken up again. Raises `StillHeard` while a listener of the old queue runs, which would make it anew, and
    what kombu raises when the broker goes away.
    """
    done = {one.queue: one for listener in LISTENERS for one in _replaced(connection, listener)}
    topology.declare(connection, embedded=False)
    for listener in LISTENERS:
        target = topology.queue(listener).name
        moved_aside = _drained(connection, _aside(target), target)
        if target not in done:  # else it was told when it went there
            done |= {one.queue: one for one in moved_aside}
        for earlier in topology.earlier_queues(listener):
            done |= {one.queue: one for one in _drained(connection, earlier, target)}
    return list(done.values())


def _replaced(connection: Connection, listener: str) -> list[Drained]:
    """Move a queue with other arguments aside, under another name; the new one takes it in once it is there."""
    queue = topology.queue(listener, topology.QUORUM)
    if _is_as_declared(connection, queue):
        return []
    with connection.channel() as channel:
        _check_unheard(channel, queue.name)
        Queue(_aside(queue.name), durable=True, queue_arguments=topology.QUORUM).bind(channel).declare()
    return _drained(connection, queue.name, _aside(queue.name))


def _check_unheard(channel: Any, name: str) -> None:
    """Raises `StillHeard`, or `NotFound` when the queue is not there (which closes the channel)."""
    if channel.queue_declare(name, passive=True).consumer_count:
        raise StillHeard(name)


def _aside(name: str) -> str:
    return f"{name}.aside"


def _first_refused(connection: Connection, *, embedded: bool) -> str | None:
    arguments = None if embedded else topology.QUORUM
    queues = (topology.queue(listener, arguments) for listener in LISTENERS)
    return next((queue.name for queue in queues if not _is_as_declared(connection, queue)), None)


def _is_as_declared(connection: Connection, queue: Queue) -> bool:
    """Whether a queue can be declared as this version does, or is not there."""
    with connection.channel() as channel:
        try:
            channel.queue_declare(queue.name, passive=True)
        except NotFound:
            return True
    with connection.channel() as channel:
        try:
            channel.queue_declare(queue.name, durable=True, arguments=queue.queue_arguments, auto_delete=False)
        except PreconditionFailed:
            return False
    return True


def _drained(connection: Connection, source: str, target: str) -> list[Drained]:
    """Unbind a queue, hand what it holds to another one, and delete it; nothing when it is not there."""
    with _confirming(connection) as channel:
        try:
            _check_unheard(channel, source)
        except NotFound:
            return []
        for type_, event in REGISTRY.items():
            channel.queue_unbind(source, exchange=topology.exchange_name(event.source), routing_key=type_)
        moved = 0
        while (message := channel.basic_get(source)) is not None:
            message.properties["delivery_mode"] = PERSISTENT
            channel.basic_publish(message, exchange="", routing_key=target, mandatory=True)
            channel.basic_ack(message.delivery_tag)
            moved += 1
        channel.queue_delete(source)
        return [Drained(source, moved)]


@contextmanager
def _confirming(connection: Connection) -> Iterator[Any]:
    """A channel that waits for the broker's yes to each message."""
    with connection.clone(transport_options={"confirm_publish": True}) as own:
        yield own.channel()
