"""The contact plan: whom one wants to meet, how far it is, and the statement at the centre of the map."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.diagnostic.tables.base import Base
from shared.contracts.diagnostic import Circle, ContactState
from shared.storage.types import UtcDateTime


class ContactPlan(Base):
    """What stands at the centre of the map (DIA-30) and how many structures one means to meet (DIA-10)."""

    __tablename__ = "contact_plans"

    accompaniment: Mapped[str] = mapped_column(String(36), primary_key=True)
    problem: Mapped[str] = mapped_column(Text())
    frame: Mapped[str] = mapped_column(Text())
    target: Mapped[int] = mapped_column(Integer())


class Contact(Base):
    """An actor of the plan (DIA-32); `structure` is the id under which its interviews count.

    `stalled` is the event that told that the next step is overdue, null while it is not.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("accompaniment", "structure"),
        Index("ix_contacts_due", "due"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36))
    structure: Mapped[str] = mapped_column(String(36))
    label: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str | None] = mapped_column(String(36))
    circle: Mapped[Circle | None] = mapped_column(String(24))
    insee: Mapped[str | None] = mapped_column(String(5))
    state: Mapped[ContactState] = mapped_column(String(16))
    last_contact: Mapped[str | None] = mapped_column(String(64))
    next_step: Mapped[str] = mapped_column(Text())
    doer: Mapped[str | None] = mapped_column(String(36), index=True)
    due: Mapped[date | None] = mapped_column(Date())
    referent: Mapped[str | None] = mapped_column(String(36), index=True)
    card_sent: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text())
    stalled: Mapped[str | None] = mapped_column(String(36), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
