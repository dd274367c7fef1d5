"""What arrives while nothing is owed is stored and handled in one transaction, on both databases, without a broker."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import eventlet
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from shared.envelope import Envelope, seal
from shared.events import Event, InterviewLogged
from shared.ids import new_id
from shared.messaging import inbox
from shared.messaging.inbox import arriving
from shared.storage.unit_of_work import UnitOfWork
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork
from tests.support.toy_rooms import listener

POLICY = inbox.RetryPolicy()


def body(work: RoomAtWork, structure: str) -> bytes:
    """An event as the broker brings it."""
    logged = InterviewLogged(
        territory="t", interview="i", structure=structure, kind="ess", ess=True, appetite="interested"
    )
    sealed = seal(logged, id=new_id(), now=work.clock.now(), occurred=None, correlation=new_id(), causation=None)
    return json.dumps(sealed.as_json()).encode()


def effects(work: RoomAtWork, heard: Any) -> list[str]:
    """The structures heard of, in order."""
    with work.database.read() as session:
        return list(session.scalars(select(heard.structure).order_by(heard.position)))


def rows(work: RoomAtWork) -> int:
    """How many events are stored."""
    with work.database.read() as session:
        return int(session.scalar(select(func.count()).select_from(work.room.furniture.inbox)) or 0)


def owed(work: RoomAtWork) -> int:
    """How many events are owed."""
    with work.database.read() as session:
        return inbox.owed(session, work.room, None)


def arrive(work: RoomAtWork, *bodies: bytes) -> inbox.Handled:
    """Let messages arrive."""
    return inbox.store_and_handle(work.room, work.database, work.clock, POLICY, bodies)


Behaviour = Callable[[InterviewLogged, int], None]


@pytest.mark.parametrize("count", [1, 2, 20])
def test_what_arrives_takes_effect_once_in_its_order_and_nothing_is_owed(open_room: OpenRoom, count: int) -> None:
    room, heard = listener()
    work = open_room(room)
    bodies = [body(work, f"s{n}") for n in range(count)]
    handled = arrive(work, *bodies)
    assert (handled.done, handled.more) == (count, False)
    assert effects(work, heard) == [f"s{n}" for n in range(count)]
    again = arrive(work, *bodies, bodies[0])
    assert (again.done, again.more) == (0, False)
    assert effects(work, heard) == [f"s{n}" for n in range(count)]
    assert (rows(work), owed(work)) == (count, 0)


def test_the_same_message_twice_in_one_arrival_is_one_effect(open_room: OpenRoom) -> None:
    room, heard = listener()
    work = open_room(room)
    twice = body(work, "s")
    assert arrive(work, twice, twice).done == 1
    assert effects(work, heard) == ["s"]


def failing(structure: str) -> tuple[Behaviour, dict[str, bool]]:
    """A reaction that fails at one structure until it is cured."""
    cured = {"now": False}

    def behave(event: InterviewLogged, _before: int) -> None:
        if event.structure == structure and not cured["now"]:
            raise RuntimeError("not yet")

    return behave, cured


def test_a_failure_is_noted_as_anywhere_else_and_its_event_stays_owed(open_room: OpenRoom) -> None:
    behave, _ = failing("s")
    room, heard = listener(behave)
    work = open_room(room)
    handled = arrive(work, body(work, "s"))
    assert (handled.done, handled.more) == (0, True)
    assert effects(work, heard) == []
    with work.database.read() as session:
        (row,) = session.execute(select(room.furniture.inbox))
    assert (row.attempts, row.error, row.done_at) == (1, "RuntimeError", None)
    assert row.next_at > work.clock.now()


def test_of_several_that_arrive_one_failure_leaves_all_stored_and_owed(open_room: OpenRoom) -> None:
    behave, _ = failing("s1")
    room, heard = listener(behave)
    work = open_room(room)
    handled = arrive(work, *(body(work, f"s{n}") for n in range(3)))
    assert (handled.done, handled.more, owed(work)) == (0, True, 3)
    assert effects(work, heard) == []
    assert inbox.handle_due(room, work.database, work.clock, POLICY).done == 2
    assert effects(work, heard) == ["s0", "s2"]


def test_a_reaction_that_takes_its_time_is_no_failure_and_stores_nothing_yet(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "HURRY", 0.05)
    room, heard = listener(lambda _event, _before: eventlet.sleep(30))
    work = open_room(room)
    for count in (1, 3):
        with pytest.raises(inbox.TakesItsTime):
            arrive(work, *(body(work, f"s{n}") for n in range(count)))
    assert (rows(work), effects(work, heard)) == (0, [])


@pytest.mark.parametrize("count", [1, 3])
def test_a_lock_that_another_holds_is_no_failure_and_holds_nothing_up(open_room: OpenRoom, count: int) -> None:
    room, heard = listener()
    reaction = room.reactions.catch_all
    assert reaction is not None

    def wait_in_line(uow: UnitOfWork, event: Event, envelope: Envelope) -> None:
        if not work.database.sqlite:
            uow.session.execute(text("LOCK TABLE cursors IN ACCESS EXCLUSIVE MODE"))
        reaction.function(uow, event, envelope)

    room.reactions.to_everything(wait_in_line)
    work = open_room(room)
    if work.database.sqlite:
        pytest.skip("SQLite has one writer: nobody holds a lock beside it")
    bodies = [body(work, f"s{n}") for n in range(count)]
    with work.database.transaction() as other:
        other.execute(text("LOCK TABLE cursors IN ACCESS EXCLUSIVE MODE"))
        with suppress(OperationalError):
            assert arrive(work, *bodies).more
        inbox.store(room, work.database, work.clock, bodies)
        assert (rows(work), owed(work), effects(work, heard)) == (count, count, [])
    assert inbox.handle_due(room, work.database, work.clock, POLICY).done == count
    assert effects(work, heard) == [f"s{n}" for n in range(count)]
    with work.database.read() as session:
        assert set(session.scalars(select(room.furniture.inbox.c.attempts))) == {0}


def test_what_is_no_event_is_parked_beside_what_is_one(open_room: OpenRoom) -> None:
    room, heard = listener()
    work = open_room(room)
    handled = arrive(work, b"not json", body(work, "s"))
    assert (handled.done, handled.more) == (1, False)
    assert effects(work, heard) == ["s"]
    assert [parked["type"] for parked in inbox.parked(room, work.database)] == ["?"]


def test_what_has_its_turn_waits_for_it_where_replicas_hear_at_the_same_time(open_room: OpenRoom) -> None:
    room = listener()[0]
    heard: list[str] = []

    @room.reactions.to(InterviewLogged, ordered=True)
    def hear(_uow: UnitOfWork, event: InterviewLogged, _envelope: Envelope) -> None:
        heard.append(event.structure)

    work = open_room(room)
    handled = arrive(work, body(work, "second"))
    if work.database.sqlite:  # one process hears, in the order told
        assert (handled.more, heard) == (False, ["second"])
    else:  # the first may be arriving elsewhere, unseen
        assert (handled.more, heard, owed(work)) == (True, [], 1)
