"""What is kept of émargement: marks at the door, signed scans, the head of the sheets, the periods that are closed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.workshops.tables.base import Base, key, to_workshop
from shared.storage.types import UtcDateTime


class DoorMark(Base):
    """What was said of a person at the door; `attendance` is the recording into which it went."""

    __tablename__ = "door_marks"

    workshop: Mapped[str] = mapped_column(String(36), ForeignKey("workshops.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    status: Mapped[str] = mapped_column(String(16))
    by: Mapped[str | None] = mapped_column(String(64))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime())
    attendance: Mapped[str | None] = mapped_column(String(36))


class Scan(Base):
    """A signed sheet as it was scanned; never changed, a later version stands beside it."""

    __tablename__ = "scans"
    __table_args__ = (UniqueConstraint("workshop", "half_day", "version"),)

    id: Mapped[str] = key()
    workshop: Mapped[str] = to_workshop()
    half_day: Mapped[int]
    version: Mapped[int]
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    by: Mapped[str | None] = mapped_column(String(64))
    attached_at: Mapped[datetime] = mapped_column(UtcDateTime())


class SheetHead(Base):
    """What stands at the head of every sheet of an accompaniment."""

    __tablename__ = "sheet_heads"

    accompaniment: Mapped[str] = mapped_column(String(36), ForeignKey("accompaniments.id"), primary_key=True)
    operation: Mapped[str] = mapped_column(Text)
    convention: Mapped[str] = mapped_column(Text)
    beneficiary: Mapped[str] = mapped_column(Text)
    partners: Mapped[str] = mapped_column(Text)


class ClosedPeriod(Base):
    """A period whose report was handed to a funder: presence in it is typed as a regularisation only."""

    __tablename__ = "closed_periods"

    id: Mapped[str] = key()
    funder: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
