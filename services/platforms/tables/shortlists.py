"""Platforms put side by side, presented, chosen or left open."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.platforms.tables.base import Base


class Shortlist(Base):
    """Platforms put side by side for a need."""

    __tablename__ = "shortlists"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    need: Mapped[str] = mapped_column(Text())
    differences: Mapped[str] = mapped_column(Text())
    occurred: Mapped[str | None] = mapped_column(String(64))


class ShortlistOption(Base):
    """A platform of a shortlist, with what sets it apart; options have no order."""

    __tablename__ = "options"

    shortlist: Mapped[str] = mapped_column(ForeignKey("shortlists.id"), primary_key=True)
    platform: Mapped[str] = mapped_column(ForeignKey("platforms.slug"), primary_key=True)
    approach: Mapped[str] = mapped_column(Text())
    adaptation: Mapped[str] = mapped_column(Text())


class Presentation(Base):
    """The platforms of a shortlist were presented; told once."""

    __tablename__ = "presentations"

    shortlist: Mapped[str] = mapped_column(ForeignKey("shortlists.id"), primary_key=True)
    circle: Mapped[str] = mapped_column(Text())
    occurred: Mapped[str | None] = mapped_column(String(64))


class ChoiceStep(Base):
    """A step of the choice: a platform, or NULL while it is open; the latest stands, the earlier ones stay."""

    __tablename__ = "choices"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    shortlist: Mapped[str] = mapped_column(ForeignKey("shortlists.id"), index=True)
    platform: Mapped[str | None] = mapped_column(ForeignKey("platforms.slug"))
    note: Mapped[str | None] = mapped_column(Text())
    ask_again: Mapped[date | None] = mapped_column(Date())
    occurred: Mapped[str | None] = mapped_column(String(64))
