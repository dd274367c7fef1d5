"""Rules as the team writes them: what makes them speak, whom they write to, in which words."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.notifications.base import NotificationsCommand


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


class SaveRule(NotificationsCommand):
    """Make a rule (`code` null), or change one; what it has planned and not sent is counted again."""

    code: str | None = None
    rule: RuleWords
    enabled: bool = True


class CloneRule(NotificationsCommand):
    """A copy of a rule, switched off until somebody has looked at it."""

    code: str


class SwitchRule(NotificationsCommand):
    """Switch a rule on or off; what an off one had planned does not leave."""

    code: str
    enabled: bool


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
