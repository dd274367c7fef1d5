"""The MOFF matrix: items, and every version of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.diagnostic.tables.base import Base
from shared.contracts.diagnostic import Evidence, MoffCategory, StructureKind
from shared.storage.types import UtcDateTime


class MoffRow(Base):
    """An item; `version` is the number of its latest version."""

    __tablename__ = "moff_items"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    version: Mapped[int] = mapped_column(Integer())


class MoffVersionRow(Base):
    """An item as it was said at one moment; never changed, so that nobody's words are lost."""

    __tablename__ = "moff_versions"

    item: Mapped[str] = mapped_column(ForeignKey("moff_items.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer(), primary_key=True)
    category: Mapped[MoffCategory] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text())
    theme: Mapped[str] = mapped_column(String(100))
    voice: Mapped[StructureKind | None] = mapped_column(String(16))
    evidence: Mapped[Evidence] = mapped_column(String(16))
    interview: Mapped[str | None] = mapped_column(String(36))
    source: Mapped[str] = mapped_column(String(300))
    withdrawn: Mapped[bool] = mapped_column(Boolean())
    reason: Mapped[str] = mapped_column(String(300))
    author: Mapped[str | None] = mapped_column(String(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
