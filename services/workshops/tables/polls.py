"""Polls: what is proposed, who is asked, and what each said of each slot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.workshops.tables.base import Base, key, to_accompaniment
from shared.contracts.workshops import College, PollAnswer, PollState
from shared.storage.types import UtcDateTime


def _to_poll() -> Mapped[str]:
    return mapped_column(String(36), ForeignKey("polls.id"), index=True)


class Poll(Base):
    """A poll; `workshop` and `slot` are set once it is decided."""

    __tablename__ = "polls"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to_accompaniment()
    territory: Mapped[str] = mapped_column(String(36))
    title: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(Text)
    circle: Mapped[str] = mapped_column(String(16))
    venue_label: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[PollState] = mapped_column(String(16), index=True)
    deadline: Mapped[datetime] = mapped_column(UtcDateTime())
    decide_alone: Mapped[bool]
    chased_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    overdue: Mapped[str | None] = mapped_column(String(36))
    """The event that told that the deadline passed without a date; none while it has not."""
    slot: Mapped[str | None] = mapped_column(String(36))
    workshop: Mapped[str | None] = mapped_column(String(36), ForeignKey("workshops.id"))
    closed_reason: Mapped[str | None] = mapped_column(Text)


class PollSlot(Base):
    """A slot proposed; `version` is raised when it is moved: what was said of the earlier one no longer counts."""

    __tablename__ = "poll_slots"

    id: Mapped[str] = key()
    poll: Mapped[str] = _to_poll()
    version: Mapped[int]
    start_at: Mapped[datetime] = mapped_column(UtcDateTime())
    end_at: Mapped[datetime] = mapped_column(UtcDateTime())
    withdrawn: Mapped[bool]


class PollGuest(Base):
    """Somebody asked; `link` is the secret of their personal address, none once it is revoked.

    It is kept as it is, for each mail to them carries it anew; whoever reads this table reads the answers anyway.
    """

    __tablename__ = "poll_guests"
    __table_args__ = (UniqueConstraint("poll", "person"), UniqueConstraint("link"))

    id: Mapped[str] = key()
    poll: Mapped[str] = _to_poll()
    person: Mapped[str | None] = mapped_column(String(36), index=True)
    needed: Mapped[bool]
    college: Mapped[College | None] = mapped_column(String(16))
    link: Mapped[str | None] = mapped_column(String(64))
    comment: Mapped[str] = mapped_column(Text)
    chased_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class PollChoice(Base):
    """What a guest said of a slot, of which version of it, and who wrote it down when it was not themselves."""

    __tablename__ = "poll_choices"

    guest: Mapped[str] = mapped_column(String(36), ForeignKey("poll_guests.id"), primary_key=True)
    slot: Mapped[str] = mapped_column(String(36), ForeignKey("poll_slots.id"), primary_key=True)
    version: Mapped[int]
    answer: Mapped[PollAnswer] = mapped_column(String(16))
    by: Mapped[str | None] = mapped_column(String(36))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime())


class PollQuorum(Base):
    """How many of a college must be able to come for a date to be fixed alone (WKS-13)."""

    __tablename__ = "poll_quorums"

    poll: Mapped[str] = mapped_column(String(36), ForeignKey("polls.id"), primary_key=True)
    college: Mapped[College] = mapped_column(String(16), primary_key=True)
    least: Mapped[int]
