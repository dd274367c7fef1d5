"""A room at work: the loops that relay what it told, take in what it hears, handle what it owes, and tick."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import psycopg2
import structlog
from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from shared import tracing
from shared.clock import Clock
from shared.contracts.base import Command, Query, Receipt
from shared.errors import TerreauError, Unavailable
from shared.messaging import inbox, orders, outbox
from shared.messaging.caller import Caller
from shared.messaging.catching_up import missed
from shared.messaging.leadership import Leadership, Replicas
from shared.messaging.outages import Outage
from shared.messaging.publisher import Publisher
from shared.room import Room, Tick
from shared.settings import Settings
from shared.storage.database import Database
from shared.storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

A = TypeVar("A", bound=BaseModel)

SAFETY_LOOK = 5.0
TRY_TO_LEAD = 1.0
BACKOFF = 0.5


@dataclass
class Wakeups:
    """The bells of a room: something to publish, something to handle."""

    relay: threading.Event
    inbox: threading.Event

    @classmethod
    def new(cls) -> Wakeups:
        """Fresh bells, both rung once so that the loops look at what an earlier process left."""
        bells = cls(threading.Event(), threading.Event())
        bells.relay.set()
        bells.inbox.set()
        return bells


class Worker:
    """One room of this process. Its methods are called by the nameko service; its loops run in green threads."""

    def __init__(
        self,
        room: Room,
        database: Database,
        clock: Clock,
        settings: Settings,
        *,
        publisher: Publisher,
        caller: Caller,
        policy: inbox.RetryPolicy | None = None,
    ):
        self.room = room
        self.database = database
        self.clock = clock
        self.settings = settings
        self.bells = Wakeups.new()
        self.stopping = threading.Event()
        self.caught_up = False
        self.on_replicas: Callable[[], None] | None = None
        """Called when another replica, or this one, said that it has committed (PostgreSQL)."""
        self._rests = False
        """Whether nothing is owed and nothing is being handled."""
        self._publisher = publisher
        self._caller = caller
        self._policy = policy or inbox.RetryPolicy()
        self._lead = Leadership(database, "relay")

    # --- what is asked of it -----------------------------------------------------------------------------------

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        """Obey a command; a refusal is an answer too."""
        return self._answered(lambda: self._obey(orders.Order.model_validate(order)))

    def _obey(self, order: orders.Order) -> dict[str, Any]:
        receipt, told = orders.obey(self.room, self.database, self.clock, order)
        if told:
            self.committed()
        return receipt.model_dump(mode="json")

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Answer a query."""
        return self._answered(
            lambda: orders.answer(
                self.room, self.database, self.clock, orders.Question.model_validate(question)
            ).model_dump(mode="json")
        )

    def told_since(self, request: dict[str, Any]) -> dict[str, Any]:
        """Events told after a sequence number, for a listener that catches up."""
        return self._answered(
            lambda: outbox.told_since(
                self.room,
                self.database,
                epoch=request["epoch"],
                after=request["after"],
                types=request["types"],
                limit=request["limit"],
            )
        )

    def pulse(self, request: dict[str, Any]) -> dict[str, Any]:
        """What this room has told and still owes, of one correlation if given, or of the time until an instant."""
        until = datetime.fromisoformat(request["until"]) if request.get("until") else None
        return self._answered(lambda: self._pulse(request.get("correlation"), until))

    def _pulse(self, correlation: str | None, until: datetime | None) -> dict[str, Any]:
        furniture = self.room.furniture
        with self.database.read() as session:
            answer: dict[str, Any] = {
                "unpublished": outbox.unpublished(session, self.room, correlation, until),
                "owed": inbox.owed(session, self.room, correlation, until),
                "caught_up": self.caught_up,
            }
            if correlation is not None:
                told = select(furniture.outbox.c.event_id, furniture.outbox.c.type).where(
                    furniture.outbox.c.correlation == correlation
                )
                answer["told"] = [[row.event_id, row.type] for row in session.execute(told)]
                heard = select(furniture.inbox.c.event_id).where(
                    furniture.inbox.c.correlation == correlation,
                    furniture.inbox.c.done_at.is_not(None) | furniture.inbox.c.parked_at.is_not(None),
                )
                answer["handled"] = list(session.scalars(heard))
        return answer

    def parked(self, _request: dict[str, Any]) -> dict[str, Any]:
        """Events that could not be handled."""
        return self._answered(lambda: inbox.parked(self.room, self.database))

    def retry(self, request: dict[str, Any]) -> dict[str, Any]:
        """Try parked events again: one, or all of them."""
        return self._woken(lambda: inbox.retry(self.room, self.database, self.clock, request.get("id")))

    def hear_again(self, request: dict[str, Any]) -> dict[str, Any]:
        """Handle again what was heard since an instant."""
        since = datetime.fromisoformat(request["since"]) if request.get("since") else None
        return self._woken(lambda: inbox.hear_again(self.room, self.database, since))

    def run_duties(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run every duty of this room now, as its scheduler would; what it tells bears the correlation given."""
        return self._answered(lambda: self._run_duties(request["correlation"]))

    def _run_duties(self, correlation: str) -> list[str]:
        for duty in self.room.ticks.duties:
            duty.function(DutyDesk(self, correlation))
        return [duty.name for duty in self.room.ticks.duties]

    def _woken(self, work: Callable[[], int]) -> dict[str, Any]:
        answer = self._answered(work)
        self.bells.inbox.set()
        return answer

    def _answered(self, work: Callable[[], Any]) -> dict[str, Any]:
        try:
            return {"answer": work()}
        except (
            TerreauError,
            ValidationError,
            SQLAlchemyError,
            KeyError,
            ValueError,
            TypeError,
            AttributeError,
        ) as error:
            return {"refused": orders.refusal(error)}

    # --- its clock work ----------------------------------------------------------------------------------------

    def run_duty(self, duty: Tick) -> None:
        """One tick; a failure is logged and the next tick tries again."""
        try:
            with tracing.span(self.room.name, f"tick {duty.name}"):
                duty.function(DutyDesk(self))
        except (OperationalError, Unavailable) as error:  # a server is away, which is no fault of the duty
            log.warning("tick.postponed", room=self.room.name, duty=duty.name, error=type(error).__name__)
        except Exception as error:  # a tick must not end the scheduler; what is due stays due
            log.error("tick.failed", room=self.room.name, duty=duty.name, exc_info=error)

    def ask(self, query: Query[A]) -> A:
        """Ask another room."""
        return self._caller.ask(query)

    def order(self, command: Command, order: str, correlation: str | None) -> Receipt:
        """Have another room obey."""
        return self._caller.obey(command, order=order, correlation=correlation)

    def committed(self) -> None:
        """Something was told: wake this process's relay loop, which relays it or wakes the replica that leads."""
        self.bells.relay.set()

    # --- the loops ---------------------------------------------------------------------------------------------

    def relay_forever(self) -> None:
        """Publish what was told, woken by the commits; only the leader among the replicas does."""
        look_back = True
        outage = Outage("relay", room=self.room.name)
        while not self.stopping.is_set():
            leads = self._lead.held()
            told = self._told()
            if leads:
                look_back = not self._relay(outage, left_over=look_back, told=told)
            elif told:
                self._lead.tell_leader()
            rung = self.bells.relay.wait(SAFETY_LOOK if leads else TRY_TO_LEAD)
            look_back = look_back or not rung or not leads
        self._lead.give_up()
        self._publisher.close()

    def _told(self) -> bool:
        """Whether the bell has rung since this was asked last."""
        rung = self.bells.relay.is_set()
        self.bells.relay.clear()
        return rung

    def _relay(self, outage: Outage, *, left_over: bool, told: bool) -> bool:
        try:
            if not told and not outbox.waits(self.room, self.database):  # most safety looks: a glance is enough
                outage.over()
                return True
            outbox.relay(
                self.room,
                self.database,
                self.clock,
                tracing.around_publish(self.room.name, self._publisher.begin),
                left_over=left_over,
                told=self._told,
            )
        except Exception as error:  # broker or database away: nothing was marked, the next round tries again
            outage.goes_on(error)
            self.stopping.wait(BACKOFF)
            self.bells.relay.set()
            return False
        outage.over()
        return True

    def heed_replicas_forever(self) -> None:
        """Wake the relay when another replica of this room has committed (PostgreSQL).

        Only where it leads: a follower hears its own word too, and would pass it on for ever.
        """
        if self.database.sqlite:
            return
        replicas = Replicas(self.database)
        while not self.stopping.is_set():
            try:
                if replicas.wait(SAFETY_LOOK):
                    self._replica_committed()
            except (psycopg2.Error, OSError, ValueError):  # the safety looks of the relay go on meanwhile
                replicas.close()
                self.stopping.wait(BACKOFF)
        replicas.close()

    def _replica_committed(self) -> None:
        if self._lead.leads:
            self.bells.relay.set()
        if self.on_replicas is not None:
            self.on_replicas()

    def store(self, bodies: Sequence[bytes]) -> None:
        """Keep what arrived; called before the ack. What is little, and comes while nothing is owed, is handled too."""
        rests = self._rests and not self.bells.inbox.is_set()  # it rings, and who was woken has not had a turn yet
        if not (rests and len(bodies) <= inbox.BATCH and self._handled(bodies)):
            inbox.store(self.room, self.database, self.clock, bodies)
            self.bells.inbox.set()

    def _handled(self, bodies: Sequence[bytes]) -> bool:
        try:
            handled = inbox.store_and_handle(self.room, self.database, self.clock, self._policy, bodies)
        except Exception as error:  # storing alone is the surer way; what ails the database it will say itself
            log.info("inbox.not_handled_at_once", room=self.room.name, error=type(error).__name__)
            return False
        if handled.told:
            self.committed()
        if handled.more:
            self.bells.inbox.set()
        return True

    def handle_forever(self) -> None:
        """Handle what is owed, woken by what arrives and by the next try of what failed."""
        next_try: datetime | None = None
        rung = True
        outage = Outage("inbox", room=self.room.name)
        while not self.stopping.is_set():
            self.bells.inbox.clear()
            handled = inbox.Handled()
            try:
                if not rung:  # most safety looks: a glance is enough
                    next_try = inbox.next_due(self.room, self.database, self.clock, self._policy)
                if rung or (next_try is not None and next_try <= self.clock.now()):
                    handled = inbox.handle_due(self.room, self.database, self.clock, self._policy)
                    if not handled.done or handled.failed or handled.postponed:
                        next_try = inbox.next_due(self.room, self.database, self.clock, self._policy)
            except Exception as error:  # database away: everything is still owed
                outage.goes_on(error)
                self.stopping.wait(BACKOFF)
                rung = True
                continue
            outage.over()
            if handled.told:
                self.committed()
            if handled.more:
                # A long queue never waits for anything on SQLite: without this, no page is answered until it is empty.
                time.sleep(0)
            rung = handled.more or self._rest(next_try)

    def _rest(self, next_try: datetime | None) -> bool:
        """Wait for the bell or the next try; whether it was the bell."""
        self._rests = next_try is None
        try:
            return self.bells.inbox.wait(self._seconds_to(next_try))
        finally:
            self._rests = False

    def _seconds_to(self, next_try: datetime | None) -> float:
        if next_try is None:
            return SAFETY_LOOK
        return min(max((next_try - self.clock.now()).total_seconds(), 0.01), SAFETY_LOOK)

    def catch_up(self) -> None:
        """Ask every teller for what this room may have missed; what it knows already changes nothing."""
        for _ in missed(self.room, self.database, self.clock, self._caller):
            self.bells.inbox.set()
        self.caught_up = True


class DutyDesk:
    """The desk of one tick (`shared.room.Desk`)."""

    def __init__(self, worker: Worker, correlation: str | None = None):
        self.clock = worker.clock
        self.settings = worker.settings
        self._worker = worker
        self._correlation = correlation

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """One transaction; what it told leaves at once."""
        worker = self._worker
        with orders.unit_of_work(worker.room, worker.database, worker.clock, correlation=self._correlation) as uow:
            yield uow
        if uow.told:
            worker.committed()

    def reading(self) -> AbstractContextManager[Session]:
        """A transaction that only reads."""
        return self._worker.database.read()

    def ask(self, query: Query[A]) -> A:
        """Ask another room."""
        return self._worker.ask(query)

    def obey(self, command: Command, *, order: str) -> Receipt:
        """Have another room obey."""
        return self._worker.order(command, order, self._correlation)
