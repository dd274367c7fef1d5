"""What notifications keep: what they heard of, what is planned, and the mails. Ids are UUIDv7."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.storage.accompaniments import known_accompaniments
from shared.storage.tables import furnish, new_metadata
from shared.storage.types import UtcDateTime

ABOUT = 200


class Base(DeclarativeBase):
    """The models of the notifications room."""

    metadata = new_metadata()


FURNITURE = furnish(Base.metadata)
KNOWN = known_accompaniments(Base.metadata)


class Subject(Base):
    """What messages speak of, as far as it was heard: open, or done (held, logged, published, chosen, cancelled).

    `heard_*` say which event of its teller was heard last, so that an earlier one changes nothing any more.
    """

    __tablename__ = "subjects"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(String(ABOUT), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    occurred: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    format: Mapped[str | None] = mapped_column(Text)
    heard_id: Mapped[str] = mapped_column(String(64))
    heard_epoch: Mapped[str | None] = mapped_column(String(36))
    heard_sequence: Mapped[int | None] = mapped_column(BigInteger)


class Plan(Base):
    """A message to come, or what became of it: one row per rule, what it speaks of, and the date it hangs on.

    `facts` are the ids and facts that the letter needs; recipients are never here, but in its mails, one each. `claim`
    belongs to the tick that is writing the mails right now, until `claimed_until`; `composed_at` is set once they are
    written. Before that they are drafts, written at `draft_at` (and again later, for the roles and the facts change):
    nothing leaves that has not stood there to be read, until `held_until` at least. `edited_*` are the team's own words
    in place of those of the letter (`draft_*`). `told` is
    what the last draft was made of, for previews; `round` counts the reminders about one thing; `confirmed` says that
    somebody allowed it to reach more people than its rule ever did.
    """

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("rule", "about", "anchor"),
        Index("ix_plans_rule_state", "rule", "state"),
        Index(
            "ix_plans_due",
            "next_at",
            sqlite_where=sql("state = 'planned' AND composed_at IS NULL"),
            postgresql_where=sql("state = 'planned' AND composed_at IS NULL"),
        ),
        Index(
            "ix_plans_draft",
            "draft_at",
            sqlite_where=sql("state = 'planned' AND composed_at IS NULL"),
            postgresql_where=sql("state = 'planned' AND composed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rule: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(ABOUT), index=True)
    anchor: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    territory: Mapped[str | None] = mapped_column(String(36))
    accompaniment: Mapped[str | None] = mapped_column(String(36), index=True)
    facts: Mapped[dict[str, str | None]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime())
    next_at: Mapped[datetime] = mapped_column(UtcDateTime())
    attempts: Mapped[int]
    claim: Mapped[str | None] = mapped_column(String(36))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    composed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    draft_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    drafted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    watch: Mapped[str] = mapped_column(String(32), default="")
    round: Mapped[int] = mapped_column(default=1)
    confirmed: Mapped[bool] = mapped_column(default=False)
    told: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    draft_subject: Mapped[str | None] = mapped_column(Text)
    draft_words: Mapped[str | None] = mapped_column(Text)
    edited_subject: Mapped[str | None] = mapped_column(Text)
    edited_words: Mapped[str | None] = mapped_column(Text)


class MailRow(Base):
    """One mail to one person: a draft while its plan is to come (without address), then pending until it is sent by
    SMTP, or kept because there is none; cancelled when somebody took this person out. A reminder is `ready` until it is
    known whether it leaves alone; `grouped` in another mail, its `digest`, for which `content` keeps its words.
    `answer` is what the server said, `body_hash` the SHA-256 of the text, `bounce` the status that came back; `ics` and
    `method` are its invitation, `unsubscribe` the address of RFC 8058.

    `contact` is the person whom the mail names as the one to answer, at `reply_to`, by `reply_name`.

    `expires_at` is set where a mail holds a link that signs in or opens a file: `content` then keeps its words without
    that link. One that the team or the clock set going is `held` until `next_at`; `call` is whose it is, `stopped_by`
    the account that stopped it.
    """

    __tablename__ = "mails"
    __table_args__ = (
        UniqueConstraint("plan", "person"),
        Index(
            "ix_mails_pending",
            "next_at",
            sqlite_where=sql("state = 'pending'"),
            postgresql_where=sql("state = 'pending'"),
        ),
        Index(  # how many left in the last minute, asked before every handful
            "ix_mails_sent",
            "settled_at",
            sqlite_where=sql("state = 'sent'"),
            postgresql_where=sql("state = 'sent'"),
        ),
        Index(
            "ix_mails_held",
            "next_at",
            sqlite_where=sql("state = 'held'"),
            postgresql_where=sql("state = 'held'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    plan: Mapped[str | None] = mapped_column(String(36), ForeignKey("plans.id"))
    rule: Mapped[str] = mapped_column(String(32))
    about: Mapped[str | None] = mapped_column(String(ABOUT))
    territory: Mapped[str | None] = mapped_column(String(36))
    accompaniment: Mapped[str | None] = mapped_column(String(36))
    person: Mapped[str | None] = mapped_column(String(36), index=True)
    contact: Mapped[str | None] = mapped_column(String(36), index=True)
    to_name: Mapped[str | None] = mapped_column(Text)
    to_address: Mapped[str] = mapped_column(Text)
    reply_to: Mapped[str | None] = mapped_column(Text)
    reply_name: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(UtcDateTime())
    claim: Mapped[str | None] = mapped_column(String(36))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    digest: Mapped[str | None] = mapped_column(String(36), index=True)
    reminder: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str | None] = mapped_column(Text)
    body_hash: Mapped[str | None] = mapped_column(String(64))
    host: Mapped[str | None] = mapped_column(String(255))
    bounce: Mapped[str | None] = mapped_column(Text)
    method: Mapped[str | None] = mapped_column(String(8))
    ics: Mapped[str | None] = mapped_column(Text)
    unsubscribe: Mapped[str | None] = mapped_column(Text)
    call: Mapped[str | None] = mapped_column(String(36), index=True)
    stopped_by: Mapped[str | None] = mapped_column(String(64))
