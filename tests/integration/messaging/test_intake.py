"""What comes over a bad line reaches the store whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest
from kombu import Connection

from shared.messaging.intake import Intake
from tests.support import brokers
from tests.support.proxy import before
from tests.support.waiting import until

COUNT = 60


@pytest.fixture
def vhost() -> Iterator[str]:
    """A virtual host of the test's own."""
    with brokers.vhost() as url:
        yield url


def test_frames_that_arrive_in_pieces_are_put_together_again(vhost: str) -> None:
    """The broker speaks in frames, the network in whatever pieces it likes."""
    stored: list[bytes] = []
    declared = threading.Event()
    connections = 0

    def store(bodies: Sequence[bytes]) -> None:
        stored.extend(bodies)

    def connected() -> None:
        nonlocal connections
        connections += 1
        declared.set()

    sent = [b"%d " % n + b"x" * (50 + 97 * n % 2_000) for n in range(COUNT)]
    with before(vhost, 5672) as (line, through):
        intake = Intake("reporting", through, embedded=False, store=store, on_connected=connected)
        consuming = threading.Thread(target=intake.run, daemon=True)
        consuming.start()
        assert declared.wait(20)
        line.drip(700, 0.002)
        with Connection(vhost) as connection, connection.channel() as channel:
            for body in sent:
                channel.basic_publish(channel.prepare_message(body), exchange="", routing_key="in-reporting.q1")
        until(lambda: len(stored) >= COUNT, what=f"{COUNT} bodies")
        line.mend()
        intake.stop()
        consuming.join(20)
    assert stored == sent
    assert connections == 1
