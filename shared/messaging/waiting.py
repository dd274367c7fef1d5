"""What waits in the rooms of this process, looked up when Prometheus asks: lags, parked events, queues, readiness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakSet

from amqp.exceptions import AMQPError
from eventlet import Timeout
from kombu import Connection
from kombu.exceptions import KombuError
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from shared.messaging import topology
from shared.messaging.worker import Worker

SECONDS = 2.0


class Watched(Protocol):
    """A room at work, as it is looked at."""

    worker: Worker
    broker: str | None

    def ready(self) -> bool:
        """Whether it hears and is heard, and its database answers."""
        ...


@dataclass(frozen=True)
class Waiting:
    """What one room had waiting at one moment; lags in seconds, 0 when nothing waits."""

    outbox: int
    outbox_lag: float
    inbox: int
    inbox_lag: float
    parked: int


def look(worker: Worker) -> Waiting:
    """Look into a room's outbox and inbox. Raises SQLAlchemy's errors."""
    outbox, inbox = worker.room.furniture.outbox, worker.room.furniture.inbox
    owed = (inbox.c.done_at.is_(None), inbox.c.parked_at.is_(None))
    with worker.database.read() as session:
        told = session.execute(
            select(func.count(), func.min(outbox.c.recorded_at)).where(outbox.c.published_at.is_(None))
        ).one()
        heard = session.execute(select(func.count(), func.min(inbox.c.received_at)).where(*owed)).one()
        parked = session.scalar(select(func.count()).select_from(inbox).where(inbox.c.parked_at.is_not(None)))
    now = worker.clock.now()
    return Waiting(told[0], _age(now, told[1]), heard[0], _age(now, heard[1]), parked or 0)


def _age(now: datetime, since: datetime | None) -> float:
    return 0.0 if since is None else max((now - since).total_seconds(), 0.0)


class WaitingCollector(Collector):
    """Asks every room of the process at each scrape; a room that does not answer in time is left out."""

    def __init__(self) -> None:
        self.rooms: WeakSet[Watched] = WeakSet()

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        rooms = list(self.rooms)
        yield _gauge("terreau_ready", "1 when the service hears, is heard and its database answers.", _readiness(rooms))
        found = {room.worker.room.name: waiting for room in rooms if (waiting := _within(room)) is not None}
        yield from (
            _gauge(name, text, [(service, getattr(waiting, field)) for service, waiting in found.items()])
            for name, text, field in _GAUGES
        )
        yield _gauge("terreau_queue_messages", "Messages in the service's queue at the broker.", _queues(rooms))


_GAUGES = (
    ("terreau_outbox_waiting", "Events told and not yet confirmed by the broker.", "outbox"),
    ("terreau_outbox_lag_seconds", "Age of the oldest event not yet confirmed by the broker.", "outbox_lag"),
    ("terreau_inbox_waiting", "Events heard and not yet handled.", "inbox"),
    ("terreau_inbox_lag_seconds", "Age of the oldest event heard and not yet handled.", "inbox_lag"),
    ("terreau_inbox_parked", "Events put aside until somebody tries them again.", "parked"),
)


def _gauge(name: str, text: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=["service"])
    for service, value in sorted(values):
        family.add_metric([service], value)
    return family


def _readiness(rooms: list[Watched]) -> list[tuple[str, float]]:
    return [(room.worker.room.name, float(room.ready())) for room in rooms]


def _within(room: Watched) -> Waiting | None:
    try:
        with Timeout(SECONDS, TimeoutError()):
            return look(room.worker)
    except (SQLAlchemyError, TimeoutError):
        return None


def _queues(rooms: list[Watched]) -> list[tuple[str, float]]:
    names = {room.worker.room.name: room.broker for room in rooms if room.broker is not None}
    if not names:
        return []
    try:
        with Timeout(SECONDS, TimeoutError()), Connection(next(iter(names.values()))) as connection:
            channel = connection.default_channel
            return [(name, _depth(channel, topology.queue(name).name)) for name in names]
    except (OSError, KombuError, AMQPError):
        return []


def _depth(channel: Any, queue: str) -> float:
    return float(channel.queue_declare(queue, passive=True).message_count)


COLLECTOR = WaitingCollector()
REGISTRY.register(COLLECTOR)
