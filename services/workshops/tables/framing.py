"""What a session is made of: the steps of its programme; and per accompaniment, who is invited always, and colleges."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.workshops.tables.base import Base


class ProgrammeRow(Base):
    """A step of a session, in its order."""

    __tablename__ = "programme_steps"

    workshop: Mapped[str] = mapped_column(String(36), ForeignKey("workshops.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    minutes: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)


class CircleMember(Base):
    """A person of an accompaniment: the college they come from, and whether every action invites them (U38)."""

    __tablename__ = "circle_members"

    accompaniment: Mapped[str] = mapped_column(String(36), ForeignKey("accompaniments.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    college: Mapped[str | None] = mapped_column(String(16))
    regular: Mapped[bool]
