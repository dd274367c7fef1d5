"""What reporting keeps: the journal of every event, the periods that funders want, the reports made for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, Identity, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.storage.tables import furnish, new_metadata
from shared.storage.types import UtcDateTime

_Position = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts rows by itself only for INTEGER keys


class Base(DeclarativeBase):
    """The tables of this room."""

    metadata = new_metadata()


class JournalEntry(Base):
    """One event as it was told; rows are added, never changed and never deleted.

    `latest_on` is the last day that `occurred` can mean (null: undated), so that no date is read twice.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_recorded", "recorded_at", "id"),
        Index("ix_journal_story", "accompaniment", "position"),
    )

    position: Mapped[int] = mapped_column(_Position, Identity(), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    type: Mapped[str] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    territory: Mapped[str | None] = mapped_column(String(36), index=True)
    accompaniment: Mapped[str | None] = mapped_column(String(36))
    occurred: Mapped[str | None] = mapped_column(String(64))
    latest_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class FunderPeriod(Base):
    """A period for which a funder wants a report; `raised_at` says that its due date was told."""

    __tablename__ = "funder_periods"
    __table_args__ = (UniqueConstraint("funder", "period"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    funder: Mapped[str] = mapped_column(String(200))
    period: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date] = mapped_column(Date, index=True)
    raised_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class Report(Base):
    """A report that was made: with these dates its figures can be made again to the byte."""

    __tablename__ = "reports"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    funder: Mapped[str] = mapped_column(String(200), index=True)
    period: Mapped[str] = mapped_column(String(32))
    as_of: Mapped[date] = mapped_column(Date)
    known_at: Mapped[datetime] = mapped_column(UtcDateTime())
    published_at: Mapped[datetime] = mapped_column(UtcDateTime())


FURNITURE = furnish(Base.metadata)
