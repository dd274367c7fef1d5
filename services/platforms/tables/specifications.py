"""Cahiers des charges, and every version of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.platforms.tables.base import Base
from shared.storage.types import UtcDateTime


class Specification(Base):
    """The cahier des charges of a need; `version` is the number of its latest version."""

    __tablename__ = "specifications"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    need: Mapped[str] = mapped_column(Text())
    project: Mapped[str] = mapped_column(Text())
    version: Mapped[int] = mapped_column(Integer())
    cooperation: Mapped[str | None] = mapped_column(String(36), index=True)


class SpecificationVersion(Base):
    """A cahier des charges as it stood from one moment on; never changed."""

    __tablename__ = "specification_versions"

    specification: Mapped[str] = mapped_column(ForeignKey("specifications.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer(), primary_key=True)
    said: Mapped[dict[str, Any]] = mapped_column(JSON())
    author: Mapped[str | None] = mapped_column(String(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
