"""What one may ask of `notifications`: mails, plans, the sign-in message."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from shared.contracts.base import Command, Query, Value

PlanState = Literal["planned", "sent", "skipped", "missed", "voided", "cancelled", "failed"]


class _Command(Command):
    service = "notifications"


class SendSignInLink(_Command):
    """Mail a one-time sign-in link."""

    email: str = Field(min_length=3)
    link: str
    minutes: int = Field(ge=1)


class SendPersonalLink(_Command):
    """Mail a personal link of somebody without an account: to their candidature, or to the one they are to read.

    `until`: the last day of the call, in French words; `occasion` says why the link goes out now.
    """

    email: str = Field(min_length=3)
    link: str
    occasion: Literal["started", "recovered", "last-call", "correction", "reading"]
    call: str
    until: str | None = None


class CancelPlan(_Command):
    """Do not send what is planned."""

    plan: str
    reason: str = Field(min_length=1)


class CancelLetter(_Command):
    """Take one person out of a planned message; the others receive it."""

    mail: str
    reason: str = Field(min_length=1, max_length=500)


class PostponePlan(_Command):
    """Send what is planned on another day, at the hour of its rule; a day off gives way to the next working day."""

    plan: str
    on: date


class EditPlan(_Command):
    """The team's own words for one planned message; empty: those of its rule. Its facts stay what they are."""

    plan: str
    subject: str = Field(default="", max_length=200)
    words: str = Field(default="", max_length=5000)


class MailCard(Value):
    """A mail in the list «Courriels».

    `state` draft: written as it would be now; pending: about to leave or waiting for the next try; kept: no SMTP is
    set, it can be read here; dropped: what it speaks of moved or was cancelled before it could leave; cancelled:
    somebody took this person out.
    """

    id: str
    to: str
    subject: str
    created: str
    state: Literal["draft", "pending", "kept", "sent", "failed", "dropped", "cancelled"]
    about: str | None
    territory: str | None


class MailList(Value):
    """Mails, the newest first."""

    mails: list[MailCard]


class ListMails(Query[MailList]):
    """What left or was kept."""

    service = "notifications"
    limit: int = Field(default=100, ge=1, le=500)


class Mail(Value):
    """One mail as it was sent."""

    card: MailCard
    text: str
    html: str


class GetMail(Query[Mail]):
    """One mail."""

    service = "notifications"
    id: str


class PlanCard(Value):
    """A message to come, or what became of it; `reason` says why it did not leave."""

    id: str
    rule: str
    title: str
    territory: str | None
    accompaniment: str | None
    about: str
    due: str
    state: PlanState
    reason: str | None
    recipients: str


class PlanList(Value):
    """Plans, the nearest first."""

    plans: list[PlanCard]


class ListPlans(Query[PlanList]):
    """What is about to leave, and what did not."""

    service = "notifications"
    state: PlanState | None = None
    accompaniment: str | None = None


class ComingLetter(Value):
    """One person to whom a message will go, by their id in the directory; `state` is draft or cancelled."""

    mail: str
    person: str
    state: Literal["draft", "cancelled"]
    reason: str | None


class ComingPlan(Value):
    """A message of the next days as it will be.

    `leaves` is when it leaves at the earliest; `undo_until` is set while somebody may still take back what they have
    just set going; `reason` says why it would not leave as things stand; `words` are the paragraphs around its facts.
    """

    plan: PlanCard
    leaves: str
    undo_until: str | None
    subject: str | None
    words: str | None
    edited: bool
    drafted: str | None
    letters: list[ComingLetter]


class Coming(Value):
    """What will leave, the nearest first; `more` says that there is more than can be shown."""

    plans: list[ComingPlan]
    more: bool = False


class ListComing(Query[Coming]):
    """Every message of the next days, per recipient, of one territory or one person if given."""

    service = "notifications"
    days: int = Field(default=14, ge=1, le=60)
    territory: str | None = None
    person: str | None = None
    plan: str | None = None
