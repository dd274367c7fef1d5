"""Links by mail, to sign in or to one's own file: sent, on their way, stopped."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.notifications.base import NotificationsCommand


class SendSignInLink(NotificationsCommand):
    """Mail a one-time sign-in link."""

    email: str = Field(min_length=3)
    link: str
    minutes: int = Field(ge=1)


class OnItsWay(Value):
    """What lets a personal link wait, be stopped, and be looked at once more before it leaves.

    `about` is the file or the opinion it opens, `key` the hash of its secret, `person` who will read it, `call` the id
    of their call and `last_day` its last one. It waits `minutes`, and for hours in which people are written to.
    """

    about: str
    key: str = Field(min_length=64, max_length=64)
    person: str
    call: str
    last_day: date | None = None
    minutes: int = Field(ge=0)


class SendPersonalLink(NotificationsCommand):
    """Mail a personal link of somebody without an account: to their candidature, or to the one they are to read.

    `until`: by when, in French words (a call ends, an answer is awaited); `occasion` says why the link goes out now;
    `contact` is where to ask a question. What the person asked for a moment ago leaves at once, what others send them
    is `on_its_way`.
    """

    email: str = Field(min_length=3)
    link: str
    occasion: Literal["started", "recovered", "last-call", "correction", "reading"]
    call: str
    until: str | None = None
    contact: str = Field(default="", max_length=500)
    on_its_way: OnItsWay | None = None


class StopLink(NotificationsCommand):
    """Do not send one personal link that is on its way."""

    mail: str
    reason: str = Field(min_length=1, max_length=500)


class StopLastCalls(NotificationsCommand):
    """Do not send the last calls of a call that are on their way."""

    call: str
    reason: str = Field(min_length=1, max_length=500)


class LinkLetter(Value):
    """A message with a personal link that the team or the clock set going; the link itself is shown to nobody.

    `about` is the file or the opinion it opens; `state`: waiting (it can be stopped), stopped (by which account, and
    why), needless (`reason`), leaving, gone or failed; `leaves` is when it leaves, or was to.
    """

    mail: str
    occasion: Literal["last-call", "correction", "reading"]
    about: str
    call: str
    person: str | None
    subject: str
    leaves: str
    state: Literal["waiting", "stopped", "needless", "leaving", "gone", "failed"]
    reason: str | None
    stopped_by: str | None


class LinkLetters(Value):
    """Messages with personal links, the next to leave first."""

    letters: list[LinkLetter]


class ListLinkLetters(Query[LinkLetters]):
    """Messages with personal links: those of one call, or those that wait or were stopped in the last fortnight."""

    service = "notifications"
    call: str | None = None


class LinkWords(Value):
    """What a message with a personal link says, the link left out."""

    subject: str
    text: str


class PreviewLink(Query[LinkWords]):
    """A message with a personal link before it is made."""

    service = "notifications"
    occasion: Literal["last-call", "correction", "reading"]
    call: str
    until: str | None = None
    contact: str = Field(default="", max_length=500)
