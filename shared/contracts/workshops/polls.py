"""Polls: from found slots to a date, each person by a link of their own, without an account (domain.md WKS-02, U7)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.base import Command, Query, Value

PollAnswer = Literal["yes", "if-needed", "no"]
"""What a person says of a slot; nothing said is no answer at all, never a «no»."""

College = Literal["elected", "agents", "ess", "residents", "holders"]
"""Of whom a session is made up (WKS-13): élus, agents, structures de l'ESS, habitants, porteurs de projets."""

PollState = Literal["open", "decided", "closed"]


class _Command(Command):
    service = "workshops"


class NewSlot(Value):
    """A slot to propose, as instants with their offset."""

    start: datetime
    end: datetime


class NewGuest(Value):
    """Somebody to ask, by the id of the directory; `needed` when nothing is decided against them."""

    person: str
    needed: bool = False
    college: College | None = None


class OpenPoll(_Command):
    """Ask people which of some slots suit them, until `deadline` (an instant with its offset).

    With `decide_alone` the poll gives the workshop its date by itself once everybody has answered or the deadline has
    passed, but only to a slot that is strictly better than every other one.
    """

    accompaniment: str
    title: str = Field(min_length=1, max_length=200)
    format: str = "atelier de co-construction"
    circle: Literal["full", "restricted"] = "full"
    venue_label: str = Field(default="", max_length=300)
    note: str = Field(default="", max_length=2000)
    slots: list[NewSlot] = Field(min_length=1, max_length=30)
    guests: list[NewGuest] = Field(min_length=1, max_length=200)
    deadline: datetime
    decide_alone: bool = False
    quorums: dict[College, int] = {}
    """Of how many of a college no date is to be fixed alone without their coming."""


class SlotChoice(Value):
    """What somebody says of a slot; `version` is the one they saw: one changed meanwhile is not taken for it."""

    slot: str
    version: int
    answer: PollAnswer


class AnswerPoll(_Command):
    """Answer by one's personal link, or change what one answered; a slot left out keeps no answer."""

    link: str = Field(max_length=100)
    choices: list[SlotChoice] = Field(max_length=30)
    comment: str = Field(default="", max_length=1000)


class AnswerPollFor(_Command):
    """Write down what somebody answered by telephone or in passing; recorded as said by the one who writes."""

    poll: str
    guest: str
    choices: list[SlotChoice] = Field(max_length=30)
    comment: str = Field(default="", max_length=1000)


class ChangePollSlot(_Command):
    """Move a proposed slot: what was answered about it no longer counts, and those who had answered are told."""

    poll: str
    slot: str
    start: datetime
    end: datetime


class AddPollSlot(_Command):
    """Propose one more slot."""

    poll: str
    start: datetime
    end: datetime


class WithdrawPollSlot(_Command):
    """Propose a slot no longer; what was answered about it is kept and no longer counts."""

    poll: str
    slot: str


class ExtendPoll(_Command):
    """Give a poll another deadline."""

    poll: str
    deadline: datetime


class ChasePoll(_Command):
    """Remind those who have not answered, and only them."""

    poll: str


class RenewPollLink(_Command):
    """Give somebody a new personal link; the earlier one stops working at once."""

    poll: str
    guest: str


class RevokePollLink(_Command):
    """Make somebody's personal link stop working; what they answered stays."""

    poll: str
    guest: str


class DecidePoll(_Command):
    """Give the workshop the date of a slot: a person decides, whatever the order shown."""

    poll: str
    slot: str


class ClosePoll(_Command):
    """End a poll without a date, for a stated reason."""

    poll: str
    reason: str = Field(min_length=1, max_length=500)


class SlotStanding(Value):
    """A slot with what was said of it, in the order of preference; `good` means that nobody indispensable said no."""

    id: str
    version: int
    start: str
    end: str
    yes: int
    if_needed: int
    no: int
    unanswered: int
    good: bool
    lacking: list[College] = []
    """The colleges of which fewer than asked for can come, « si besoin » included."""


class GuestAnswer(Value):
    """What a guest said of a slot as it is proposed now; `by` is the account that wrote it down for them."""

    slot: str
    answer: PollAnswer
    by: str | None


class GuestCard(Value):
    """A person asked: their answers, whether they answered every slot, and the state of their link."""

    id: str
    person: str | None
    needed: bool
    answers: list[GuestAnswer]
    complete: bool
    comment: str
    chased: str | None
    link: str | None


class PollPage(Value):
    """A poll as its organiser sees it; `best` is the slot strictly better than every other one, if there is one."""

    id: str
    accompaniment: str
    territory: str
    title: str
    format: str
    circle: Literal["full", "restricted"]
    venue_label: str
    note: str
    state: PollState
    deadline: str
    over: bool
    decide_alone: bool
    slots: list[SlotStanding]
    guests: list[GuestCard]
    best: str | None
    workshop: str | None
    decided: str | None
    closed_reason: str | None


class GetPoll(Query[PollPage]):
    """One poll for its organiser."""

    service = "workshops"
    id: str


class PollLine(Value):
    """A poll in a list."""

    id: str
    accompaniment: str
    title: str
    state: PollState
    deadline: str
    over: bool
    slots: int
    guests: int
    missing: int
    workshop: str | None


class PollList(Value):
    """Polls, those still open first, the newest first."""

    polls: list[PollLine]


class ListPolls(Query[PollList]):
    """The polls of one accompaniment, or of all."""

    service = "workshops"
    accompaniment: str | None = None


class OwnSlot(Value):
    """A slot as the bearer of a link sees it; `changed` when they had answered an earlier version of it."""

    id: str
    version: int
    start: str
    end: str
    answer: PollAnswer | None
    changed: bool


class OwnPoll(Value):
    """A poll as the bearer of a link sees it: nobody else's answers."""

    title: str
    territory: str
    venue_label: str
    note: str
    state: PollState
    deadline: str
    over: bool
    slots: list[OwnSlot]
    comment: str
    answered: bool
    decided: OwnSlot | None


class GetOwnPoll(Query[OwnPoll]):
    """The poll behind a personal link. Reading it changes nothing: scanners of mails open links."""

    service = "workshops"
    link: str


class PollLink(Value):
    """Where a guest answers: the secret part of the address."""

    guest: str
    person: str
    link: str


class PollLinks(Value):
    """What a mail about a poll needs when it is written; `slots` are those proposed now."""

    title: str
    state: PollState
    deadline: str
    venue_label: str
    note: str
    slots: list[NewSlot]
    decided: NewSlot | None
    links: list[PollLink]


class GetPollLinks(Query[PollLinks]):
    """The links of those to write to: everybody asked whose link works, or only `guests` among them."""

    service = "workshops"
    poll: str
    guests: list[str] | None = None
    missing: bool = False
