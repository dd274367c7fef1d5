"""What was heard of the things that messages speak of, so that the order of hearing does not matter."""

from __future__ import annotations

from datetime import date, datetime

from services.notifications.tables import Subject
from shared.clock import paris_day
from shared.envelope import Envelope
from shared.partial_dates import latest_day
from shared.storage.unit_of_work import UnitOfWork


def hear(uow: UnitOfWork, kind: str, id: str, envelope: Envelope) -> tuple[Subject, bool]:
    """The subject, and whether this event says something newer than what was heard of it.

    A new subject is open and empty. Hearing an event again, or an earlier one late, is not news.
    """
    row = uow.session.get(Subject, (kind, id), with_for_update=True)
    if row is None:
        row = Subject(kind=kind, id=id, title="", state="open", heard_id="")
        uow.session.add(row)
    elif not _later(envelope, row):
        return row, False
    row.heard_id, row.heard_epoch, row.heard_sequence = envelope.id, envelope.epoch, envelope.sequence
    return row, True


def _later(envelope: Envelope, row: Subject) -> bool:
    same_count = envelope.epoch is not None and envelope.epoch == row.heard_epoch
    if same_count and envelope.sequence is not None and row.heard_sequence is not None:
        return envelope.sequence > row.heard_sequence
    return envelope.id > row.heard_id  # UUIDv7: ids of one teller sort by the moment of telling


def set_date(row: Subject, start: str | None, end: str | None, planned: str | None) -> None:
    """Note when a workshop is to take place: instants in ISO 8601 with offset, else a partial date (EDTF)."""
    row.start_at = None if start is None else datetime.fromisoformat(start)
    row.end_at = None if end is None else datetime.fromisoformat(end)
    row.occurred = paris_day(row.start_at).isoformat() if row.start_at and planned is None else planned


def date_of(row: Subject) -> tuple[date | None, datetime | None]:
    """The latest day on which a workshop can be (None: undated), and its start when it is exact."""
    return (None if row.occurred is None else latest_day(row.occurred)), row.start_at
