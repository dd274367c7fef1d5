"""A broker that accepts a connection and then says nothing is left after a while, without a goodbye.

py-amqp waits without end for most answers (a channel opened, a queue declared, a connection closed), and heartbeats are
looked at by nobody before the first message is awaited: a node that dies between the two would be awaited for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from eventlet import Timeout
from kombu import Connection

SECONDS = 20.0


def impatience() -> Timeout:
    """Raises `TimeoutError` in this green thread after `SECONDS`, unless it is cancelled before."""
    return Timeout(SECONDS, TimeoutError(f"the broker did not answer within {SECONDS:.0f} s"))


@contextmanager
def impatient() -> Iterator[None]:
    """A block that has to end within `SECONDS`. Raises `TimeoutError`."""
    with impatience():
        yield


@contextmanager
def parting(connection: Connection) -> Iterator[Connection]:
    """A connection that is closed in good order at the end, and dropped when anything fails: who does not answer would
    not answer a goodbye either.
    """
    try:
        yield connection
        with impatient():
            connection.release()
    except BaseException:
        connection.collect()
        raise
