"""The shared interview grid: its versions, and who agreed to which."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.diagnostic.tables.base import Base
from shared.storage.types import UtcDateTime


class Grid(Base):
    """A version of an accompaniment's grid (DIA-01); the highest is the one in use.

    `questions` are `{key, theme, text}`, `preparation` answers the four questions that frame the interviews. It is
    rewritten in place until somebody agrees to it or an interview follows it; from then on it stays as it is.
    """

    __tablename__ = "grids"
    __table_args__ = (UniqueConstraint("accompaniment", "version"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    version: Mapped[int] = mapped_column(Integer())
    preparation: Mapped[dict[str, str]] = mapped_column(JSON())
    questions: Mapped[list[dict[str, str]]] = mapped_column(JSON())
    expertises: Mapped[list[str]] = mapped_column(JSON())
    note: Mapped[str] = mapped_column(Text())
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())


class GridAgreement(Base):
    """A party (an organisation, never a person) that agreed to a version; `plain_party` is its name for comparing."""

    __tablename__ = "grid_agreements"
    __table_args__ = (UniqueConstraint("grid", "plain_party"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    grid: Mapped[str] = mapped_column(ForeignKey("grids.id"), index=True)
    party: Mapped[str] = mapped_column(String(200))
    plain_party: Mapped[str] = mapped_column(String(400))
    occurred: Mapped[str | None] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
