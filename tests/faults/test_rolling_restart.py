"""Two portals behind whatever obeys `/readyz`, and two replicas of the room that their page asks, are restarted one
after the other, and no request fails.
"""

from __future__ import annotations

import itertools
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass

import pytest

from tests.faults.estate import Estate
from tests.faults.figures import FULL, Figures, times, workload
from tests.support.stack import Served

LOOK_EVERY_S = 0.3
LOOK_WITHIN_S = 30.0
PAGE = "/territoires"
"""A page of somebody who is signed in, made of what the room `territories` answers."""


@dataclass
class Watched:
    """A portal, and whether it was ready when it was last looked at."""

    portal: Served
    ready: bool = False

    def look(self) -> None:
        """Ask it; a slow answer is waited for, since a busy machine is no reason to send people elsewhere."""
        self.ready = self.portal.get("/readyz", seconds=LOOK_WITHIN_S)[0] == 200


class Balancer:
    """Sends each request to a portal that said it was ready when it was last looked at, in turn."""

    def __init__(self, portals: list[Served], cookie: str):
        self._headers = {"Cookie": cookie}
        self._watched: list[Watched] = []
        self._turn = itertools.count()
        self._over = threading.Event()
        self._looking: list[threading.Thread] = []
        for portal in portals:
            self.take_in(portal)

    def take_in(self, portal: Served) -> None:
        """Look at a portal now, and from now on until its process ends; nobody waits for another one's answer."""
        watched = Watched(portal)
        watched.look()
        self._watched.append(watched)
        self._looking.append(threading.Thread(target=self._look, args=[watched]))
        self._looking[-1].start()

    def get(self, path: str) -> int:
        """The status of a page; 0 when nobody answered."""
        ready = [watched.portal for watched in self._watched if watched.ready]
        if not ready:
            return 0
        chosen = ready[next(self._turn) % len(ready)]
        request = urllib.request.Request(f"http://127.0.0.1:{chosen.port}{path}", headers=self._headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return int(answer.status) if "Se déconnecter" in answer.read().decode() else 401
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def close(self) -> None:
        """Look no more."""
        self._over.set()
        for looking in self._looking:
            looking.join()

    def _look(self, watched: Watched) -> None:
        while watched.portal.process.poll() is None and not self._over.wait(LOOK_EVERY_S):
            watched.look()
        watched.ready = False


@pytest.mark.timeout(0 if FULL else 600)
def test_a_rolling_restart_of_two_portals_fails_no_request(estate: Estate, figures: Figures) -> None:
    with figures.fault("rolling restart of two portals and two replicas of a room beneath", estate.name) as tally:
        portals = [estate.stack.serve("portal") for _ in range(2)]
        estate.add_replica("territories")
        estate.stack.wait_until_ready(portals)
        estate.wait_until_ready()
        balancer = Balancer(portals, estate.sign_in(portals[0]))
        statuses: list[int] = []
        over = threading.Event()

        def visit() -> None:
            while not over.is_set():
                statuses.append(balancer.get(PAGE))
                over.wait(0.1)  # somebody looks at what came before asking for more

        visitors = [threading.Thread(target=visit) for _ in range(2)]
        for visitor in visitors:
            visitor.start()
        try:
            with estate.ordeal(tally, commands=workload(20)):
                for _ in range(times(1, 40)):
                    oldest = portals[0]
                    assert oldest.stop() == 0, oldest.log.read_text()[-2000:]
                    portals.remove(oldest)
                    portals.append(estate.stack.serve("portal"))
                    estate.stack.wait_until_ready(portals[-1:])
                    balancer.take_in(portals[-1])
                    estate.restart(estate.serving("territories"))
                    tally.tried += 2
        finally:
            over.set()
            for visitor in visitors:
                visitor.join()
            balancer.close()
            for portal in portals:
                portal.kill()
            estate.kill(estate.serving("territories"))
        failed = [status for status in statuses if status != 200]
        assert not failed, f"{len(failed)} of {len(statuses)} requests: {sorted(set(failed))}"
        assert len(statuses) > 10 * tally.tried
