"""The life of a territory in a call: stages, perimeter, milestones, deadlines, bilan."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.territories.tables.base import Base, key, maybe_to, partial_date, to
from shared.storage.types import UtcDateTime


class Accompaniment(Base):
    """A territory in a call; `stage` is the one entered last, its history is in `stages`."""

    __tablename__ = "accompaniments"
    __table_args__ = (UniqueConstraint("call", "territory"),)

    id: Mapped[str] = key()
    call: Mapped[str] = to("calls.id")
    territory: Mapped[str] = to("territories.id")
    candidature: Mapped[str | None] = maybe_to("candidatures.id")
    stage: Mapped[str] = mapped_column(String(32))
    occurred: Mapped[str | None] = partial_date()


class StageEntry(Base):
    """A stage that an accompaniment entered."""

    __tablename__ = "stages"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to("accompaniments.id")
    stage: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()


class PerimeterGrowth(Base):
    """Communes that the perimeter of an accompaniment took in; `labels` are their names on that day."""

    __tablename__ = "perimeter_growths"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to("accompaniments.id")
    added: Mapped[list[str]] = mapped_column(JSON)
    labels: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()


class Milestone(Base):
    """A moment worth remembering, or a project born later (`emerged`)."""

    __tablename__ = "milestones"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to("accompaniments.id")
    emerged: Mapped[bool]
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()


class Bilan(Base):
    """The bilan of an accompaniment, once held."""

    __tablename__ = "bilans"
    __table_args__ = (UniqueConstraint("accompaniment"),)

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = mapped_column(String(36), ForeignKey("accompaniments.id"))
    findings: Mapped[str] = mapped_column(Text)
    circle: Mapped[str] = mapped_column(Text)
    open_questions: Mapped[list[str]] = mapped_column(JSON)
    occurred: Mapped[str | None] = partial_date()


class Deadline(Base):
    """A date to keep; `raised_at` when its event was told, `done_at` once what it asks for has happened."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index(
            "ix_deadlines_owed",
            "due",
            sqlite_where=text("raised_at IS NULL AND done_at IS NULL"),
            postgresql_where=text("raised_at IS NULL AND done_at IS NULL"),
        ),
    )

    id: Mapped[str] = key()
    accompaniment: Mapped[str | None] = maybe_to("accompaniments.id")
    kind: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    due: Mapped[date] = mapped_column(Date)
    raised_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
