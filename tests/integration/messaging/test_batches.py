"""What is done for many events at once is right for each of them, on both databases, without a broker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from shared.contracts.diagnostic import LogInterview
from shared.envelope import Envelope
from shared.events import Event, InterviewLogged
from shared.ids import new_id
from shared.messaging import inbox, outbox
from shared.messaging.publisher import Outgoing
from shared.room import Reactions
from shared.storage.unit_of_work import UnitOfWork
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork
from tests.support.toy_rooms import listener, teller

MANY = 5 * outbox.BATCH // 2


def interview(structure: str) -> InterviewLogged:
    """An event."""
    return InterviewLogged(
        territory="t", interview="i", structure=structure, kind="ess", ess=True, appetite="interested"
    )


def tell_many(work: RoomAtWork, count: int) -> None:
    """Put many committed events into the outbox."""
    work.obey(LogInterview(accompaniment="a", structure="first", kind="ess"))
    table = work.room.furniture.outbox
    with work.database.write() as session:
        first = session.execute(select(table)).one()
        rows = [
            {
                "event_id": (event_id := new_id()),
                "type": first.type,
                "correlation": first.correlation,
                "body": first.body | {"id": event_id},
                "recorded_at": first.recorded_at,
            }
            for _ in range(count - 1)
        ]
        session.execute(insert(table), rows)


class Broker:
    """Takes batches, refuses to confirm those named by their rank, and remembers what it was sent and confirmed."""

    def __init__(self, *refused: int):
        self._refused = set(refused)
        self._batches = 0
        self.sent: list[Outgoing] = []
        self.confirmed: list[Outgoing] = []

    def begin(self, events: Any) -> Callable[[], None]:
        """Take a batch."""
        self._batches += 1
        rank, batch = self._batches, list(events)
        self.sent += batch

        def confirm() -> None:
            if rank in self._refused:
                raise ConnectionError
            self.confirmed += batch

        return confirm


@pytest.fixture
def telling(open_room: OpenRoom) -> RoomAtWork:
    """The toy teller with two batches and a half to relay."""
    work = open_room(teller()[0])
    tell_many(work, MANY)
    return work


def unmarked(work: RoomAtWork) -> int:
    """How many events bear no mark."""
    table = work.room.furniture.outbox
    with work.database.read() as session:
        return int(session.scalar(select(func.count()).where(table.c.published_at.is_(None))) or 0)


def test_many_batches_leave_once_each_in_order_and_are_marked(telling: RoomAtWork) -> None:
    broker = Broker()
    assert outbox.relay(telling.room, telling.database, telling.clock, broker.begin) == MANY
    assert [event.sequence for event in broker.confirmed] == list(range(1, MANY + 1))
    assert len({event.id for event in broker.confirmed}) == MANY
    assert unmarked(telling) == 0


@pytest.mark.parametrize("refused", [1, 2, 3])
def test_a_batch_the_broker_does_not_confirm_leaves_again_under_the_same_numbers(
    telling: RoomAtWork, refused: int
) -> None:
    first, second = Broker(refused), Broker()
    with pytest.raises(ConnectionError):
        outbox.relay(telling.room, telling.database, telling.clock, first.begin)
    outbox.relay(telling.room, telling.database, telling.clock, second.begin)
    numbers: dict[str, set[int]] = {}
    for event in first.sent + second.sent:
        numbers.setdefault(event.id, set()).add(event.sequence)
    assert all(len(given) == 1 for given in numbers.values())
    assert {event.sequence for event in first.confirmed + second.confirmed} == set(range(1, MANY + 1))
    assert unmarked(telling) == 0


def test_a_relay_that_only_looks_for_news_leaves_the_rest_to_one_that_looks_back(telling: RoomAtWork) -> None:
    with pytest.raises(ConnectionError):
        outbox.relay(telling.room, telling.database, telling.clock, Broker(3).begin)
    news = Broker()
    outbox.relay(telling.room, telling.database, telling.clock, news.begin, left_over=False)
    assert news.sent == []
    outbox.relay(telling.room, telling.database, telling.clock, news.begin)
    assert unmarked(telling) == 0


def test_one_that_fails_among_many_keeps_none_of_the_others_from_taking_effect_once(open_room: OpenRoom) -> None:
    cured = {"now": False}

    def behave(event: InterviewLogged, _before: int) -> None:
        if event.structure == "s3" and not cured["now"]:
            raise RuntimeError("not yet")

    room, heard = listener(behave)
    work = open_room(room)
    for n in range(6):
        work.hear(interview(f"s{n}"), handle=False)
    handled = inbox.handle_due(room, work.database, work.clock, inbox.RetryPolicy())
    assert (handled.done, handled.failed) == (5, 1)
    assert effects(work, heard) == [f"s{n}" for n in range(6) if n != 3]
    cured["now"] = True
    work.clock.advance(timedelta(seconds=5))
    assert inbox.handle_due(room, work.database, work.clock, inbox.RetryPolicy()).done == 1
    assert sorted(effects(work, heard)) == [f"s{n}" for n in range(6)]


def effects(work: RoomAtWork, heard: Any) -> list[str]:
    """The structures heard of, in order."""
    with work.database.read() as session:
        return list(session.scalars(select(heard.structure).order_by(heard.position)))


def test_what_a_failed_reaction_told_is_not_told(open_room: OpenRoom) -> None:
    room = teller()[0]
    reactions = Reactions()

    @reactions.to_everything
    def tell_and_fail(uow: UnitOfWork, event: Event, _envelope: Envelope) -> None:
        assert isinstance(event, InterviewLogged)
        uow.tell(event)
        if event.structure == "fails":
            raise RuntimeError("after telling")

    room.reactions.catch_all = reactions.catch_all
    work = open_room(room)
    for structure in ("well", "fails", "well too"):
        work.hear(interview(structure), handle=False)
    handled = inbox.handle_due(room, work.database, work.clock, inbox.RetryPolicy())
    assert (handled.done, handled.failed, handled.told) == (2, 1, True)
    assert [told.data["structure"] for told in work.told()] == ["well", "well too"]
