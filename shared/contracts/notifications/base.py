"""What the commands and plans of `notifications` share."""

from __future__ import annotations

from typing import Literal

from shared.contracts.base import Command

PlanState = Literal["planned", "sent", "skipped", "missed", "voided", "cancelled", "failed"]


class NotificationsCommand(Command):
    """A command to `notifications`."""

    service = "notifications"
