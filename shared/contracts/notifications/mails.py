"""Mails that left, came back or wait, and what the mail servers say."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.notifications.plans import PlanCard, TaskCard


class MailCard(Value):
    """A mail in the list «Courriels»; `person` is the recipient's id in the directory.

    `state` draft: written as it would be now; pending: about to leave or waiting for the next try; kept: no SMTP is
    set, it can be read here; grouped: it left within another mail to the same person;
    dropped: what it speaks of moved or was cancelled before it could leave; cancelled:
    somebody took this person out. `answer` is the server's, `body_hash` the SHA-256 of the text, `bounce` what came
    back, `method` that of its invitation (REQUEST, CANCEL), `why_not` why it did not leave.
    """

    id: str
    to: str
    person: str | None = None
    subject: str
    created: str
    state: Literal["draft", "pending", "grouped", "kept", "sent", "failed", "dropped", "cancelled"]
    about: str | None
    territory: str | None
    answer: str | None = None
    body_hash: str | None = None
    bounce: str | None = None
    method: str | None = None
    why_not: str | None = None


class MailList(Value):
    """Mails, the newest first."""

    mails: list[MailCard]


class ListMails(Query[MailList]):
    """What left or was kept."""

    service = "notifications"
    limit: int = Field(default=100, ge=1, le=500)


class Mail(Value):
    """One mail as it was sent; `link_later`: its secret link is left out, and read here once the mail is kept."""

    card: MailCard
    text: str
    html: str
    link_later: bool = False


class GetMail(Query[Mail]):
    """One mail."""

    service = "notifications"
    id: str


class IncomingCard(Value):
    """A message that was read from the mailbox: an answer, a bounce, something else; and what became of it."""

    kind: Literal["reply", "bounce", "other"]
    outcome: str
    about: str | None
    mail: str | None
    received: str


class HeldHost(Value):
    """A host that does not take mails for now (`*`: our own server), until when and why."""

    host: str
    until: str
    reason: str


class PostState(Value):
    """How the post goes: bounces, what came back without being understood, hosts that refuse."""

    bounced: list[MailCard]
    incoming: list[IncomingCard]
    held: list[HeldHost]


class GetPostState(Query[PostState]):
    """How the post goes."""

    service = "notifications"


class MailDesk(Value):
    """What the page of mails shows beside what is to come: plans, what is left to people, mails, their servers."""

    plans: list[PlanCard]
    tasks: list[TaskCard]
    asking: int
    mails: list[MailCard]
    post: PostState


class GetMailDesk(Query[MailDesk]):
    """All of it in one question: what one page shows was true at one moment."""

    service = "notifications"
