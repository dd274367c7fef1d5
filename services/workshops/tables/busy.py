"""When people, places and territories are busy: intervals and half-days, never what they are taken by."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.workshops.tables.base import Base, key
from shared.contracts.workshops.busy import BusyKind, Half
from shared.storage.types import UtcDateTime


class BusySource(Base):
    """One way in which somebody's busy times came; `subject` is the id of a person, a place or an accompaniment.

    `address` is that of a subscription; `due_at` when it is read next, `problem` what went wrong the last time.
    """

    __tablename__ = "busy_sources"
    __table_args__ = (UniqueConstraint("subject", "kind"),)

    id: Mapped[str] = key()
    subject: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[BusyKind] = mapped_column(String(16))
    address: Mapped[str | None] = mapped_column(Text)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)
    problem: Mapped[str | None] = mapped_column(Text)
    failures: Mapped[int]


class BusyTime(Base):
    """One interval, half-open; those of a source neither touch nor overlap."""

    __tablename__ = "busy_times"
    __table_args__ = (Index("ix_busy_times_source_end_at", "source", "end_at"),)

    source: Mapped[str] = mapped_column(String(36), ForeignKey("busy_sources.id"), primary_key=True)
    start_at: Mapped[datetime] = mapped_column(UtcDateTime(), primary_key=True)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime())


class BusyHabit(Base):
    """Half a day of every week that never suits (0 = Monday)."""

    __tablename__ = "busy_habits"

    subject: Mapped[str] = mapped_column(String(36), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    half: Mapped[Half] = mapped_column(String(16), primary_key=True)


class BusyHalf(Base):
    """Half of one day that does not suit, as ticked in the grid."""

    __tablename__ = "busy_halves"

    subject: Mapped[str] = mapped_column(String(36), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    half: Mapped[Half] = mapped_column(String(16), primary_key=True)


class BusyLink(Base):
    """The personal link with which somebody says when they are busy; none once it is revoked."""

    __tablename__ = "busy_links"
    __table_args__ = (UniqueConstraint("link"),)

    person: Mapped[str] = key()
    link: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())
