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


class ConfirmPlan(_Command):
    """Let a message reach more people than its rule ever did."""

    plan: str


class FinishTask(_Command):
    """What was left to a person is done."""

    task: str


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
    """A mail in the list «Courriels».

    `state` draft: written as it would be now; pending: about to leave or waiting for the next try; kept: no SMTP is
    set, it can be read here; grouped: it left within another mail to the same person;
    dropped: what it speaks of moved or was cancelled before it could leave; cancelled:
    somebody took this person out.
    """

    id: str
    to: str
    subject: str
    created: str
    state: Literal["draft", "pending", "grouped", "kept", "sent", "failed", "dropped", "cancelled"]
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
    """What is left to people, the oldest first."""

    tasks: list[TaskCard]


class ListTasks(Query[TaskList]):
    """What is left to people now."""

    service = "notifications"
