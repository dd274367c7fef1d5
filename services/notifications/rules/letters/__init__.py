"""What each message says, in plain French: one letter per rule, with all that is useful in it."""

from __future__ import annotations

from collections.abc import Callable

from services.notifications.rules.letters import milestones, polls, workshops
from services.notifications.rules.letters.base import FUNDING, SIGNATURE, Circumstances, Letter, tidied, when_text
from services.notifications.rules.letters.milestones import sign_in
from services.notifications.rules.letters.personal import personal_link

__all__ = ["FUNDING", "SIGNATURE", "Circumstances", "Letter", "personal_link", "sign_in", "when_text", "write"]


_WRITERS: dict[str, Callable[[Circumstances], Letter]] = {
    "workshop-announced": workshops.announced,
    "workshop-reminder": workshops.reminder,
    "workshop-moved": workshops.moved,
    "workshop-maintained": workshops.maintained,
    "workshop-cancelled": workshops.cancelled,
    "slot-not-found": workshops.no_slot,
    "poll-invitation": polls.poll_invitation,
    "poll-chase": polls.poll_chase,
    "poll-slot-changed": polls.poll_slot_changed,
    "poll-decided": polls.poll_decided,
    "poll-overdue": polls.poll_overdue,
    "interview-to-log": milestones.interview,
    "bilan-due": milestones.bilan,
    "choice-to-follow": milestones.choice,
    "report-due": milestones.report,
    "decision": milestones.decision,
}


def write(rule: str, about: Circumstances) -> Letter:
    """The letter of a rule; its spaces are those of French typography. Raises `KeyError` for an unknown rule."""
    return tidied(_WRITERS[rule](about))
