"""What a group wrote down together, each item with every version of what it said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.workshops.tables.base import Base, key, to_accompaniment
from shared.storage.types import UtcDateTime


class GatheredRow(Base):
    """An item as it stands; `parent` is the project of a stance, the persona of a step."""

    __tablename__ = "gathered"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to_accompaniment()
    workshop: Mapped[str | None] = mapped_column(String(36), ForeignKey("workshops.id"), index=True)
    parent: Mapped[str | None] = mapped_column(String(36), ForeignKey("gathered.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int]
    author: Mapped[str | None] = mapped_column(String(64))
    need: Mapped[str | None] = mapped_column(String(36))
    withdrawn: Mapped[str | None] = mapped_column(Text)


class GatheredVersion(Base):
    """What an item said at one time, and who wrote it."""

    __tablename__ = "gathered_versions"

    item: Mapped[str] = mapped_column(String(36), ForeignKey("gathered.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str | None] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
