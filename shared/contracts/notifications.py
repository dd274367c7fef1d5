"""What one may ask of `notifications`: mails, plans, the sign-in message."""

from __future__ import annotations

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


class MailCard(Value):
    """A mail in the list «Courriels».

    `state` pending: written, about to leave or waiting for the next try; kept: no SMTP is set, it can be read here;
    dropped: what it speaks of moved or was cancelled before it could leave.
    """

    id: str
    to: str
    subject: str
    created: str
    state: Literal["pending", "kept", "sent", "failed", "dropped"]
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
