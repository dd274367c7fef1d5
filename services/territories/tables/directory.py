"""The directory: organisations and people; the only tables of the house that name somebody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from services.territories.tables.base import Base, key, maybe_to, partial_date, to
from shared.storage.types import UtcDateTime


class Organisation(Base):
    """An organisation of the directory, formal or not, alone or in a grouping (`parent`).

    One found to be another (`merged_into`) stays as it was entered; what pointed at it points at the other.
    """

    __tablename__ = "organisations"

    id: Mapped[str] = key()
    label: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(Text)
    ess: Mapped[bool | None]
    informal: Mapped[bool]
    parent: Mapped[str | None] = maybe_to("organisations.id")
    territory: Mapped[str | None] = maybe_to("territories.id")
    roles: Mapped[list[str]] = mapped_column(JSON)
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    rna: Mapped[str | None] = mapped_column(String(10), unique=True)
    note: Mapped[str] = mapped_column(Text)
    merged_into: Mapped[str | None] = maybe_to("organisations.id")


class DatedLegalForm(Base):
    """A legal form of an organisation and since when; `form` null: not stated."""

    __tablename__ = "legal_forms"

    id: Mapped[str] = key()
    organisation: Mapped[str] = to("organisations.id")
    form: Mapped[str | None] = mapped_column(Text)
    since: Mapped[str | None] = partial_date()


class Person(Base):
    """A person; `name`, `email` and `phone` are blanked when the person asks to be forgotten.

    `purpose`, `consent` (how it was given, null: never asked) and `kept_until` say why and how long they are kept.
    One found to be another (`merged_into`) stays as it was entered, and is forgotten with the other.
    """

    __tablename__ = "people"

    id: Mapped[str] = key()
    name: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(Text)
    function: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str | None] = maybe_to("organisations.id")
    territory: Mapped[str | None] = maybe_to("territories.id")
    purpose: Mapped[str] = mapped_column(Text)
    consent: Mapped[str | None] = mapped_column(Text)
    consent_on: Mapped[str | None] = partial_date()
    kept_until: Mapped[date | None] = mapped_column(Date)
    merged_into: Mapped[str | None] = maybe_to("people.id")
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class Designation(Base):
    """A role given to a person for an accompaniment; the last one counts where a role has one holder."""

    __tablename__ = "designations"

    id: Mapped[str] = key()
    accompaniment: Mapped[str] = to("accompaniments.id")
    person: Mapped[str] = to("people.id")
    role: Mapped[str] = mapped_column(String(32))
    occurred: Mapped[str | None] = partial_date()
    title: Mapped[str] = mapped_column(Text, default="", server_default="")
    until: Mapped[str | None] = partial_date()
    ended: Mapped[bool] = mapped_column(default=False, server_default=false())


class ContactView(Base):
    """Somebody looked at the name and addresses of a person: who (an account), whom, when."""

    __tablename__ = "contact_views"

    id: Mapped[str] = key()
    person: Mapped[str] = to("people.id")
    actor: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
