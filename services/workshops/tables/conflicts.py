"""Conflicts of the agenda, and what they are found by: who facilitates, places, ways, declared holidays."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.workshops.tables.base import Base, key, to_workshop
from shared.contracts.workshops.conflicts import ConflictKind
from shared.storage.types import UtcDateTime


class Facilitation(Base):
    """A person who facilitates a workshop, by the id of the directory."""

    __tablename__ = "facilitations"

    workshop: Mapped[str] = mapped_column(String(36), ForeignKey("workshops.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)


class Conflict(Base):
    """A conflict that was found, kept when it ends: its id comes of what makes it this one and no other.

    `subject` is whom a busy time concerns; `reason` why somebody accepted it, or that it was known from the beginning.
    """

    __tablename__ = "conflicts"

    id: Mapped[str] = key()
    kind: Mapped[ConflictKind] = mapped_column(String(16))
    workshop: Mapped[str] = to_workshop()
    other: Mapped[str | None] = mapped_column(String(36), ForeignKey("workshops.id"), index=True)
    subject: Mapped[str | None] = mapped_column(String(36), index=True)
    named: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    reason: Mapped[str | None] = mapped_column(Text)


class VenueRow(Base):
    """What a place can hold, by the id of its organisation."""

    __tablename__ = "venues"

    id: Mapped[str] = key()
    capacity: Mapped[int | None]


class VenueHours(Base):
    """When a place is open on a day of the week (0 = Monday), in minutes from midnight in Paris."""

    __tablename__ = "venue_hours"

    venue: Mapped[str] = mapped_column(String(36), ForeignKey("venues.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closes: Mapped[int]


class VenueWayRow(Base):
    """How long the way between two places takes; the smaller id comes first."""

    __tablename__ = "venue_ways"

    venue: Mapped[str] = mapped_column(String(36), primary_key=True)
    other: Mapped[str] = mapped_column(String(36), primary_key=True)
    minutes: Mapped[int]


class DeclaredHoliday(Base):
    """A day on which nothing can take place, declared after the calendar was made."""

    __tablename__ = "declared_holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
