"""What the portal keeps: its own sign-in and who subscribes to the agenda. Secrets are stored as SHA-256 hashes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.storage.tables import furnish, new_metadata
from shared.storage.types import UtcDateTime


class Base(DeclarativeBase):
    """The portal's models."""

    metadata = new_metadata()


FURNITURE = furnish(Base.metadata)


class Account(Base):
    """Somebody who may sign in; `email` null: erased, nobody can sign in with it any more."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("email"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254))
    label: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    person: Mapped[str | None] = mapped_column(String(36), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class SignInLink(Base):
    """A one-time link: asked for, perhaps used, never used twice."""

    __tablename__ = "sign_in_links"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(String(36), ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class SignedIn(Base):
    """A browser that is signed in."""

    __tablename__ = "sessions"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(String(36), ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)


class Token(Base):
    """A bearer token of the JSON API; `territory` set: it sees that territory only."""

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    territory: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())


class Feed(Base):
    """A subscription to the agenda: whoever has its address reads it; `territory` set: that territory's workshops only.

    It is an account's, or a person's own (`person`, without an account): what they are invited to, lead and owe. A
    revoked one stays, so that the form which made it cannot bring it back.
    """

    __tablename__ = "feeds"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    account: Mapped[str | None] = mapped_column(String(36), ForeignKey("accounts.id"), index=True)
    person: Mapped[str | None] = mapped_column(String(36), index=True)
    territory: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class Mark(Base):
    """How often a subject that pages follow has moved (`services/portal/live.py`)."""

    __tablename__ = "marks"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    moved: Mapped[int] = mapped_column(Integer())


class Key(Base):
    """The key that signs forms where no `TERREAU_SECRET_KEY` is set (the embedded default)."""

    __tablename__ = "keys"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
