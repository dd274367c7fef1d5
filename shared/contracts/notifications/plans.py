"""Messages to come: what is planned, read, changed, put off and stopped; what was left to a person."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.notifications.base import NotificationsCommand, PlanState


class CancelPlan(NotificationsCommand):
    """Do not send what is planned."""

    plan: str
    reason: str = Field(min_length=1)


class CancelLetter(NotificationsCommand):
    """Take one person out of a planned message; the others receive it."""

    mail: str
    reason: str = Field(min_length=1, max_length=500)


class PostponePlan(NotificationsCommand):
    """Send what is planned on another day, at the hour of its rule; a day off gives way to the next working day."""

    plan: str
    on: date


class EditPlan(NotificationsCommand):
    """The team's own words for one planned message; empty: those of its rule. Its facts stay what they are."""

    plan: str
    subject: str = Field(default="", max_length=200)
    words: str = Field(default="", max_length=5000)


class ConfirmPlan(NotificationsCommand):
    """Let a message reach more people than its rule ever did."""

    plan: str


class FinishTask(NotificationsCommand):
    """What was left to a person is done."""

    task: str


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
