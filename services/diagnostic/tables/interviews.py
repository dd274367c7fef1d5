"""Interviews, and who was met."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.diagnostic.tables.base import Base
from shared.contracts.diagnostic import Appetite, StructureKind
from shared.storage.types import UtcDateTime


class Interview(Base):
    """An interview, planned, logged, or withdrawn with the import that brought it.

    `told` is the id of the event that told it last: UUIDv7, so it gives the order of telling. `fingerprint`
    recognises an imported row that is already known. `answers` are to the questions of `grid`, by their keys.
    """

    __tablename__ = "interviews"
    __table_args__ = (Index("ix_interviews_known", "accompaniment", "fingerprint"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36))
    state: Mapped[Literal["planned", "logged", "withdrawn"]] = mapped_column(String(16), index=True)
    structure: Mapped[str] = mapped_column(String(36))
    label: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str | None] = mapped_column(String(36))
    kind: Mapped[StructureKind] = mapped_column(String(16))
    ess: Mapped[bool] = mapped_column(Boolean())
    appetite: Mapped[Appetite] = mapped_column(String(16))
    synthesis: Mapped[str] = mapped_column(Text())
    occurred: Mapped[str | None] = mapped_column(String(64))
    planned_on: Mapped[date | None] = mapped_column(Date())
    reconstructed: Mapped[bool] = mapped_column(Boolean())
    fingerprint: Mapped[str | None] = mapped_column(String(36))
    told: Mapped[str] = mapped_column(String(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
    grid: Mapped[str | None] = mapped_column(String(36), index=True)
    answers: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    expertises: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    insee: Mapped[str | None] = mapped_column(String(5))
    interviewer: Mapped[str | None] = mapped_column(String(36))
    import_id: Mapped[str | None] = mapped_column(String(36), index=True)


class InterviewPerson(Base):
    """Who was met, by the id of the directory; the name is known only there."""

    __tablename__ = "interview_people"

    interview: Mapped[str] = mapped_column(ForeignKey("interviews.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)


class InterviewImport(Base):
    """A workbook of interviews: looked at (`prepared`), taken over (`done`), dropped or taken back (`undone`).

    `rows` are kept only while somebody looks at them; `total` counts the rows read, `brought` what became new.
    """

    __tablename__ = "interview_imports"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    state: Mapped[Literal["prepared", "done", "dropped", "undone"]] = mapped_column(String(16))
    rows: Mapped[list[dict[str, str | int]] | None] = mapped_column(JSON(none_as_null=True))
    total: Mapped[int] = mapped_column(Integer())
    brought: Mapped[int] = mapped_column(Integer())
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
