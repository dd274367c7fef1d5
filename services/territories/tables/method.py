"""What the method says of a territory: its sheets, the roles held, the warnings of timing, the manifesto."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.territories.tables.base import Base, key, maybe_to, partial_date, to
from shared.storage.types import UtcDateTime


class MethodSheet(Base):
    """One filling of a sheet of the method; the last one counts, the earlier ones stay (U50)."""

    __tablename__ = "method_sheets"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    accompaniment: Mapped[str | None] = maybe_to("accompaniments.id")
    sheet: Mapped[str] = mapped_column(String(32))
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    occurred: Mapped[str | None] = partial_date()
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())


class HeldRole(Base):
    """A role that a collectivité holds, beside others, since a date and until another (U24)."""

    __tablename__ = "held_roles"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    accompaniment: Mapped[str | None] = maybe_to("accompaniments.id")
    role: Mapped[str] = mapped_column(String(32))
    comment: Mapped[str] = mapped_column(Text)
    devices: Mapped[list[str]] = mapped_column(JSON)
    occurred: Mapped[str | None] = partial_date()
    ended: Mapped[bool]
    ended_on: Mapped[str | None] = partial_date()
    ended_reason: Mapped[str] = mapped_column(Text)


class TimingWarning(Base):
    """« Trop tôt » or « trop tard », said by somebody with reasons, and perhaps lifted later."""

    __tablename__ = "timing_warnings"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    accompaniment: Mapped[str | None] = maybe_to("accompaniments.id")
    warning: Mapped[str] = mapped_column(String(16))
    reasons: Mapped[list[str]] = mapped_column(JSON)
    occurred: Mapped[str | None] = partial_date()
    lifted: Mapped[bool]
    lifted_on: Mapped[str | None] = partial_date()
    lifted_reason: Mapped[str] = mapped_column(Text)


class ManifestoSignature(Base):
    """A territory signed the manifesto, in a call or outside any; `signatory` is a function, never a name."""

    __tablename__ = "manifesto_signatures"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    commitments: Mapped[list[int]] = mapped_column(JSON)
    signatory: Mapped[str] = mapped_column(Text)
    circumstance: Mapped[str] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()
