"""Workshops, decisions about them, presence, searches, visits, and what came out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.workshops.tables.base import Base, key, partial_date, to_accompaniment, to_workshop
from shared.storage.types import UtcDateTime


class Workshop(Base):
    """A workshop as it stands: exact instants, or the partial date that is all one knows, or no date at all.

    `occurred` is the EDTF text it stands on: for exact instants their day in Paris. `planned` is how many were
    expected when it was scheduled.
    """

    __tablename__ = "workshops"
    __table_args__ = (Index("ix_workshops_start_at", "start_at"), Index("ix_workshops_state", "state"))

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to_accompaniment()
    territory: Mapped[str] = mapped_column(String(36))
    title: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(Text)
    circle: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    occurred: Mapped[str | None] = partial_date()
    venue: Mapped[str | None] = mapped_column(String(36))
    venue_label: Mapped[str] = mapped_column(Text)
    planned: Mapped[int | None]
    summary: Mapped[str] = mapped_column(Text)
    series: Mapped[str | None] = mapped_column(String(200))


class Invitation(Base):
    """A person invited to a workshop, by the id of the directory."""

    __tablename__ = "invitations"

    workshop: Mapped[str] = mapped_column(String(36), ForeignKey("workshops.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)


class Decision(Base):
    """What a person decided about a workshop: moved (with the dates before and after), maintained, cancelled."""

    __tablename__ = "decisions"

    id: Mapped[str] = key()
    workshop: Mapped[str] = to_workshop()
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(String(24))
    withdrawals: Mapped[int | None]
    before_start: Mapped[datetime | None] = mapped_column(UtcDateTime())
    before_end: Mapped[datetime | None] = mapped_column(UtcDateTime())
    before_occurred: Mapped[str | None] = partial_date()
    after_start: Mapped[datetime | None] = mapped_column(UtcDateTime())
    after_end: Mapped[datetime | None] = mapped_column(UtcDateTime())
    after_occurred: Mapped[str | None] = partial_date()
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime())


class Attendance(Base):
    """One recording of presence, by whom (an account); the last one of a workshop counts, the earlier ones are kept.

    `regularisation` says why it was typed after its period was closed.
    """

    __tablename__ = "attendances"

    id: Mapped[str] = key()
    workshop: Mapped[str] = to_workshop()
    expected: Mapped[int | None]
    present: Mapped[int | None]
    occurred: Mapped[str | None] = partial_date()
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
    by: Mapped[str | None] = mapped_column(String(64))
    regularisation: Mapped[str | None] = mapped_column(Text)


class AttendanceLine(Base):
    """One line of a recording: a person (by id) or a structure, and a status."""

    __tablename__ = "attendance_lines"

    attendance: Mapped[str] = mapped_column(String(36), ForeignKey("attendances.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[str | None] = mapped_column(String(36), index=True)
    structure: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    minutes: Mapped[int | None]


class Search(Base):
    """A search that found no slot in a month; the same month and reason may come twice, a run each."""

    __tablename__ = "searches"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to_accompaniment()
    month: Mapped[str] = mapped_column(String(7))
    reason: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str | None] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()


class Visit(Base):
    """An inspiring visit or journey that took place."""

    __tablename__ = "visits"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to_accompaniment()
    title: Mapped[str] = mapped_column(Text)
    destination: Mapped[str] = mapped_column(Text)
    intention: Mapped[str] = mapped_column(Text)
    lessons: Mapped[str] = mapped_column(Text)
    days: Mapped[int | None]
    meetings: Mapped[int | None]
    occurred: Mapped[str | None] = partial_date()


class OutcomeRow(Base):
    """A need or an agreement that came out, of a workshop or not."""

    __tablename__ = "outcomes"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to_accompaniment()
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    workshop: Mapped[str | None] = mapped_column(String(36), ForeignKey("workshops.id"))
    occurred: Mapped[str | None] = partial_date()
