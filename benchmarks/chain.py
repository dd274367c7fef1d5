"""Our side of the chain from command to projection: the toy rooms at work in a process that obeys lines of JSON.

`python -m benchmarks.chain WORLD_JSON`: `{"data": dir}` or `{"database": url, "amqp": url}`, with `"services":
["teller", "listener"]` (`"reporting"` is the real room); `"waits"` makes each reaction wait for so many seconds,
`"timed": false` notes no times. Each line on stdin is `[method, {arguments}]`, each line on stdout its answer.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")

import eventlet  # noqa: E402

eventlet.monkey_patch()

from eventlet import tpool  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from pydantic import SecretStr  # noqa: E402
from sqlalchemy import event as sqlalchemy_event  # noqa: E402
from sqlalchemy import insert  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from shared import events  # noqa: E402
from shared.clock import SystemClock  # noqa: E402
from shared.contracts.diagnostic import GetDiagnostic, LogInterview  # noqa: E402
from shared.envelope import Envelope, seal  # noqa: E402
from shared.events import InterviewLogged  # noqa: E402
from shared.ids import new_id  # noqa: E402
from shared.logs import set_up  # noqa: E402
from shared.messaging import outbox  # noqa: E402
from shared.messaging.embedded_transport import URL, register  # noqa: E402
from shared.messaging.green import POOLED_CONNECTIONS  # noqa: E402
from shared.messaging.publisher import ConfirmingPublisher, Outgoing  # noqa: E402
from shared.messaging.running import rooms_of  # noqa: E402
from shared.messaging.service import (  # noqa: E402
    SETTINGS_KEY,
    AtWork,
    RoomService,
    declare_topology,
    open_database,
)
from shared.messaging.topology import exchange_name  # noqa: E402
from shared.room import Room  # noqa: E402
from shared.settings import Settings  # noqa: E402
from tests.support.rooms import make_tables  # noqa: E402
from tests.support.toy_rooms import listener, teller  # noqa: E402

ROOMS = {"teller": "diagnostic", "listener": "reporting"}
COMMAND = LogInterview(
    accompaniment="0198d1a2-7c31-7bd1-a1ae-000000000001", structure="Ferme des Grands Prés", kind="ess"
)


class Times:
    """When each event was committed where it was told and where it took effect (seconds of `time.time`)."""

    def __init__(self) -> None:
        self.told: dict[str, float] = {}
        self.heard: dict[str, float] = {}
        sqlalchemy_event.listen(Session, "after_commit", self._committed)

    def watch(self, room: Room) -> None:
        """Note what the commands of a room tell and what its reactions take in."""
        for name, (command, function) in room.commands.functions.items():
            room.commands.functions[name] = (command, _noting(function, "told", lambda uow, *_: uow.told))
        if room.reactions.catch_all is not None:
            noting = _noting(room.reactions.catch_all.function, "heard", lambda _uow, _event, envelope: [envelope.id])
            room.reactions.to_everything(noting)

    def _committed(self, session: Session) -> None:
        if session.in_nested_transaction():
            return
        now = time.time()
        for name, event_id in session.info.pop("noted", ()):
            getattr(self, name)[event_id] = now


def _noting(function: Any, name: str, ids: Any) -> Any:
    def noting(uow: Any, *given: Any) -> Any:
        result = function(uow, *given)
        uow.session.info.setdefault("noted", []).extend((name, event_id) for event_id in ids(uow, *given))
        return result

    return noting


class Chain:
    """The rooms of this process, and what the benchmark asks of them."""

    def __init__(self, world: dict[str, Any]):
        self.settings = settings_of(world)
        self.url = world.get("amqp") or URL
        self.times = Times()
        self.rooms = {name: room_of(name, world.get("waits", 0.0)) for name in world["services"]}
        for room in self.rooms.values() if world.get("timed", True) else ():
            self.times.watch(room)
        register()
        declare_topology(self.url, embedded=self.settings.embedded)
        self._runner = ServiceRunner({"AMQP_URI": self.url, SETTINGS_KEY: self.settings, "max_workers": 10})

    def start(self) -> None:
        """Put the rooms to work and wait until they hear."""
        for room in self.rooms.values():
            database = open_database(room.name, self.settings)
            make_tables(room, database)
            database.close()
            self._runner.add_service(type(f"{room.name.title()}Service", (RoomService,), _members(room)))
        self._runner.start()
        while not all(work.ready() for work in rooms_of(self._runner)):
            eventlet.sleep(0.01)

    def burst(self, commands: int, senders: int) -> float:
        """Have commands obeyed as fast as `senders` green threads can; give the instant of the first."""
        work = self._at_work("teller")
        begun = time.time()
        pool = eventlet.GreenPool(senders)
        for _ in range(commands):
            pool.spawn_n(work.worker.obey, order())
        pool.waitall()
        return begun

    def pace(self, commands: int, per_second: float) -> None:
        """Have commands obeyed evenly spread over time, each on a green thread of its own."""
        work = self._at_work("teller")
        begun, pool = time.time(), eventlet.GreenPool(50)
        for number in range(commands):
            eventlet.sleep(max(begun + number / per_second - time.time(), 0))
            pool.spawn_n(work.worker.obey, order())
        pool.waitall()

    def forget(self) -> None:
        """Begin to note times anew."""
        self.times.told.clear()
        self.times.heard.clear()

    def committed(self, name: str) -> dict[str, float]:
        """When each event was committed here: `told` or `heard`."""
        found: dict[str, float] = getattr(self.times, name)
        return found

    def count(self) -> int:
        """How many events took effect here since `forget`."""
        return len(self.times.heard)

    def call(self, times: int) -> list[float]:
        """Ask a query over RPC, again and again; give the milliseconds of each."""
        caller = rooms_of(self._runner)[0].caller
        query = GetDiagnostic(accompaniment="a")
        payload = {"name": query.wire(), "body": query.model_dump(mode="json")}
        return [milliseconds(lambda: caller.call("diagnostic", "answer", **payload)) for _ in range(times)]

    def publish(self, events: int) -> None:
        """Hand that many events to the broker."""
        publisher = ConfirmingPublisher(self.url)
        for first in range(1, events + 1, outbox.BATCH):
            numbers = range(first, min(first + outbox.BATCH, events + 1))
            publisher.publish([leaving(number, event(SystemClock().now())) for number in numbers])
        publisher.close()

    def hear_again(self) -> None:
        """Handle again what was heard."""
        (work,) = rooms_of(self._runner)
        work.worker.hear_again({})

    def relay(self, events: int) -> float:
        """Relay that many committed events, in a process where nothing else is at work; give events a second."""
        room, clock, database = teller()[0], SystemClock(), open_database("diagnostic", self.settings)
        make_tables(room, database)
        fill(room, database, clock.now(), events)
        publisher = ConfirmingPublisher(self.url)
        begun = time.perf_counter()
        relayed = outbox.relay(room, database, clock, publisher.begin)
        taken = time.perf_counter() - begun
        publisher.close()
        database.close()
        if relayed != events:
            raise ValueError(f"{relayed} of {events} events were relayed")
        return events / taken

    def _at_work(self, name: str) -> AtWork:
        (work,) = [work for work in rooms_of(self._runner) if work.room is self.rooms[name]]
        return work


def fill(room: Room, database: Any, now: Any, events: int) -> None:
    """Put committed events into an outbox, as commands would have."""
    sealed = [event(now) for _ in range(events)]
    rows = [
        {
            "event_id": one.id,
            "type": one.type,
            "correlation": one.correlationid,
            "body": one.as_json(),
            "recorded_at": now,
        }
        for one in sealed
    ]
    with database.write() as session:
        session.execute(insert(room.furniture.outbox), rows)


def event(now: datetime) -> Envelope:
    """A new event in its envelope."""
    logged = InterviewLogged(
        territory="t",
        accompaniment=COMMAND.accompaniment,
        interview=new_id(),
        structure=COMMAND.structure,
        kind="ess",
        ess=True,
        appetite="interested",
    )
    return seal(logged, id=new_id(), now=now, occurred=None, correlation=new_id(), causation=None)


def leaving(number: int, envelope: Envelope) -> Outgoing:
    """An event as the relay hands it to the broker."""
    text = envelope.model_copy(update={"sequence": number, "epoch": new_id()}).as_text()
    return Outgoing(number, envelope.id, exchange_name(envelope.teller), envelope.type, text)


def room_of(name: str, waits: float) -> Room:
    """A room by its name in the world; reactions of the listener wait for that many seconds."""
    if name == "reporting":
        from services.reporting.room import ROOM

        return ROOM
    if name == "teller":
        return teller()[0]
    return listener((lambda *_: eventlet.sleep(waits)) if waits else None)[0]


def order() -> dict[str, Any]:
    """A new order to log an interview."""
    return {"id": new_id(), "name": COMMAND.wire(), "body": COMMAND.model_dump(mode="json")}


def milliseconds(work: Any) -> float:
    """Run once and give the time taken."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def settings_of(world: dict[str, Any]) -> Settings:
    """The settings of a world."""
    if "data" in world:
        return Settings(data=Path(world["data"]))
    return Settings(database_url=SecretStr(world["database"]), amqp_url=SecretStr(world["amqp"]))


def _members(room: Room) -> dict[str, Any]:
    return {"name": room.name, "room": AtWork(room)}


def main() -> None:
    """Start, then answer lines until stdin ends."""
    from kombu import pools

    world = json.loads(sys.argv[1])
    set_up("error", json=False)
    pools.set_limit(POOLED_CONNECTIONS)
    events.LISTENERS.clear()
    events.LISTENERS.update({"diagnostic": frozenset(), "reporting": frozenset({"interview-logged"})})
    chain = Chain(world)
    chain.start()
    say("ready")
    while line := tpool.execute(sys.stdin.readline):
        method, arguments = json.loads(line)
        say(getattr(chain, method)(**arguments))


def say(answer: Any) -> None:
    """Write one line of JSON."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
