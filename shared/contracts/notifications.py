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


class SendPersonalLink(_Command):
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


class StopLink(_Command):
    """Do not send one personal link that is on its way."""

    mail: str
    reason: str = Field(min_length=1, max_length=500)


class StopLastCalls(_Command):
    """Do not send the last calls of a call that are on their way."""

    call: str
    reason: str = Field(min_length=1, max_length=500)


class AskForMooc(_Command):
    """Somebody asks, without an account, for access to the MOOC (NOT-13); the team is written to."""

    email: str = Field(min_length=3, max_length=254)
    name: str = Field(min_length=1, max_length=120)
    structure: str = Field(default="", max_length=200)
    words: str = Field(default="", max_length=2000)


class AnswerMooc(_Command):
    """A request for the MOOC is answered."""

    request: str


class PrepareNews(_Command):
    """The news of a month, in a person's words (NOT-14); it waits to be read and allowed, and never leaves by itself.

    Paragraphs are parted by an empty line.
    """

    month: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    subject: str = Field(min_length=1, max_length=200)
    words: str = Field(min_length=1, max_length=10_000)


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


class ConfirmPlan(_Command):
    """Let a message reach more people than its rule ever did."""

    plan: str


class FinishTask(_Command):
    """What was left to a person is done."""

    task: str


class SetWishes(_Command):
    """What a person wants to receive, said by the link of one of their mails; `nothing`: no mail any more."""

    token: str = Field(min_length=8, max_length=64)
    muted: list[str] = []
    nothing: bool = False


class AnswerInvitation(_Command):
    """Whether somebody comes, said by the link of their mail."""

    token: str = Field(min_length=8, max_length=64)
    workshop: str
    reply: Literal["accepted", "declined", "tentative"]
    comment: str = Field(default="", max_length=500)


class RuleWords(Value):
    """A rule as the team writes it.

    `watch` is what makes it speak; `timing` at once for news, else so many `days` before or after the day watched, `at`
    that hour in Paris; `roles` whom it writes to: none means nobody; `repeat_days`: again after so many days while
    nothing was done, twice at most. Texts hold fields between braces; empty: those delivered.
    """

    watch: str
    title: str = Field(min_length=1, max_length=120)
    timing: Literal["at-once", "before", "after"]
    days: int = Field(default=0, ge=0, le=730)
    at: str = Field(default="09:00", pattern=r"^(0[89]|1[0-8]):[0-5]\d$")
    roles: list[str] = []
    repeat_days: int | None = Field(default=None, ge=1, le=365)
    subject: str = Field(default="", max_length=200)
    words: str = Field(default="", max_length=5000)


class SaveRule(_Command):
    """Make a rule (`code` null), or change one; what it has planned and not sent is counted again."""

    code: str | None = None
    rule: RuleWords
    enabled: bool = True


class CloneRule(_Command):
    """A copy of a rule, switched off until somebody has looked at it."""

    code: str


class SwitchRule(_Command):
    """Switch a rule on or off; what an off one had planned does not leave."""

    code: str
    enabled: bool


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

    `to_confirm`: it would reach more people than its rule ever did, and waits for a yes. `leaves` is when it leaves at
    the earliest; `undo_until` is set while somebody may still take back what
    they have just set going; `words` are the paragraphs around its facts.
    """

    plan: PlanCard
    leaves: str
    undo_until: str | None
    subject: str | None
    words: str | None
    edited: bool
    to_confirm: bool
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


class Choice(Value):
    """A code and its French words."""

    code: str
    label: str


class WatchCard(Value):
    """What a rule may watch: news or a day; `fixed`: whom it reaches is not for the team to choose."""

    code: str
    label: str
    kind: Literal["news", "day"]
    need: str
    stops: str
    fixed: bool


class RuleCard(Value):
    """A rule in force or switched off.

    `made` is when the team made it, null for one delivered; `changed`: the team changed one delivered; `coming` counts
    the messages it has planned; `most` is the number of people it ever reached at once.
    """

    code: str
    rule: RuleWords
    enabled: bool
    recipients: str
    made: str | None
    changed: bool
    coming: int
    most: int


class RuleList(Value):
    """The rules, and what they may be made of; `fields` are those of texts, each with a sample."""

    rules: list[RuleCard]
    watches: list[WatchCard]
    audiences: list[Choice]
    fields: list[Choice]


class ListRules(Query[RuleList]):
    """Every rule, by what it watches."""

    service = "notifications"


class RulePreview(Value):
    """What a rule would write, on real data where there are some (`about`, else a sample).

    `ahead` counts the days it would speak of as things stand, `accompaniments` whose they are; `notes` are French
    sentences on what saving would do.
    """

    subject: str
    text: str
    html: str
    about: str
    ahead: int
    accompaniments: list[str]
    recipients: str
    notes: list[str]


class PreviewRule(Query[RulePreview]):
    """A rule before it is saved. Raises what saving it would."""

    service = "notifications"
    code: str | None = None
    rule: RuleWords


class TaskCard(Value):
    """Something left to a person, since reminders had no effect."""

    id: str
    title: str
    about: str
    watch: str
    territory: str | None
    since: str


class TaskList(Value):
    """What is left to people, the oldest first; `asking` counts those who wait for access to the MOOC."""

    tasks: list[TaskCard]
    asking: int = 0


class ListTasks(Query[TaskList]):
    """What is left to people now."""

    service = "notifications"


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
