"""What a candidature is made of: drafts behind personal links, submissions, corrections, opinions; and the vivier."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.territories.tables.base import Base, key, maybe_to, partial_date, to
from shared.storage.types import UtcDateTime

HASH = 64


class CandidatureFile(Base):
    """What an applicant writes, before and after it is sent; opened by a link of which only a hash is kept.

    Who writes is a row of the directory (`person`). `version` counts the changes: whoever saves an older one is told.
    `sender` is a keyed hash of the network address, for one day, against abuse. `next_hash` is a link on its way to
    its bearer, which opens beside `hash` until it is first used. `last_call_stopped`: since when, why and by whom its
    last call was stopped (`rules/last_calls.py`).
    """

    __tablename__ = "candidature_files"

    id: Mapped[str] = key()
    call: Mapped[str] = to("calls.id")
    candidature: Mapped[str | None] = maybe_to("candidatures.id")
    person: Mapped[str] = to("people.id")
    hash: Mapped[str] = mapped_column(String(HASH), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())
    last_called_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    version: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    sender: Mapped[str | None] = mapped_column(String(HASH), index=True)
    next_hash: Mapped[str | None] = mapped_column(String(HASH), index=True, unique=True)
    next_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    last_call_stopped: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Submission(Base):
    """What was sent at one step, as it was sent: a pre-file, a full file, the answer to a request for corrections."""

    __tablename__ = "submissions"

    id: Mapped[str] = key()
    candidature: Mapped[str] = to("candidatures.id")
    step: Mapped[str] = mapped_column(String(16))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime())


class CandidaturePartner(Base):
    """Another territory that answers the call in the same candidature (AMI-08)."""

    __tablename__ = "candidature_partners"
    __table_args__ = (UniqueConstraint("candidature", "territory"),)

    id: Mapped[str] = key()
    candidature: Mapped[str] = to("candidatures.id")
    territory: Mapped[str] = to("territories.id")


class Correction(Base):
    """What the team asked an applicant to mend or complete, and the answer."""

    __tablename__ = "corrections"

    id: Mapped[str] = key()
    candidature: Mapped[str] = to("candidatures.id")
    asked: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime())
    until: Mapped[str | None] = partial_date()
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class Opinion(Base):
    """What an outside reader thinks of a candidature, in their own name: words, no score and no ranking (REG-09)."""

    __tablename__ = "opinions"

    id: Mapped[str] = key()
    candidature: Mapped[str] = to("candidatures.id")
    person: Mapped[str] = to("people.id")
    hash: Mapped[str] = mapped_column(String(HASH), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime())
    version: Mapped[int] = mapped_column(Integer, server_default="0")
    text: Mapped[str] = mapped_column(Text)
    on_criteria: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class Prospect(Base):
    """A territory that may answer a call one day (AMI-05): in the vivier, or told of one call (`call`)."""

    __tablename__ = "prospects"

    id: Mapped[str] = key()
    territory: Mapped[str] = to("territories.id")
    call: Mapped[str | None] = maybe_to("calls.id")
    state: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)
    occurred: Mapped[str | None] = partial_date()
