"""A broker that falls silent in the middle of a greeting is left, and not waited for at the goodbye either."""

from __future__ import annotations

import subprocess
import sys

from tests.support import brokers
from tests.support.example import ROOT

PROGRAM = """
import os, sys
from shared.messaging.green import go_green
go_green()
from kombu import Connection
from shared.messaging import impatience
from tests.support import proxy

impatience.SECONDS = 0.5
with proxy.before(sys.argv[1], 5672) as (line, url):
    connection = Connection(url, connect_timeout=5)
    try:
        with impatience.parting(connection):
            connection.connect()
            line.hold()
            with impatience.impatient():
                connection.channel()
    except TimeoutError as error:
        print("left:", error, flush=True)
    os._exit(0)
"""


def test_a_broker_that_falls_silent_while_a_channel_is_opened_is_left() -> None:
    with brokers.vhost() as url:
        command = [sys.executable, "-W", "ignore", "-c", PROGRAM, url]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("left: the broker did not answer"), done.stderr
