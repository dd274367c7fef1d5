"""Seasons: what is to be placed, and the plan as it stands."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.workshops.tables.base import Base, key, to_accompaniment
from shared.contracts.workshops.seasons import SeasonState
from shared.storage.types import UtcDateTime


class SeasonRow(Base):
    """A season; `solver` is the process that looks for its plan, worth something until `held_until`."""

    __tablename__ = "seasons"

    id: Mapped[str] = key()
    title: Mapped[str] = mapped_column(String(200))
    first: Mapped[date]
    last: Mapped[date]
    seconds: Mapped[int]
    state: Mapped[SeasonState] = mapped_column(String(16), index=True)
    solver: Mapped[str | None] = mapped_column(String(36))
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    proven: Mapped[bool | None]
    presence: Mapped[float | None]
    bound_placed: Mapped[int | None]
    bound_presence: Mapped[float | None]
    problem: Mapped[str | None] = mapped_column(Text)


class SeasonWorkshop(Base):
    """A workshop to place; `start_at` and `end_at` are its slot in the plan, `why` says why it has none."""

    __tablename__ = "season_workshops"

    id: Mapped[str] = key()
    season: Mapped[str] = mapped_column(String(36), ForeignKey("seasons.id"), index=True)
    accompaniment: Mapped[str] = to_accompaniment()
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int]
    venue: Mapped[str | None] = mapped_column(String(36))
    venue_label: Mapped[str] = mapped_column(Text)
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    pinned: Mapped[bool]
    why: Mapped[str] = mapped_column(Text)
    poll: Mapped[str | None] = mapped_column(String(36), ForeignKey("polls.id"))


class SeasonPerson(Base):
    """Somebody who is to come; `away` when the plan does without them."""

    __tablename__ = "season_people"

    item: Mapped[str] = mapped_column(String(36), ForeignKey("season_workshops.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    required: Mapped[bool]
    away: Mapped[bool]
