"""What goes out because somebody asked for it or wrote it: access to the MOOC, the news of a month."""

from __future__ import annotations

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.notifications.base import NotificationsCommand


class AskForMooc(NotificationsCommand):
    """Somebody asks, without an account, for access to the MOOC (NOT-13); the team is written to."""

    email: str = Field(min_length=3, max_length=254)
    name: str = Field(min_length=1, max_length=120)
    structure: str = Field(default="", max_length=200)
    words: str = Field(default="", max_length=2000)


class AnswerMooc(NotificationsCommand):
    """A request for the MOOC is answered."""

    request: str


class PrepareNews(NotificationsCommand):
    """The news of a month, in a person's words (NOT-14); it waits to be read and allowed, and never leaves by itself.

    Paragraphs are parted by an empty line.
    """

    month: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    subject: str = Field(min_length=1, max_length=200)
    words: str = Field(min_length=1, max_length=10_000)


class MoocRequestCard(Value):
    """Somebody who asked for access to the MOOC; `email` is blank once they were forgotten."""

    id: str
    name: str
    email: str
    structure: str
    words: str
    asked: str


class MoocRequests(Value):
    """What was asked and not answered yet, the oldest first."""

    requests: list[MoocRequestCard]


class ListMoocRequests(Query[MoocRequests]):
    """Who waits for access to the MOOC."""

    service = "notifications"
