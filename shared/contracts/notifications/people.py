"""What people say of their mails, by the link that each bears: wishes, answers to invitations."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.notifications.base import NotificationsCommand
from shared.contracts.notifications.rules import Choice


class SetWishes(NotificationsCommand):
    """What a person wants to receive, said by the link of one of their mails; `nothing`: no mail any more."""

    token: str = Field(min_length=8, max_length=64)
    muted: list[str] = []
    nothing: bool = False


class AnswerInvitation(NotificationsCommand):
    """Whether somebody comes, said by the link of their mail."""

    token: str = Field(min_length=8, max_length=64)
    workshop: str
    reply: Literal["accepted", "declined", "tentative"]
    comment: str = Field(default="", max_length=500)


class Correspondence(Value):
    """What stands behind a link of somebody's mail: why they received it, what they want to receive.

    `person` is their id in the directory; `workshop` is set when they may answer an invitation, `reply` is what they
    answered.
    """

    person: str
    subject: str
    why: str
    sent: str | None
    workshop: str | None
    reply: str | None
    topics: list[Choice]
    muted: list[str]
    nothing: bool


class GetCorrespondence(Query[Correspondence]):
    """What stands behind the link of a mail. Raises `NotFound` for a link of nobody."""

    service = "notifications"
    token: str
    mail: str | None = None


class InvitationCard(Value):
    """Somebody whose calendar was written to, and what they answered.

    `stale`: they answered an earlier date, hour or place; `wanted`: the other moment that a counter-proposal asks for.
    """

    person: str
    state: Literal["invited", "withdrawn"]
    sequence: int
    reply: Literal["accepted", "declined", "tentative", "counter"] | None
    comment: str
    wanted: str
    channel: Literal["mail", "web"] | None
    replied: str | None
    stale: bool


class InvitationList(Value):
    """The invitations of a workshop."""

    invitations: list[InvitationCard]


class ListInvitations(Query[InvitationList]):
    """Who was invited to a workshop by mail, and what they answered."""

    service = "notifications"
    workshop: str
