"""Visits and journeys as they are prepared: who travels, whom one meets, what is to be seen to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.workshops.tables.base import Base, key, to_accompaniment
from shared.storage.types import UtcDateTime


class Trip(Base):
    """A trip from its first to its last day; `accompaniment` is the first of those that travel."""

    __tablename__ = "trips"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to_accompaniment()
    title: Mapped[str] = mapped_column(String(200))
    destination: Mapped[str] = mapped_column(String(200))
    intention: Mapped[str] = mapped_column(Text)
    need: Mapped[str] = mapped_column(Text)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16))
    lessons: Mapped[str] = mapped_column(Text)
    cancelled: Mapped[str | None] = mapped_column(Text)


class TripMember(Base):
    """Another accompaniment that travels too."""

    __tablename__ = "trip_members"

    trip: Mapped[str] = mapped_column(String(36), ForeignKey("trips.id"), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), ForeignKey("accompaniments.id"), primary_key=True)


class TripStop(Base):
    """A meeting with a host."""

    __tablename__ = "trip_stops"

    id: Mapped[str] = key()
    trip: Mapped[str] = mapped_column(String(36), ForeignKey("trips.id"), index=True)
    host: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    validated: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)


class TripTask(Base):
    """A line of the checklist, with who sees to it (an id of the directory) and until when."""

    __tablename__ = "trip_tasks"

    id: Mapped[str] = key()
    trip: Mapped[str] = mapped_column(String(36), ForeignKey("trips.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str | None] = mapped_column(String(36), index=True)
    due: Mapped[date] = mapped_column(Date)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
