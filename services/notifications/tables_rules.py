"""What notifications keep of rules: those the team made or changed, the days they watch, what is left to people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import ABOUT, Base
from shared.storage.types import UtcDateTime


class RuleRow(Base):
    """A rule that the team made (`made_at`), or one delivered with the program that it changed (`made_at` null)."""

    __tablename__ = "rules"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    watch: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    timing: Mapped[str] = mapped_column(String(8))
    days: Mapped[int]
    at: Mapped[str] = mapped_column(String(5))
    roles: Mapped[list[str]] = mapped_column(JSON)
    repeat_days: Mapped[int | None]
    enabled: Mapped[bool]
    subject: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    cloned_from: Mapped[str | None] = mapped_column(String(32))
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime())


class Reach(Base):
    """To how many people at once a rule ever wrote."""

    __tablename__ = "reaches"

    rule: Mapped[str] = mapped_column(String(32), primary_key=True)
    most: Mapped[int]


class Anchor(Base):
    """A day still ahead that rules may watch: a rule made or changed later finds it here."""

    __tablename__ = "anchors"

    watch: Mapped[str] = mapped_column(String(32), primary_key=True)
    about: Mapped[str] = mapped_column(String(ABOUT), primary_key=True)
    anchor: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    day: Mapped[date]
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    days: Mapped[int | None]
    territory: Mapped[str | None] = mapped_column(String(36))
    accompaniment: Mapped[str | None] = mapped_column(String(36))
    facts: Mapped[dict[str, str | None]] = mapped_column(JSON)


class Task(Base):
    """What is left to a person, because reminders had no effect."""

    __tablename__ = "tasks"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    plan: Mapped[str] = mapped_column(String(36), ForeignKey("plans.id"), unique=True)
    watch: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(ABOUT), index=True)
    title: Mapped[str] = mapped_column(Text)
    territory: Mapped[str | None] = mapped_column(String(36))
    since: Mapped[datetime] = mapped_column(UtcDateTime())
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class MoocRequest(Base):
    """Somebody who asked for access to the MOOC, until they are answered; a year later nothing is left of them."""

    __tablename__ = "mooc_requests"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    structure: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime())
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
