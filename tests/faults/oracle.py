"""The oracle: reads every room's store with plain SQL and says what is missing, double, torn or wrongly put aside.

It shares no code with the services. What it holds them to, by counting rows and never by reading logs:

- every event of a teller's outbox is numbered without a gap in its epoch, published, and stands once in the inbox
  of every listener that the registry names, done (or parked, where that is expected);
- nobody heard what nobody told, and what was heard is what was told;
- the effects of an event (the journal's row) stand there once;
- an order, its facts and its events were written together or not at all;
- a projection is what a fold of the journal gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.stores import Row, Store, decoded

LOST, DOUBLED, GAP, OWED, PARKED, TORN, STRANGE, UNFOLDED = (
    "lost",
    "doubled",
    "gap",
    "owed",
    "parked",
    "torn",
    "strange",
    "unfolded",
)

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: its kind, the room where it shows, and what it is about."""

    kind: str
    room: str
    what: str


@dataclass(frozen=True)
class Effects:
    """The rows that handling an event leaves in `room`: `sql` answers one event id for each effect."""

    room: str
    sql: str


@dataclass(frozen=True)
class Facts:
    """Rows written together with an event: `sql` answers their keys, `key` finds it in an event of `type`."""

    room: str
    sql: str
    type: str
    key: Callable[[Row], Key]


@dataclass(frozen=True)
class Projection:
    """Rows that are folded from events: `sql` answers them, `fold` makes one of an event (None: not of this one)."""

    room: str
    sql: str
    fold: Callable[[Row], Key | None]


@dataclass(frozen=True)
class Expectations:
    """What a house is held to. `hears`: the event types of each listener; `parked`: ids that may be put aside.

    `raw`: how many bodies that are no event each room was sent. `restored`: whether the house stands on a backup, so
    that what was heard before it bears the epoch of its day.
    """

    hears: Mapping[str, Collection[str]]
    effects: Sequence[Effects] = ()
    facts: Sequence[Facts] = ()
    projections: Sequence[Projection] = ()
    parked: Collection[str] = ()
    raw: Mapping[str, int] = field(default_factory=dict)
    restored: bool = False


@dataclass
class Verdict:
    """What was counted and what was found."""

    told: int = 0
    heard: int = 0
    effects: int = 0
    orders: int = 0
    findings: list[Finding] = field(default_factory=list)

    def count(self, *kinds: str) -> int:
        """How many findings are of these kinds."""
        return sum(finding.kind in kinds for finding in self.findings)

    def __str__(self) -> str:
        kinds = dict(Counter(finding.kind for finding in self.findings))
        some = "".join(f"\n  {finding.kind} in {finding.room}: {finding.what}" for finding in self.findings[:20])
        return f"{self.told} told, {self.heard} heard, {self.effects} effects, found {kinds}{some}"


@dataclass(frozen=True)
class _Room:
    """What one store held at one moment."""

    store: Store
    told: list[Row]
    heard: list[Row]
    ledger: list[Row]
    orders: list[Row]


def examine(stores: Mapping[str, Store], expected: Expectations, accepted: Mapping[str, Sequence[str]]) -> Verdict:
    """Examine a house at rest. `accepted`: the orders that were answered, with the events their answers named."""
    rooms = {name: _read(store) for name, store in stores.items()}
    told = {row["event_id"]: row for room in rooms.values() for row in room.told}
    verdict = Verdict(
        told=sum(len(room.told) for room in rooms.values()),
        heard=sum(len(room.heard) for room in rooms.values()),
        orders=sum(len(room.orders) for room in rooms.values()),
    )
    for name, room in rooms.items():
        verdict.findings += _numbering(name, room)
        verdict.findings += _hearing(name, room, told, expected)
        verdict.findings += _orders(name, room)
    verdict.findings += _accepted(rooms, accepted)
    verdict.findings += _effects(rooms, expected, verdict)
    for facts in expected.facts:
        rows = rooms[facts.room].store.tuples(facts.sql)
        events = [facts.key(row["body"]) for row in rooms[facts.room].told if row["type"] == facts.type]
        verdict.findings += _compared(TORN, facts.room, rows, events, f"row of «{facts.type}»")
    for projection in expected.projections:
        rows = rooms[projection.room].store.tuples(projection.sql)
        folded = [key for row in told.values() if (key := projection.fold(row["body"])) is not None]
        verdict.findings += _compared(UNFOLDED, projection.room, rows, folded, "row of a projection")
    return verdict


def _read(store: Store) -> _Room:
    told = store.rows("SELECT event_id, type, correlation, body, sequence, published_at FROM outbox ORDER BY position")
    heard = store.rows("SELECT event_id, type, sequence, body, raw, done_at, parked_at, error FROM inbox")
    orders = store.rows("SELECT order_id, answer FROM orders")
    ledger = store.rows("SELECT epoch, last_sequence FROM ledger")
    for row in told + heard:
        row["body"] = decoded(row["body"])
    for row in told:  # what leaves bears its number and the epoch beside what was written when it was told
        row["body"] |= {"sequence": row["sequence"], "epoch": ledger[0]["epoch"] if ledger else None}
    for row in orders:
        row["answer"] = decoded(row["answer"])
    return _Room(store, told, heard, ledger, orders)


def _numbering(name: str, room: _Room) -> Iterator[Finding]:
    """Sequences without gap or double from 1 to the ledger's last; everything published."""
    yield from _twice(name, (row["event_id"] for row in room.told), "told under one id")
    numbered = [row for row in room.told if row["sequence"] is not None]
    for row in room.told:
        if row["published_at"] is None:
            yield Finding(OWED, name, f"{row['event_id']} is not published")
    if not numbered:
        return
    if len(room.ledger) != 1:
        yield Finding(GAP, name, f"{len(room.ledger)} ledgers")
        return
    (ledger,) = room.ledger
    last = ledger["last_sequence"]
    sequences = Counter(row["sequence"] for row in numbered)
    for sequence in sorted(set(range(1, last + 1)) ^ set(sequences)):
        yield Finding(GAP, name, f"sequence {sequence} of 1 to {last}")
    for sequence, count in sequences.items():
        if count > 1:
            yield Finding(DOUBLED, name, f"sequence {sequence} given {count} times")


def _hearing(name: str, room: _Room, told: Mapping[str, Row], expected: Expectations) -> Iterator[Finding]:
    """Everything told that this room hears stands once in its inbox, as it was told, and is handled."""
    due = {event for event, row in told.items() if row["type"] in expected.hears.get(name, ())}
    known = [row for row in room.heard if row["raw"] is None]
    yield from _twice(name, (row["event_id"] for row in known), "heard")
    heard = {row["event_id"]: row for row in known}
    for event in due - set(heard):
        yield Finding(LOST, name, f"{told[event]['type']} {event} was told and not heard")
    for event, row in heard.items():
        if event not in due:
            if event not in expected.parked:
                yield Finding(STRANGE, name, f"{row['type']} {event} was heard and not told")
        elif _as_heard(row["body"], expected) != _as_heard(told[event]["body"], expected):
            yield Finding(STRANGE, name, f"{row['type']} {event} was heard otherwise than told")
        yield from _handled(name, row, expected)
    raw = len(room.heard) - len(known)
    if raw != expected.raw.get(name, 0):
        yield Finding(PARKED, name, f"{raw} bodies that are no event, {expected.raw.get(name, 0)} were sent")


def _as_heard(body: Row, expected: Expectations) -> Row:
    return {name: value for name, value in body.items() if name != "epoch"} if expected.restored else body


def _handled(name: str, row: Row, expected: Expectations) -> Iterator[Finding]:
    if row["parked_at"] is not None:
        if row["event_id"] not in expected.parked:
            yield Finding(PARKED, name, f"{row['type']} {row['event_id']}: {row['error']}")
    elif row["done_at"] is None:
        yield Finding(OWED, name, f"{row['type']} {row['event_id']} is not handled: {row['error']}")


def _orders(name: str, room: _Room) -> Iterator[Finding]:
    """An order and the events that obeying it told were committed together."""
    told = {row["event_id"] for row in room.told}
    answered = {row["order_id"]: set(row["answer"]["told"]) for row in room.orders}
    for order, events in answered.items():
        for event in events - told:
            yield Finding(TORN, name, f"order {order} tells of {event}, which the outbox has not")
    for row in room.told:
        of_order = answered.get(row["correlation"])
        if of_order is not None and "causationid" not in row["body"] and row["event_id"] not in of_order:
            yield Finding(TORN, name, f"{row['event_id']} is not in the answer of order {row['correlation']}")


def _accepted(rooms: Mapping[str, _Room], accepted: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """What was answered stays: the order and every event its answer named."""
    kept = Counter(row["order_id"] for room in rooms.values() for row in room.orders)
    told = {row["event_id"] for room in rooms.values() for row in room.told}
    for order, events in accepted.items():
        if kept[order] == 0:
            yield Finding(LOST, "?", f"order {order} was accepted and is not kept")
        if kept[order] > 1:
            yield Finding(DOUBLED, "?", f"order {order} is kept {kept[order]} times")
        for event in set(events) - told:
            yield Finding(LOST, "?", f"{event} was accepted and is not told")


def _effects(rooms: Mapping[str, _Room], expected: Expectations, verdict: Verdict) -> Iterator[Finding]:
    """What was handled took effect once; what was not took none."""
    for effects in expected.effects:
        room = rooms[effects.room]
        ids = [row[0] for row in room.store.tuples(effects.sql)]
        verdict.effects += len(ids)
        done = {row["event_id"] for row in room.heard if row["done_at"] is not None}
        yield from _twice(effects.room, ids, "took effect")
        for event in done - set(ids):
            yield Finding(LOST, effects.room, f"{event} is marked done without its effect")
        for event in set(ids) - done:
            yield Finding(TORN, effects.room, f"{event} took effect and is not marked done")


def _twice(name: str, ids: Iterable[str], what: str) -> Iterator[Finding]:
    for event, count in Counter(ids).items():
        if count > 1:
            yield Finding(DOUBLED, name, f"{event} {what} {count} times")


def _compared(kind: str, room: str, rows: Iterable[Key], expected: Iterable[Key], what: str) -> Iterator[Finding]:
    there, due = Counter(rows), Counter(expected)
    for key, count in (due - there).items():
        yield Finding(kind, room, f"{what} {key}: {count} missing")
    for key, count in (there - due).items():
        yield Finding(kind, room, f"{what} {key}: {count} too many")
