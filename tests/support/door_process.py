"""A process that carries requests to the services of a full stack, as the portal does: HTTP in, RPC out.

`python -m tests.support.door_process AMQP_URL` prints `{"port", "secret"}` once it hears replies. Tests send through
it what they would send through a portal that nobody kills.
"""

from __future__ import annotations

import json
import sys
import warnings

warnings.simplefilter("ignore")

import eventlet  # noqa: E402

eventlet.monkey_patch()

from kombu import pools  # noqa: E402
from nameko.extensions import DependencyProvider  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from services.embedded.gateway import Gateway  # noqa: E402
from shared.logs import set_up  # noqa: E402
from shared.messaging.service import BusLine  # noqa: E402
from shared.messaging.steady import SteadyReplyListener  # noqa: E402


class Replies(DependencyProvider):
    """Hears the answers."""

    replies = SteadyReplyListener()


class Door:
    """A service without methods."""

    name = "door"
    replies = Replies()


def main() -> None:
    """Serve until killed."""
    set_up("error", json=False)
    pools.set_limit(100)
    runner = ServiceRunner({"AMQP_URI": sys.argv[1], "HEARTBEAT": 20, "max_workers": 20})
    runner.add_service(Door)
    runner.start()
    (container,) = runner.containers
    (heard,) = [one for one in container.dependencies if isinstance(one, Replies)]
    while not heard.replies.queue_consumer.connected:
        eventlet.sleep(0.01)
    gateway = Gateway(BusLine(container, heard.replies))
    gateway.serve("secret")
    sys.stdout.write(json.dumps({"port": gateway.port, "secret": "secret"}) + "\n")
    sys.stdout.flush()
    runner.wait()


if __name__ == "__main__":
    main()
