"""What the rooms of the whole house hear goes wrong: twice, late, no event at all, or a reaction that stumbles.

The toy rooms show the same with chosen reactions (`test_handlers.py`, `test_messages.py`); here it happens to the
journal of `reporting` and to whoever listens, under the whole workload. PostgreSQL makes the reactions stumble.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest
from kombu import Connection

from shared.events import LISTENERS
from shared.ids import new_id
from tests.faults.estate import Estate
from tests.faults.figures import FULL, Figures, times, workload
from tests.faults.houses import ROOMS
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(0 if FULL else 600)

AGAIN = 40
"""Messages of a room that come again in a round."""


def rows(estate: Estate, sql: str) -> list[Any]:
    """What plain SQL finds, past every proxy."""
    with closing(psycopg2.connect(estate.cluster.url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def change(estate: Estate, sql: str) -> None:
    """Plain SQL that changes something."""
    with closing(psycopg2.connect(estate.cluster.url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql)


def put(estate: Estate, messages: list[tuple[str, str, bytes]]) -> None:
    """Publish `(exchange, routing key, body)`, each confirmed."""
    with (
        Connection(estate.node.url, transport_options={"confirm_publish": True}) as connection,
        connection.channel() as channel,
    ):
        for exchange, key, body in messages:
            message = channel.prepare_message(body, content_type="application/json", content_encoding="utf-8")
            channel.basic_publish(message, exchange=exchange, routing_key=key)


def test_what_was_told_comes_again_twice_late_and_out_of_order(
    estate: Estate, figures: Figures, chance: random.Random
) -> None:
    with (
        figures.fault("messages twice, late, out of order", estate.name) as tally,
        estate.ordeal(tally, commands=workload(20)),
    ):
        for _ in range(times(1, 50)):
            again = [message for room in ROOMS for message in told_before(estate, room)] * 2
            chance.shuffle(again)
            put(estate, again)
            tally.tried += len(again)


def told_before(estate: Estate, room: str) -> list[tuple[str, str, bytes]]:
    """Some of what a room has told at any time since the house began."""
    drawn = f"""
        SELECT type, (body::jsonb || jsonb_build_object('sequence', sequence, 'epoch', epoch))::text
        FROM {room}.outbox, {room}.ledger WHERE published_at IS NOT NULL ORDER BY random() LIMIT {AGAIN}
    """
    return [(f"{room}.events", type_, body.encode()) for type_, body in rows(estate, drawn)]


def test_poison_is_put_aside_by_each_room_and_holds_nobody_up(estate: Estate, figures: Figures) -> None:
    listeners = [room for room in ROOMS if LISTENERS[room]]
    with (
        figures.fault("poison: not JSON, no event, unknown type, newer version, 10 MB", estate.name) as tally,
        estate.ordeal(tally, commands=workload(20)),
    ):
        for _ in range(times(1, 20)):
            raw = [b"not json", b"\xff\xfe\x00", b"[]", json.dumps({"much": "x" * 10_000_000}).encode()]
            unknown, newer = (envelope("something-new", 1), envelope("interview-logged", 2))
            put(estate, [("", f"in-{room}.q1", body) for room in listeners for body in raw])
            put(estate, [("", "in-reporting.q1", json.dumps(one).encode()) for one in (unknown, newer)])
            estate.parked |= {unknown["id"], newer["id"]}
            for room in listeners:
                estate.raw[room] = estate.raw.get(room, 0) + len(raw)
            tally.tried += len(raw) * len(listeners) + 2


def envelope(type_: str, version: int) -> dict[str, Any]:
    """An event that this version of the house does not know."""
    return {
        "specversion": "1.0",
        "id": new_id(),
        "source": "/diagnostic",
        "type": type_,
        "time": "2026-01-01T00:00:00+00:00",
        "dataschema": f"urn:terreau:{type_}:{version}",
        "correlationid": new_id(),
        "data": {"meeting": "m"},
    }


_STUMBLE = """
    CREATE OR REPLACE FUNCTION reporting.stumble() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF hashtext(NEW.id) % {one_in} = 0
           AND coalesce((SELECT attempts FROM reporting.inbox WHERE event_id = NEW.id), 0) < {times} THEN
            RAISE EXCEPTION 'stumbled';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER stumble BEFORE INSERT ON reporting.journal FOR EACH ROW EXECUTE FUNCTION reporting.stumble();
"""


@contextmanager
def stumbling(estate: Estate, *, one_in: int, times: int) -> Iterator[None]:
    """One in so many events cannot be put into the journal, so many times each."""
    change(estate, _STUMBLE.format(one_in=one_in, times=times))
    try:
        yield
    finally:
        change(estate, "DROP TRIGGER stumble ON reporting.journal")


def stumbled(estate: Estate, attempts: int) -> int:
    """How many events have failed at least so many times."""
    return int(rows(estate, f"SELECT count(*) FROM reporting.inbox WHERE attempts >= {attempts}")[0][0])


def test_reactions_that_fail_twice_then_work_take_effect_once(estate: Estate, figures: Figures) -> None:
    with figures.fault("reaction that fails twice, then works", estate.name) as tally:
        before, wanted = stumbled(estate, 2), times(3, 250)
        with stumbling(estate, one_in=5, times=2), estate.ordeal(tally, commands=workload(40)):
            until(lambda: stumbled(estate, 2) - before >= wanted, seconds=600, what="reactions that fail twice")
        tally.tried = stumbled(estate, 2) - before


@pytest.mark.skipif(not FULL, reason="a reaction is given up after a minute of tries: the toy rooms have less patience")
def test_reactions_that_always_fail_are_parked_and_work_once_cured(estate: Estate, figures: Figures) -> None:
    parked = "SELECT event_id FROM reporting.inbox WHERE parked_at IS NOT NULL"
    known = {id_ for (id_,) in rows(estate, parked)}
    with (
        figures.fault("reaction that always fails, parked, cured and tried again", estate.name) as tally,
        estate.ordeal(tally, commands=workload(20)),
    ):
        with stumbling(estate, one_in=50, times=1_000):
            until(lambda: len(rows(estate, parked)) - len(known) >= times(1, 30), seconds=900, what="parked events")
        until(lambda: _all_retried(estate, parked, known), seconds=300, what="all of them handled")
        tally.tried = times(1, 30)


def _all_retried(estate: Estate, parked: str, known: set[str]) -> bool:
    """Whether nothing but the poison of before is parked any more; what is gets another chance."""
    left = {id_ for (id_,) in rows(estate, parked)} - known
    for id_ in left:
        estate.stack.terreau("events", "retry", id_)
    waiting = rows(estate, "SELECT count(*) FROM reporting.inbox WHERE attempts > 0 AND done_at IS NULL")[0][0]
    return not left and waiting <= len(known)
