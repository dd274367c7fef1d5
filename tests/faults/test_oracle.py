"""The oracle finds what is planted: a check that cannot fail would be no check."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.houses import TOYS
from tests.faults.oracle import (
    DOUBLED,
    GAP,
    LOST,
    OWED,
    PARKED,
    STRANGE,
    TORN,
    UNFOLDED,
    Expectations,
    Projection,
    Verdict,
    examine,
)
from tests.faults.stores import Store, stores_of

_TABLES = """
CREATE TABLE outbox (position INTEGER, event_id VARCHAR(36), type VARCHAR(64), correlation VARCHAR(36), body JSON,
    sequence BIGINT, published_at TEXT);
CREATE TABLE inbox (event_id VARCHAR(64), type VARCHAR(64), sequence BIGINT, body JSON, raw TEXT, done_at TEXT,
    parked_at TEXT, error TEXT);
CREATE TABLE ledger (epoch VARCHAR(36), last_sequence BIGINT);
CREATE TABLE orders (order_id VARCHAR(36), answer JSON);
CREATE TABLE interviews (id VARCHAR(36));
CREATE TABLE heard (event_id VARCHAR(36));
CREATE TABLE counts (structure VARCHAR(36), n BIGINT)
"""
"""The columns that the oracle reads, without a single constraint: anything may be planted."""

COUNTS = Projection(
    "reporting",
    "SELECT structure, n FROM counts",
    lambda event: (event["data"]["structure"], 1),
)
EXPECTED = replace(TOYS, projections=[COUNTS])
ACCEPTED = {f"order-{n}": [f"event-{n}"] for n in (1, 2, 3)}

Stores = dict[str, Store]


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    """Two rooms in which three events were told and heard, and nothing is amiss."""
    if request.param == "sqlite":
        yield _filled(stores_of(tmp_path, TOYS.hears), tmp_path)
        return
    yield _filled(stores_of(request.getfixturevalue("postgresql"), TOYS.hears), None)


def _filled(stores: Stores, folder: Path | None) -> Stores:
    for room, store in stores.items():
        if folder is not None:
            sqlite3.connect(folder / f"{room}.sqlite3").close()
        else:
            store.change(f"DROP SCHEMA IF EXISTS {room} CASCADE; CREATE SCHEMA {room}; {_TABLES}")
            continue
        for table in _TABLES.split(";"):
            store.change(table)
    stores["diagnostic"].change("INSERT INTO ledger VALUES ('e', 3)")
    for n in (1, 2, 3):
        _tell(stores, n)
        _hear(stores, n)
        stores["reporting"].change(f"INSERT INTO heard VALUES ('event-{n}')")
        stores["reporting"].change(f"INSERT INTO counts VALUES ('s{n}', 1)")
    return stores


def _body(n: int) -> dict[str, object]:
    return {"id": f"event-{n}", "data": {"interview": f"i{n}", "structure": f"s{n}"}}


def _tell(stores: Stores, n: int) -> None:
    room = stores["diagnostic"]
    values = f"{n}, 'event-{n}', 'interview-logged', 'order-{n}', '{json.dumps(_body(n))}', {n}, 'then'"
    room.change(f"INSERT INTO outbox VALUES ({values})")
    room.change(f"INSERT INTO interviews VALUES ('i{n}')")
    answer = json.dumps({"told": [f"event-{n}"]})
    room.change(f"INSERT INTO orders VALUES ('order-{n}', '{answer}')")


def _hear(stores: Stores, n: int) -> None:
    body = json.dumps(_body(n) | {"sequence": n, "epoch": "e"})
    values = f"'event-{n}', 'interview-logged', {n}, '{body}', NULL, 'then', NULL, NULL"
    stores["reporting"].change(f"INSERT INTO inbox VALUES ({values})")


def judge(stores: Stores, expected: Expectations = EXPECTED) -> Verdict:
    """What the oracle says."""
    return examine(stores, expected, ACCEPTED)


def test_nothing_is_found_where_nothing_is_amiss(stores: Stores) -> None:
    verdict = judge(stores)
    assert verdict.findings == []
    assert (verdict.told, verdict.heard, verdict.effects, verdict.orders) == (3, 3, 3, 3)


_TOLD_AGAIN = (
    "INSERT INTO outbox SELECT position, event_id, type, correlation, body, 4, published_at FROM outbox"
    " WHERE event_id = 'event-2'"
)
_PLANTED: list[tuple[str, str, str, set[str]]] = [
    ("an event that nobody heard", "reporting", "DELETE FROM inbox WHERE event_id = 'event-2'", {LOST, TORN}),
    ("an effect that is missing", "reporting", "DELETE FROM heard WHERE event_id = 'event-2'", {LOST}),
    ("an effect too many", "reporting", "INSERT INTO heard VALUES ('event-2')", {DOUBLED}),
    ("an effect of nothing", "reporting", "INSERT INTO heard VALUES ('event-9')", {TORN}),
    (
        "an event heard twice",
        "reporting",
        "INSERT INTO inbox SELECT * FROM inbox WHERE event_id = 'event-2'",
        {DOUBLED},
    ),
    ("an event told twice", "diagnostic", _TOLD_AGAIN, {DOUBLED, GAP, TORN, STRANGE}),
    ("an event lost by its teller", "diagnostic", "DELETE FROM outbox WHERE sequence = 3", set()),
    ("a gap in the sequence", "diagnostic", "UPDATE outbox SET sequence = 7 WHERE sequence = 2", {GAP, STRANGE}),
    ("a sequence given twice", "diagnostic", "UPDATE outbox SET sequence = 1 WHERE sequence = 2", set()),
    ("a ledger that ran ahead", "diagnostic", "UPDATE ledger SET last_sequence = 4", {GAP}),
    ("an event of another epoch", "diagnostic", "UPDATE ledger SET epoch = 'f'", {STRANGE}),
    ("an event not published", "diagnostic", "UPDATE outbox SET published_at = NULL WHERE sequence = 2", {OWED}),
    ("an event not handled", "reporting", "UPDATE inbox SET done_at = NULL WHERE sequence = 2", {OWED, TORN}),
    ("an event put aside", "reporting", "UPDATE inbox SET parked_at = 'then' WHERE sequence = 2", {PARKED}),
    ("a body that is no event", "reporting", "INSERT INTO inbox (event_id, raw) VALUES ('raw-1', 'x')", {PARKED}),
    ("an event heard otherwise than told", "reporting", "UPDATE inbox SET body = '{}' WHERE sequence = 2", {STRANGE}),
    ("a row without its event", "diagnostic", "INSERT INTO interviews VALUES ('i9')", {TORN}),
    ("an event without its row", "diagnostic", "DELETE FROM interviews WHERE id = 'i2'", {TORN}),
    ("an order that is not kept", "diagnostic", "DELETE FROM orders WHERE order_id = 'order-2'", {LOST}),
    (
        "an order kept twice",
        "diagnostic",
        "INSERT INTO orders SELECT * FROM orders WHERE order_id = 'order-2'",
        {DOUBLED},
    ),
    (
        "an answer that names no event",
        "diagnostic",
        "UPDATE orders SET answer = '{\"told\": [\"event-9\"]}' WHERE order_id = 'order-2'",
        {TORN},
    ),
    ("a projection without a row", "reporting", "DELETE FROM counts WHERE structure = 's2'", {UNFOLDED}),
    ("a projection with a row too many", "reporting", "INSERT INTO counts VALUES ('s2', 1)", {UNFOLDED}),
    ("a projection that counted wrong", "reporting", "UPDATE counts SET n = 2 WHERE structure = 's2'", {UNFOLDED}),
]


@pytest.mark.parametrize(("what", "room", "planted", "kinds"), _PLANTED, ids=[row[0] for row in _PLANTED])
def test_the_oracle_finds(stores: Stores, what: str, room: str, planted: str, kinds: set[str]) -> None:
    stores[room].change(planted)
    found = {finding.kind for finding in judge(stores).findings}
    assert found == kinds if kinds else found, what


def test_an_event_lost_by_its_teller_is_lost_torn_and_a_gap(stores: Stores) -> None:
    stores["diagnostic"].change("DELETE FROM outbox WHERE sequence = 3")
    found = {finding.kind for finding in judge(stores).findings}
    assert {LOST, TORN, GAP, STRANGE, UNFOLDED} <= found


def test_what_may_be_parked_is_not_held_against_the_house_and_must_not_have_taken_effect(stores: Stores) -> None:
    stores["reporting"].change("UPDATE inbox SET parked_at = 'then', done_at = NULL WHERE event_id = 'event-2'")
    allowed = replace(EXPECTED, parked={"event-2"})
    assert {finding.kind for finding in judge(stores, allowed).findings} == {TORN}
    stores["reporting"].change("DELETE FROM heard WHERE event_id = 'event-2'")
    assert judge(stores, allowed).findings == []


def test_a_body_that_is_no_event_is_expected_where_one_was_sent(stores: Stores) -> None:
    stores["reporting"].change("INSERT INTO inbox (event_id, raw, parked_at) VALUES ('raw-1', 'x', 'then')")
    assert judge(stores, replace(EXPECTED, raw={"reporting": 1})).findings == []
    assert {finding.kind for finding in judge(stores, replace(EXPECTED, raw={"reporting": 2})).findings} == {PARKED}


def test_a_store_that_is_away_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        Store("diagnostic", tmp_path / "diagnostic.sqlite3").rows("SELECT 1")
    assert not (tmp_path / "diagnostic.sqlite3").exists()
