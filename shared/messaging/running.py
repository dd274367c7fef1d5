"""Running nameko services until the process is asked to end, and calling them from a process that runs none."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import eventlet
import structlog
from eventlet.event import Event
from nameko.exceptions import RpcTimeout, UnknownService
from nameko.runners import ServiceRunner
from nameko.standalone.rpc import ClusterRpcProxy

from shared.messaging.caller import Line, NoAnswer
from shared.messaging.service import SETTINGS_KEY, AtWork
from shared.settings import Settings

log = structlog.get_logger()

HEARTBEAT = 20
STOP_SECONDS = 14.0
"""With the pages' last seconds and the traces' last words it is less than the 20 that a supervisor waits."""


class Ending:
    """The moment at which this process is asked to end: SIGTERM, Ctrl-C, or a service that died."""

    def __init__(self) -> None:
        self._asked = Event()
        self.failed = False
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)

    def _on_signal(self, *_signal: Any) -> None:
        self.ask()

    def ask(self) -> None:
        """Ask for the end."""
        if not self._asked.ready():
            self._asked.send(None)

    @property
    def asked(self) -> bool:
        """Whether the end was asked for."""
        return bool(self._asked.ready())

    def wait(self, seconds: float | None = None) -> bool:
        """Sleep until the end is asked for, or for `seconds`; whether it was asked for."""
        with eventlet.Timeout(seconds, False):
            self._asked.wait()
        return self.asked

    def watch(self, runner: ServiceRunner) -> None:
        """End the process when one of its services dies: its supervisor starts another one."""
        try:
            runner.wait()
        except Exception as error:
            self.failed = True
            log.error("service.died", exc_info=error)
        self.ask()


def stop(runner: ServiceRunner) -> bool:
    """Stop every service within `STOP_SECONDS`: what is in hand is finished or stays owed; whether all did in time."""
    in_time = False
    with eventlet.Timeout(STOP_SECONDS, False):
        runner.stop()
        in_time = True
    if not in_time:
        log.warning("service.stop_took_too_long")
    return in_time


def runner_of(services: Sequence[type[Any]], url: str, settings: Settings, **keys: Any) -> ServiceRunner:
    """A runner of these service classes on a broker; `keys` are further entries of nameko's configuration."""
    runner = ServiceRunner(
        {
            "AMQP_URI": url,
            SETTINGS_KEY: settings,
            "HEARTBEAT": HEARTBEAT,
            "max_workers": settings.max_workers,
            **keys,
        }
    )
    for service in services:
        runner.add_service(service)
    return runner


def rooms_of(runner: ServiceRunner) -> list[AtWork]:
    """The rooms that a runner put to work."""
    return [
        extension
        for container in runner.containers
        for extension in container.dependencies
        if isinstance(extension, AtWork)
    ]


@contextmanager
def line_to(url: str, *, timeout: float) -> Iterator[Line]:
    """A line over RabbitMQ for a plain process."""
    with ClusterRpcProxy({"AMQP_URI": url}, timeout=timeout) as proxy:
        yield _ProxyLine(proxy)


class _ProxyLine:
    def __init__(self, proxy: Any):
        self._proxy = proxy

    def call(self, service: str, method: str, payload: dict[str, Any], *, timeout: float) -> dict[str, Any]:  # noqa: ARG002  # the proxy has one for all calls
        try:
            answer: dict[str, Any] = getattr(getattr(self._proxy, service), method)(payload)
        except (RpcTimeout, UnknownService, OSError) as error:
            raise NoAnswer(service) from error
        return answer
