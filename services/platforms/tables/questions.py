"""Answers to the shared questions, and the criteria that a territory holds to be eliminatory."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.platforms.tables.base import Base
from shared.contracts.platforms import Criterion, Question, Stance
from shared.storage.types import UtcDateTime


class AnswerRow(Base):
    """What somebody answered at one moment; never changed: the latest of each voice stands, the earlier ones stay."""

    __tablename__ = "question_answers"
    __table_args__ = (Index("ix_question_answers_about", "accompaniment", "platform"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36))
    platform: Mapped[str] = mapped_column(ForeignKey("platforms.slug"))
    question: Mapped[Question] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text())
    stance: Mapped[Stance] = mapped_column(String(16))
    criteria: Mapped[list[Criterion]] = mapped_column(JSON())
    author: Mapped[str | None] = mapped_column(String(36))
    person: Mapped[str | None] = mapped_column(String(36), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())


class EliminatoryStep(Base):
    """A criterion held to be eliminatory, or no longer; the latest of each criterion stands."""

    __tablename__ = "eliminatory_criteria"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    accompaniment: Mapped[str] = mapped_column(String(36), index=True)
    criterion: Mapped[Criterion] = mapped_column(String(16))
    held: Mapped[bool] = mapped_column(Boolean())
    reason: Mapped[str] = mapped_column(Text())
    occurred: Mapped[str | None] = mapped_column(String(64))
