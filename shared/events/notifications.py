"""What `notifications` tells: messages planned, sent, without object."""

from __future__ import annotations

from shared.events.base import Event


class _NotificationsEvent(Event):
    source = "notifications"


class NotificationPlanned(_NotificationsEvent):
    """A message is due on a day; `about` is the id of what it speaks of."""

    plan: str
    rule: str
    about: str
    due: str


class NotificationSent(_NotificationsEvent):
    """A message left (or was kept for reading in the portal, without SMTP)."""

    plan: str
    rule: str
    about: str
    person: str | None = None


class NotificationVoided(_NotificationsEvent):
    """A planned message will not leave: what it speaks of moved, was done or was cancelled."""

    plan: str
    rule: str
    about: str
    reason: str
