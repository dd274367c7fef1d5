"""The rim where nameko meets a room: what every service class of the house inherits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from eventlet import Timeout
from kombu import Connection, Exchange
from kombu.exceptions import KombuError
from nameko.amqp.publish import UndeliverableMessage
from nameko.constants import AMQP_URI_CONFIG_KEY
from nameko.extensions import DependencyProvider
from nameko.rpc import ReplyListener, get_rpc_exchange

from shared import tracing
from shared.clock import Clock, SystemClock
from shared.errors import TerreauError
from shared.ids import new_id
from shared.messaging import metrics, renewing, watched
from shared.messaging.caller import Caller, NoAnswer
from shared.messaging.intake import Intake
from shared.messaging.leadership import Leadership
from shared.messaging.outages import Outage
from shared.messaging.passing import PassingPublisher
from shared.messaging.publisher import ConfirmingPublisher, EmbeddedPublisher
from shared.messaging.steady import SteadyReplyListener, rpc
from shared.messaging.waiting import COLLECTOR
from shared.messaging.worker import Worker
from shared.room import Room
from shared.settings import Settings
from shared.storage.database import Database, sqlite_url

log = structlog.get_logger()

SETTINGS_KEY = "TERREAU_SETTINGS"
CLOCK_KEY = "TERREAU_CLOCK"
RETRY_KEY = "TERREAU_RETRY"
CATCH_UP_SECONDS = 300
PING_SECONDS = 2.0
ASK_AGAIN, ASK_SELDOM = 0.2, 2.0  # seconds between two questions to a teller that is not there

Answer = dict[str, Any]


class BusLine:
    """RPC over the bus, with a time limit (nameko's own proxies wait for ever)."""

    def __init__(self, container: Any, replies: ReplyListener):
        self._container = container
        self._replies = replies

    def call(self, service: str, method: str, payload: dict[str, Any], *, timeout: float) -> dict[str, Any]:
        """Call a method of a service. Raises `NoAnswer`."""
        correlation = new_id()
        reply = self._replies.get_reply_event(correlation)
        try:
            with Timeout(timeout):
                self._send(service, method, payload, correlation)
                body = reply.wait()
        except (Timeout, UndeliverableMessage, KombuError, OSError) as error:
            raise NoAnswer(service) from error
        finally:
            self._replies._reply_events.pop(correlation, None)  # noqa: SLF001  # nameko would keep it for ever
        if body.get("error"):
            raise NoAnswer(f"{service}.{method}: {body['error'].get('exc_type')}")
        answer: dict[str, Any] = body["result"]
        return answer

    def _send(self, service: str, method: str, payload: dict[str, Any], correlation: str) -> None:
        exchange: Exchange = get_rpc_exchange(self._container.config)
        PassingPublisher(self._container.config[AMQP_URI_CONFIG_KEY]).publish(
            {"args": [payload], "kwargs": {}},
            exchange=exchange,
            routing_key=f"{service}.{method}",
            mandatory=True,
            reply_to=self._replies.routing_key,
            correlation_id=correlation,
        )


class Recently:
    """The answer to a question that is not asked again within a second: anybody may look at `/readyz`."""

    def __init__(self, ask: Callable[[], bool]):
        self._ask = ask
        self._until = 0.0
        self._answer = False

    def __call__(self) -> bool:
        """The answer, at most a second old."""
        if time.monotonic() >= self._until:
            self._answer = self._ask()
            self._until = time.monotonic() + 1.0
        return self._answer


class AtWork(DependencyProvider):
    """Puts a room to work inside its nameko service: its loops live and end with the container."""

    replies = SteadyReplyListener()

    def __init__(self, room: Room):
        self.room = room

    def setup(self) -> None:
        """Open the database and prepare the loops; nothing moves before `start`."""
        settings: Settings = self.container.config[SETTINGS_KEY]
        clock: Clock = self.container.config.get(CLOCK_KEY) or SystemClock()
        url = self.container.config[AMQP_URI_CONFIG_KEY]
        self.settings = settings
        self.broker = None if settings.embedded else url
        self.database = open_database(self.room.name, settings)
        self.caller = Caller(BusLine(self.container, self.replies), clock, service=self.room.name)
        self.worker = Worker(
            self.room,
            self.database,
            clock,
            settings,
            publisher=EmbeddedPublisher(url) if settings.embedded else ConfirmingPublisher(url),
            caller=self.caller,
            policy=self.container.config.get(RETRY_KEY),
        )
        self.intake = Intake(
            self.room.name,
            url,
            embedded=settings.embedded,
            store=tracing.around_store(self.room.name, self.worker.store),
            on_connected=self._connected,
        )
        self.scheduler = BackgroundScheduler(timezone="UTC")
        self._missed = threading.Event()
        self._database_answers = Recently(self._ping)
        metrics.start_at_zero(self.room.name)

    def start(self) -> None:
        """Start the loops and the clock work."""
        COLLECTOR.rooms.add(self)
        loops = (
            self.worker.relay_forever,
            self.worker.heed_replicas_forever,
            self.worker.handle_forever,
            self.intake.run,
            self._catch_up_forever,
        )
        for loop in loops:
            self.container.spawn_managed_thread(loop, identifier=f"{self.room.name}.{loop.__name__}")
        if self.room.ticks.duties:
            self.container.spawn_managed_thread(self._tick_forever, identifier=f"{self.room.name}.ticks")

    def stop(self) -> None:
        """End the loops; whatever is in hand is either committed or still owed."""
        COLLECTOR.rooms.discard(self)
        self.worker.stopping.set()
        self.worker.bells.relay.set()
        self.worker.bells.inbox.set()
        self._missed.set()
        self.intake.stop()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)

    def kill(self) -> None:
        """End at once."""
        self.stop()

    def get_dependency(self, worker_ctx: Any) -> Worker:  # noqa: ARG002  # the signature is nameko's
        """What the service's methods speak to."""
        return self.worker

    def ready(self) -> bool:
        """Whether the room hears what is told and asked now; what it missed is asked for meanwhile."""
        return self.intake.connected and self.replies.queue_consumer.connected and self._database_answers()

    def _ping(self) -> bool:
        with Timeout(PING_SECONDS, False):
            if self.database.answers():
                return True
        return False

    def _connected(self) -> None:
        self._missed.set()

    def _catch_up_forever(self) -> None:
        outage = Outage("catch_up", room=self.room.name)
        pause = ASK_AGAIN
        while not self.worker.stopping.is_set():
            self._missed.wait(CATCH_UP_SECONDS)
            self._missed.clear()
            try:
                if not self.worker.stopping.is_set():
                    self.worker.catch_up()
                    outage.over()
                    pause = ASK_AGAIN
            except (TerreauError, NoAnswer) as error:
                log.debug("catch_up.postponed", room=self.room.name, error=str(error))
                self.worker.stopping.wait(pause)
                pause = min(pause * 1.5, ASK_SELDOM)
                self._missed.set()
            except Exception as error:  # database away: ask again
                outage.goes_on(error)
                self.worker.stopping.wait(1.0)
                self._missed.set()

    def _tick_forever(self) -> None:
        """APScheduler ticks in the one process that leads; its job stores cannot be shared (messaging.md)."""
        lead = Leadership(self.database, "ticks")
        while not self.worker.stopping.is_set():
            if lead.held():
                self._start_scheduler()
            elif self.scheduler.running:
                self.scheduler.shutdown(wait=False)
                self.scheduler = BackgroundScheduler(timezone="UTC")
            self.worker.stopping.wait(5.0)
        lead.give_up()

    def _start_scheduler(self) -> None:
        if self.scheduler.running:
            return
        for duty in self.room.ticks.duties:
            self.scheduler.add_job(
                self.worker.run_duty,
                "interval",
                seconds=duty.seconds,
                args=[duty],
                id=duty.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                next_run_time=self.worker.clock.now(),
            )
        self.scheduler.start()


class RoomService:
    """The methods every room answers; a service names itself and its room."""

    name: str
    room: Any  # declared as `AtWork`; in a worker nameko puts its `Worker` here

    @rpc
    def obey(self, order: dict[str, Any]) -> Answer:
        """A command."""
        return watched.obey(self.room, order)

    @rpc
    def answer(self, question: dict[str, Any]) -> Answer:
        """A query."""
        return watched.answer(self.room, question)

    @rpc
    def told_since(self, request: dict[str, Any]) -> Answer:
        """What was told, for a listener that catches up."""
        answer: Answer = self.room.told_since(request)
        return answer

    @rpc
    def pulse(self, request: dict[str, Any]) -> Answer:
        """What is still owed."""
        answer: Answer = self.room.pulse(request)
        return answer

    @rpc
    def parked(self, request: dict[str, Any]) -> Answer:
        """What could not be handled."""
        answer: Answer = self.room.parked(request)
        return answer

    @rpc
    def retry(self, request: dict[str, Any]) -> Answer:
        """Another chance for what is parked."""
        answer: Answer = self.room.retry(request)
        return answer

    @rpc
    def hear_again(self, request: dict[str, Any]) -> Answer:
        """Handle again what was heard."""
        answer: Answer = self.room.hear_again(request)
        return answer

    @rpc
    def run_duties(self, request: dict[str, Any]) -> Answer:
        """Tick now."""
        answer: Answer = self.room.run_duties(request)
        return answer


def open_database(room: str, settings: Settings) -> Database:
    """The database of a room under these settings."""
    if settings.database_url is None:
        return Database(room, sqlite_url(settings.data, room), pool_size=4)
    return Database(room, settings.database_url.get_secret_value(), pool_size=settings.database_connections)


def declare_topology(url: str, *, embedded: bool) -> None:
    """Declare exchanges and queues before any service starts. Raises `OtherArguments`."""
    with Connection(url, connect_timeout=5) as connection:
        renewing.declare(connection, embedded=embedded)


def renew_topology(url: str) -> list[renewing.Drained]:
    """Declare them, and drain what earlier versions left. Raises `StillHeard`."""
    with Connection(url, connect_timeout=5) as connection:
        return renewing.renew(connection)
