"""Calls, the candidatures that answer them, and the exchanges that precede them by years."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.territories.tables.base import Base, key, partial_date, to
from shared.storage.types import UtcDateTime


class Call(Base):
    """A call (AMI); `closed_on` is set by somebody, `closes` is the day announced.

    A call in the state `draft` is nobody's business yet: `published_at` is then the instant it was written.
    `last_call_stopped`: since when, why and by whom the last call to its drafts was stopped.
    """

    __tablename__ = "calls"

    id: Mapped[str] = key()
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    opens: Mapped[str | None] = partial_date()
    closes: Mapped[str | None] = partial_date()
    places: Mapped[int | None]
    departements: Mapped[list[str]] = mapped_column(JSON)
    bilan_after_months: Mapped[int | None]
    occurred: Mapped[str | None] = partial_date()
    source: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime())
    closed_on: Mapped[str | None] = partial_date()
    state: Mapped[str] = mapped_column(String(16), server_default="published")
    epci: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    criteria: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    accompanists: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    full_until: Mapped[str | None] = partial_date()
    contact: Mapped[str] = mapped_column(Text, server_default="")
    last_call_days: Mapped[int] = mapped_column(Integer, server_default="7")
    last_call_stopped: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Candidature(Base):
    """The answer of a territory to a call: a pre-file, then perhaps a full file, then one decision."""

    __tablename__ = "candidatures"
    __table_args__ = (UniqueConstraint("call", "territory"),)

    id: Mapped[str] = key()
    call: Mapped[str] = to("calls.id")
    territory: Mapped[str] = to("territories.id")
    state: Mapped[str] = mapped_column(String(16))
    motives: Mapped[str] = mapped_column(Text)
    wished_perimeter: Mapped[str] = mapped_column(Text)
    existing_actions: Mapped[list[str]] = mapped_column(JSON)
    existing_knowledge: Mapped[str] = mapped_column(Text)
    pre_filed: Mapped[str | None] = partial_date()
    completed: Mapped[str | None] = partial_date()
    decided: Mapped[str | None] = partial_date()
    reason: Mapped[str] = mapped_column(Text)


class Contact(Base):
    """An exchange with a territory, before, during or after any call."""

    __tablename__ = "contacts"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    summary: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()
