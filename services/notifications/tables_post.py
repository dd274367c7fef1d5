"""What notifications keep of the post: what people want, what servers said, invitations, and what came back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import ABOUT, Base
from shared.storage.types import UtcDateTime


class Correspondent(Base):
    """What a person wants to receive; `token` is in the links of their mails, gone once they are forgotten."""

    __tablename__ = "correspondents"

    person: Mapped[str] = mapped_column(String(36), primary_key=True)
    token: Mapped[str | None] = mapped_column(String(64), unique=True)
    muted: Mapped[list[str]] = mapped_column(JSON)
    silent: Mapped[bool]
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class Host(Base):
    """A host of addresses that does not take mails for now; the one named `*` is our own server."""

    __tablename__ = "hosts"

    host: Mapped[str] = mapped_column(String(255), primary_key=True)
    failures: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(UtcDateTime())
    reason: Mapped[str] = mapped_column(Text)


class CalendarEntry(Base):
    """A workshop as calendars know it: `sequence` rises with its date, hours and place, not with its title."""

    __tablename__ = "calendar_entries"

    workshop: Mapped[str] = mapped_column(String(ABOUT), primary_key=True)
    sequence: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(Text)


class Invitation(Base):
    """Somebody whose calendar was written to, and what they answered; `sequence` is the last they were sent.

    `wanted` is the other moment that a counter-proposal asks for; `channel` is mail or web.
    """

    __tablename__ = "invitations"

    workshop: Mapped[str] = mapped_column(String(ABOUT), primary_key=True)
    person: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    sequence: Mapped[int]
    reply: Mapped[str | None] = mapped_column(String(16))
    comment: Mapped[str | None] = mapped_column(Text)
    wanted: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(String(8))
    reply_sequence: Mapped[int | None]
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    stamped_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class Incoming(Base):
    """A message that was read from the mailbox and what became of it; its `id` is a hash of its Message-ID."""

    __tablename__ = "incoming"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(String(32))
    about: Mapped[str | None] = mapped_column(String(ABOUT))
    person: Mapped[str | None] = mapped_column(String(36))
    mail: Mapped[str | None] = mapped_column(String(36))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime())
