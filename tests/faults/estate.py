"""The full stack on servers of its own, behind proxies: everything about it may be broken, and nobody else notices."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from kombu import Connection

from services.embedded.gateway import GatewayLine
from services.embedded.owner import OwnerAddress
from tests.faults.figures import FULL, Tally
from tests.faults.houses import HOUSE, ROOMS
from tests.faults.judging import clean, judged
from tests.faults.stores import Store, stores_of
from tests.faults.workload import Workload
from tests.support import proxy
from tests.support.example import ROOT
from tests.support.proxy import Proxy
from tests.support.servers import (
    PostgresqlCluster,
    RabbitmqNode,
    postgresql_cluster,
    rabbitmq_node,
    terminate_sessions,
)
from tests.support.stack import Served, Stack

GROUPS = (
    [(room,) for room in ROOMS]
    if FULL
    else [("territories", "diagnostic"), ("workshops", "platforms"), ("notifications", "reporting", "portal")]
)
"""Which services share a process: one each at full counts."""

PACE = 0.05 if FULL else 0.2
"""Seconds between a client's commands: in a short run the work must not starve those who start again."""


class Estate:
    """The servers, the proxies before them, the processes that serve, and the work that is sent to them."""

    name = "full stack (RabbitMQ, PostgreSQL)"

    def __init__(
        self,
        stack: Stack,
        cluster: PostgresqlCluster,
        node: RabbitmqNode,
        lines: Mapping[str, Proxy],
        chance: random.Random,
    ):
        self.stack = stack
        self.cluster = cluster
        self.node = node
        self.lines = lines
        self.ruined = False
        self.parked: set[str] = set()
        self.raw: dict[str, int] = {}
        self.restored = False
        self._chance = chance
        self._seen = (0, 0)
        self._serving: list[Served] = []
        self._door: subprocess.Popen[str] | None = None
        self._address = OwnerAddress(0, "")
        self.workload = Workload(lambda: GatewayLine(self._address), chance)

    def open(self) -> None:
        """Migrate, start everything, begin the work."""
        self.stack.terreau("migrate")
        self._serving = [self.stack.serve(*group) for group in GROUPS]
        self.stack.wait_until_ready()
        command = [sys.executable, "-m", "tests.support.door_process", self.node.url]
        self._door = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._door.stdout is not None
        told = json.loads(self._door.stdout.readline())
        self._address = OwnerAddress(told["port"], told["secret"])
        self.workload.prepare()

    def close(self) -> None:
        """End the door; the stack ends its own processes."""
        if self._door is not None:
            self._door.kill()
            self._door.communicate()

    @property
    def stores(self) -> dict[str, Store]:
        """The stores, past every proxy."""
        return stores_of(self.cluster.url, ROOMS)

    def kill_one(self) -> None:
        """`kill -9` of a service's process, chosen by chance, and another one in its place at once."""
        self.start_again(self.kill(self._chance.choice(self._serving)))

    def kill(self, victim: Served) -> Served:
        """`kill -9`."""
        victim.kill()
        self._serving.remove(victim)
        return victim

    def start_again(self, killed: Served) -> None:
        """Start another process in the place of one that was killed, without waiting for it."""
        self._serving.append(self.stack.serve(*killed.services, port=killed.port))

    def add_replica(self, room: str) -> None:
        """Start another process beside the one that serves a room."""
        self._serving.append(self.stack.serve(*self.serving(room).services))

    def restart(self, served: Served) -> None:
        """Stop a process as an update does, and wait for another one in its place."""
        assert served.stop() == 0, served.log.read_text()[-2000:]
        self._serving.remove(served)
        self._serving.append(self.stack.serve(*served.services))
        self.wait_until_ready()

    def sign_in_link(self) -> str:
        """The path of a one-time link for an account of the team; a portal has to run."""
        somebody = "visite@exemple.fr"
        self.stack.terreau("account", "add", somebody, "--label", "Visite", "--role", "team")
        return urlsplit(self.stack.terreau("account", "link", somebody).stdout.strip()).path

    def sign_in(self, portal: Served) -> str:
        """Enter a portal with an account of the team; the cookie by which it knows one again."""
        jar = CookieJar()
        browser = build_opener(HTTPCookieProcessor(jar))
        address = f"http://127.0.0.1:{portal.port}{self.sign_in_link()}"
        page = browser.open(address).read().decode()
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        browser.open(address, urlencode(fields).encode()).close()
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def serving(self, room: str) -> Served:
        """The process that serves a room."""
        return next(served for served in self._serving if room in served.services)

    def restore(self, file: Path, accepted: Mapping[str, list[str]]) -> None:
        """Lose everything and have a backup instead; of `accepted` the house has to know."""
        for served in self._serving:
            served.kill()
        self.workload.move_to(accepted)
        terminate_sessions(self.cluster.url)
        for room in ROOMS:
            self.stack.run(f"DROP SCHEMA IF EXISTS {room} CASCADE")
        with Connection(self.node.url) as connection, connection.channel() as channel:
            for room in ROOMS:
                channel.queue_delete(f"in-{room}.q1")
        self.stack.terreau("restore", str(file))
        self.restored = True
        self._seen = (0, 0)
        self._serving = [self.stack.serve(*group) for group in GROUPS]
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until every process says that it is ready."""
        self.stack.wait_until_ready(self._serving)

    @contextmanager
    def ordeal(self, tally: Tally, commands: int) -> Iterator[None]:
        """Work while the block breaks things; afterwards everything is ready again and nothing may be amiss."""
        self.ruined = True
        before = len(self.workload.accepted)
        with self.workload.working(commands, pace=PACE):
            yield
        self.wait_until_ready()
        expected = replace(HOUSE, parked=self.parked, raw=self.raw, restored=self.restored)
        verdict = judged(self.stores, expected, self.workload.accepted, seconds=600 if FULL else 120)
        tally.judge(verdict, commands=len(self.workload.accepted) - before)
        tally.told, tally.heard = verdict.told - self._seen[0], verdict.heard - self._seen[1]
        self._seen = (verdict.told, verdict.heard)
        clean(verdict)
        self.ruined = False


@contextmanager
def open_estate(folder: Path, chance: random.Random) -> Iterator[Estate]:
    """An estate at work; ended with its servers at the end."""
    with ExitStack() as exits:
        with ThreadPoolExecutor() as both:  # they take seconds to start
            starting = [both.submit(exits.enter_context, server()) for server in (postgresql_cluster, rabbitmq_node)]
        cluster, node = starting[0].result(), starting[1].result()
        to_database, database = exits.enter_context(proxy.before(cluster.url, 5432))
        to_broker, broker = exits.enter_context(proxy.before(node.url, 5672))
        stack = Stack(database, broker, folder)
        exits.callback(stack.kill)
        estate = Estate(stack, cluster, node, {"database": to_database, "broker": to_broker}, chance)
        exits.callback(estate.close)
        estate.open()
        yield estate
