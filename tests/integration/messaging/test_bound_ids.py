"""What is logged while something is handled bears the ids of what caused it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import structlog

from shared.clock import SetClock
from shared.contracts.base import Receipt
from shared.contracts.territories import EnrolTerritory
from shared.envelope import Envelope, seal
from shared.events import InterviewLogged
from shared.ids import is_id, new_id
from shared.logs import set_up
from shared.messaging import inbox, watched
from shared.messaging.caller import Caller
from shared.messaging.embedded_transport import URL, register
from shared.messaging.publisher import EmbeddedPublisher
from shared.messaging.worker import Worker
from shared.settings import Settings
from shared.storage.unit_of_work import UnitOfWork
from tests.conftest import OpenRoom
from tests.support.toy_rooms import listener, teller

AN_ID = "0198d1a2-7c31-7bd1-a1ae-000000000001"
BOUND = ("event_id", "correlation", "causation", "territory")


def an_event(clock: SetClock, causation: str | None) -> Envelope:
    told = InterviewLogged(
        territory=new_id(), interview="i", structure="s", kind="ess", ess=True, appetite="interested"
    )
    return seal(told, id=new_id(), now=clock.now(), occurred=None, correlation=new_id(), causation=causation)


def ids_of(event: Envelope) -> dict[str, Any]:
    return {
        "event_id": event.id,
        "correlation": event.correlationid,
        "causation": event.causationid,
        "territory": event.event().territory,
    }


@pytest.mark.parametrize("cause", [AN_ID, None])
def test_a_reaction_logs_with_the_ids_of_its_event(open_room: OpenRoom, cause: str | None) -> None:
    seen: list[dict[str, Any]] = []
    room, _ = listener(lambda *_: seen.append(structlog.contextvars.get_contextvars()))
    work = open_room(room)
    events = [an_event(work.clock, cause), an_event(work.clock, None)]
    inbox.store(work.room, work.database, work.clock, [event.as_json() for event in events])
    inbox.handle_due(work.room, work.database, work.clock, inbox.RetryPolicy())
    assert [{name: line.get(name) for name in BOUND} for line in seen] == [ids_of(event) for event in events]
    assert not set(BOUND) & set(structlog.contextvars.get_contextvars())


def test_a_failed_reaction_is_logged_with_them(open_room: OpenRoom, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError

    room, _ = listener(fails)
    work = open_room(room)
    event = an_event(work.clock, new_id())
    inbox.store(work.room, work.database, work.clock, [event.as_json()])
    set_up("info", json=True)
    inbox.handle_due(work.room, work.database, work.clock, inbox.RetryPolicy())
    structlog.reset_defaults()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (failed,) = [line for line in lines if line["event"] == "inbox.reaction_failed"]
    assert {name: failed[name] for name in BOUND} == ids_of(event)


@pytest.mark.parametrize("territory", [AN_ID, "Camille, au bout de la rue"])
def test_a_command_logs_with_its_order_and_the_territory_it_names_by_an_id(open_room: OpenRoom, territory: str) -> None:
    seen: list[dict[str, Any]] = []
    room, _ = teller()

    @room.commands.handles(EnrolTerritory)
    def enrol(_uow: UnitOfWork, _command: EnrolTerritory) -> Receipt:
        seen.append(structlog.contextvars.get_contextvars())
        return Receipt(id=new_id())

    work = open_room(room)
    register()
    nobody: Any = None  # no other room is asked here
    caller = Caller(nobody, work.clock)
    worker = Worker(room, work.database, work.clock, Settings(), publisher=EmbeddedPublisher(URL), caller=caller)
    command = EnrolTerritory(call="c", territory=territory)
    order = {"id": new_id(), "name": command.wire(), "body": command.model_dump(mode="json"), "correlation": new_id()}
    assert "answer" in watched.obey(worker, order)
    (line,) = seen
    named = territory if is_id(territory) else None
    assert (line["order"], line["correlation"], line["territory"]) == (order["id"], order["correlation"], named)
