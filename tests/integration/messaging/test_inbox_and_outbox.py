"""The rules of inbox and outbox, on both databases, without a broker."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from shared.contracts.diagnostic import LogInterview
from shared.events import InterviewLogged
from shared.messaging import inbox, outbox
from shared.messaging.publisher import Outgoing
from shared.room import Reactions
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork
from tests.support.toy_rooms import listener, teller


def interview(structure: str) -> InterviewLogged:
    """An event."""
    return InterviewLogged(
        territory="t", interview="i", structure=structure, kind="ess", ess=True, appetite="interested"
    )


@pytest.fixture
def telling(open_room: OpenRoom) -> RoomAtWork:
    """The toy teller on an empty database."""
    return open_room(teller()[0])


@pytest.fixture
def hearing(open_room: OpenRoom) -> RoomAtWork:
    """The toy listener on an empty database."""
    return open_room(listener()[0])


def test_the_relay_numbers_without_gaps_in_the_order_told(telling: RoomAtWork) -> None:
    for n in range(5):
        telling.obey(LogInterview(accompaniment="a", structure=str(n), kind="ess"))
    leaving: list[Outgoing] = []
    assert outbox.relay(telling.room, telling.database, telling.clock, leaving.extend) == 5
    published = [json.loads(event.text) for event in leaving]
    assert [event["id"] for event in published] == [event.id for event in leaving]
    assert [event["sequence"] for event in published] == [1, 2, 3, 4, 5]
    assert [event["data"]["structure"] for event in published] == list("01234")
    assert len({event["epoch"] for event in published}) == 1


def test_a_broker_that_refuses_leaves_everything_to_be_published_again(telling: RoomAtWork) -> None:
    telling.obey(LogInterview(accompaniment="a", structure="s", kind="ess"))

    def refuse(_events: object) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        outbox.relay(telling.room, telling.database, telling.clock, refuse)
    published: list[Outgoing] = []
    assert outbox.relay(telling.room, telling.database, telling.clock, published.extend) == 1
    assert [event.sequence for event in published] == [1]


def test_a_listener_that_catches_up_is_given_pages_of_the_types_it_hears(telling: RoomAtWork) -> None:
    for n in range(5):
        telling.obey(LogInterview(accompaniment="a", structure=str(n), kind="ess"))
    outbox.relay(telling.room, telling.database, telling.clock, lambda _events: None)
    types = ["interview-logged"]
    first = outbox.told_since(telling.room, telling.database, epoch=None, after=0, types=types, limit=3)
    assert ([e["sequence"] for e in first["events"]], first["upto"]) == ([1, 2, 3], 3)
    rest = outbox.told_since(
        telling.room, telling.database, epoch=first["epoch"], after=first["upto"], types=types, limit=3
    )
    assert ([e["sequence"] for e in rest["events"]], rest["upto"]) == ([4, 5], 5)
    other = outbox.told_since(telling.room, telling.database, epoch=None, after=0, types=["bilan-due"], limit=3)
    assert (other["events"], other["upto"]) == ([], 5)


def test_a_listener_of_another_epoch_is_answered_from_the_beginning(telling: RoomAtWork) -> None:
    telling.obey(LogInterview(accompaniment="a", structure="s", kind="ess"))
    outbox.relay(telling.room, telling.database, telling.clock, lambda _events: None)
    page = outbox.told_since(
        telling.room, telling.database, epoch="another", after=1, types=["interview-logged"], limit=3
    )
    assert [e["sequence"] for e in page["events"]] == [1]


def test_the_same_message_twice_is_one_effect(hearing: RoomAtWork) -> None:
    envelope = hearing.hear(interview("s"))
    assert inbox.store(hearing.room, hearing.database, hearing.clock, [envelope.as_json(), envelope.as_json()]) == 0
    assert inbox.handle_due(hearing.room, hearing.database, hearing.clock, inbox.RetryPolicy()).done == 0


@pytest.mark.parametrize("body", [b"not json", b"[]", b'{"specversion": "1.0"}', b"\xff\xfe"])
def test_what_is_no_event_is_parked_as_it_came(hearing: RoomAtWork, body: bytes) -> None:
    inbox.store(hearing.room, hearing.database, hearing.clock, [body])
    (parked,) = inbox.parked(hearing.room, hearing.database)
    assert parked["type"] == "?"
    table = hearing.room.furniture.inbox
    with hearing.database.read() as session:
        assert bytes(session.scalar(table.select().with_only_columns(table.c.raw)) or b"") == body


def test_an_event_of_a_newer_house_is_parked_at_once_and_kept(hearing: RoomAtWork) -> None:
    envelope = hearing.hear(interview("s"), handle=False)
    unknown = {**envelope.as_json(), "id": "another", "type": "something-new"}
    inbox.store(hearing.room, hearing.database, hearing.clock, [unknown])
    handled = inbox.handle_due(hearing.room, hearing.database, hearing.clock, inbox.RetryPolicy())
    assert (handled.done, handled.failed) == (1, 1)
    (parked,) = inbox.parked(hearing.room, hearing.database)
    assert (parked["id"], parked["attempts"]) == ("another", 1)


def test_an_ordered_reaction_waits_for_what_came_earlier_in_its_territory(open_room: OpenRoom) -> None:
    room = listener()[0]
    reactions = Reactions()
    heard: list[str] = []
    failing = {"first": True}

    @reactions.to(InterviewLogged, ordered=True)
    def hear(_uow: object, event: InterviewLogged, _envelope: object) -> None:
        if event.structure == "first" and failing["first"]:
            raise RuntimeError("not yet")
        heard.append(event.structure)

    room.reactions.functions.update(reactions.functions)
    work = open_room(room)
    for number, (structure, territory) in enumerate([("first", "t"), ("second", "t"), ("elsewhere", "u")], start=1):
        body = work.hear(interview(structure), handle=False).as_json()
        table = room.furniture.inbox
        with work.database.write() as session:
            session.execute(
                table.update().where(table.c.event_id == body["id"]).values(sequence=number, territory=territory)
            )
    policy = inbox.RetryPolicy()
    inbox.handle_due(room, work.database, work.clock, policy)
    assert heard == ["elsewhere"]
    failing["first"] = False
    work.clock.advance(timedelta(seconds=5))
    inbox.handle_due(room, work.database, work.clock, policy)
    work.clock.advance(timedelta(seconds=5))
    inbox.handle_due(room, work.database, work.clock, policy)
    assert heard == ["elsewhere", "first", "second"]


def test_what_is_no_event_stays_parked_whatever_is_tried_again(hearing: RoomAtWork) -> None:
    inbox.store(hearing.room, hearing.database, hearing.clock, [b"not json"])
    assert inbox.retry(hearing.room, hearing.database, hearing.clock, None) == 0
    assert len(inbox.parked(hearing.room, hearing.database)) == 1


def test_what_is_owed_may_be_asked_of_the_time_until_an_instant(hearing: RoomAtWork, telling: RoomAtWork) -> None:
    before = hearing.clock.now() - timedelta(seconds=1)
    hearing.hear(interview("s"), handle=False)
    telling.obey(LogInterview(accompaniment="a", structure="s", kind="ess"))
    for until, count in ((before, 0), (hearing.clock.now(), 1), (None, 1)):
        with hearing.database.read() as session:
            assert inbox.owed(session, hearing.room, None, until) == count
        with telling.database.read() as session:
            assert outbox.unpublished(session, telling.room, None, until) == count
