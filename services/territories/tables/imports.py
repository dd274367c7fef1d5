"""Tables of contacts that were taken over: which records they brought, never what their rows said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.territories.tables.base import Base, key, to
from shared.storage.types import UtcDateTime


class ContactImport(Base):
    """A table taken over (`done`) or taken back (`undone`); `digest` tells the same file."""

    __tablename__ = "contact_imports"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    filename: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
    organisations: Mapped[list[str]] = mapped_column(JSON)
    people: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
