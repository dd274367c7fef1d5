"""The history of a programme as large as one likes: accompaniments of a hundred events each, told over the years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert

from services.reporting.tables import JournalEntry
from shared import events
from shared.envelope import Envelope, seal
from shared.events import Event
from shared.ids import new_id
from shared.partial_dates import latest_day
from shared.room import Room
from shared.storage.database import Database

EACH = 100
"""Events of one accompaniment, roughly as the documented ones have them."""

Dated = tuple[Event, str | None]
CALL = "a-call"


def history(size: int, begins: date = date(2021, 1, 4)) -> Iterator[Envelope]:
    """That many events, accompaniment after accompaniment, each recorded a minute after the one before."""
    recorded = datetime(begins.year, begins.month, begins.day, 8, tzinfo=UTC)
    yield _sealed((events.CallPublished(call=CALL, title="Appel", opens="2021-01"), "2021-01"), recorded)
    told = 1
    for number in count(1):
        for dated in _accompaniment(number, begins + timedelta(days=number % 1000)):
            if told == size:
                return
            recorded += timedelta(minutes=1)
            yield _sealed(dated, recorded)
            told += 1


def _accompaniment(number: int, first: date) -> Iterator[Dated]:
    who = {"territory": f"t-{number:05}", "accompaniment": f"a-{number:05}"}

    def on(days: int) -> str:
        return (first + timedelta(days=days)).isoformat()

    name = f"Communauté de communes {number}"
    yield events.TerritoryEnrolled(call=CALL, name=name, kind="communaute-de-communes", **who), on(0)
    yield events.StageEntered(stage="diagnostic", **who), on(1)
    for one in range(18):
        yield from _interview(who, f"{number}-{one}", on(7 + one), on(14 + one))
    for one in range(6):
        yield events.StakeNamed(stake=f"{number}-{one}", title="Un lieu pour se retrouver", **who), None
    yield events.DiagnosticConcluded(conclusion="ready", **who), on(90)
    yield events.DiagnosticPresented(**who), on(100)
    for one in range(3):
        yield from _workshop(who, f"{number}-{one}", on(120 + 30 * one))
    for one in range(3):
        platform = f"plateforme-{one}"
        shortlist = f"{number}"
        yield events.PlatformShortlisted(shortlist=shortlist, platform=platform, approach="mutualisation", **who), None
        yield events.PlatformPresented(shortlist=shortlist, platform=platform, **who), on(220)
    yield events.BilanDue(due=on(365), **who), on(365)
    yield events.BilanHeld(findings="Ce qui a été fait", **who), on(370)


def _interview(who: dict[str, str], id_: str, planned: str, held: str) -> Iterator[Dated]:
    yield events.InterviewPlanned(interview=id_, on=held, **who), planned
    yield events.NotificationPlanned(plan=id_, rule="interview-to-log", about=id_, due=held, **who), planned
    said = {"structure": f"Structure {id_}", "kind": "ess", "ess": True, "appetite": "interested"}
    yield events.InterviewLogged(interview=id_, **said, **who), held
    yield events.NotificationVoided(plan=id_, rule="interview-to-log", about=id_, reason="fait", **who), held


def _workshop(who: dict[str, str], id_: str, held: str) -> Iterator[Dated]:
    what = {"title": "Atelier", "format": "atelier"}
    yield events.WorkshopScheduled(workshop=id_, planned=held, **what, **who), None
    yield events.WorkshopHeld(workshop=id_, **what, **who), held
    yield events.AttendanceRecorded(workshop=id_, expected=12, present=9, **who), held


def _sealed(dated: Dated, recorded: datetime) -> Envelope:
    event, occurred = dated
    given = {"correlation": new_id(), "causation": None}
    return seal(event, id=new_id(), now=recorded, occurred=occurred, **given)  # type: ignore[arg-type]


def _batches(size: int, most: int = 1000) -> Iterator[list[Envelope]]:
    batch: list[Envelope] = []
    for one in history(size):
        batch.append(one)
        if len(batch) == most:
            yield batch
            batch = []
    if batch:
        yield batch


def fill_journal(database: Database, size: int) -> None:
    """Put a history into the journal of reporting, as its reaction would have."""
    for batch in _batches(size):
        with database.write() as session:
            session.execute(insert(JournalEntry), [_entry(one) for one in batch])


def _entry(envelope: Envelope) -> dict[str, Any]:
    event = envelope.event()
    return {
        "id": envelope.id,
        "type": envelope.type,
        "source": envelope.teller,
        "sequence": None,
        "territory": event.territory,
        "accompaniment": event.accompaniment,
        "occurred": envelope.occurred,
        "latest_on": None if envelope.occurred is None else latest_day(envelope.occurred),
        "recorded_at": envelope.recorded,
        "body": envelope.as_json(),
    }


def fill_inbox(room: Room, database: Database, size: int, *, done: bool) -> None:
    """Put a history into a room's inbox, waiting or handled long ago."""
    sequence = 0
    for batch in _batches(size):
        rows = []
        for one in batch:
            sequence += 1
            rows.append(_heard(one, sequence, done=done))
        with database.write() as session:
            session.execute(insert(room.furniture.inbox), rows)


def _heard(envelope: Envelope, sequence: int, *, done: bool) -> dict[str, Any]:
    return {
        "event_id": envelope.id,
        "source": envelope.teller,
        "sequence": sequence,
        "type": envelope.type,
        "territory": envelope.subject,
        "correlation": envelope.correlationid,
        "body": envelope.as_json(),
        "raw": None,
        "received_at": envelope.recorded,
        "attempts": 0,
        "next_at": envelope.recorded,
        "done_at": envelope.recorded if done else None,
        "parked_at": None,
        "error": None,
    }
