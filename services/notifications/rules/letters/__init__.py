"""What each message says, in plain French: one letter per rule, with all that is useful in it."""

from __future__ import annotations

from collections.abc import Callable

from services.notifications.rules.letters import milestones, news, polls, territories, workshops
from services.notifications.rules.letters.base import FUNDING, SIGNATURE, Circumstances, Letter, tidied, when_text
from services.notifications.rules.letters.milestones import sign_in
from services.notifications.rules.letters.personal import personal_link

__all__ = ["FUNDING", "SIGNATURE", "Circumstances", "Letter", "personal_link", "sign_in", "when_text", "write"]


_WRITERS: dict[str, Callable[[Circumstances], Letter]] = {
    "workshop-announced": workshops.announced,
    "workshop-reminder": workshops.reminder,
    "workshop-moved": workshops.moved,
    "workshop-corrected": workshops.corrected,
    "workshop-maintained": workshops.maintained,
    "workshop-cancelled": workshops.cancelled,
    "workshop-left": workshops.left,
    "networks-invited": workshops.invited,
    "visit-logistics": workshops.visit,
    "slot-not-found": workshops.no_slot,
    "busy-asked": polls.busy_asked,
    "poll-invitation": polls.poll_invitation,
    "poll-chase": polls.poll_chase,
    "poll-slot-changed": polls.poll_slot_changed,
    "poll-decided": polls.poll_decided,
    "poll-overdue": polls.poll_overdue,
    "interview-planned": milestones.interviewee,
    "project-end": milestones.project_end,
    "project-end-near": milestones.project_end,
    "mooc-asked": news.mooc,
    "monthly-news": news.month_news,
    "interview-ahead": milestones.interview_ahead,
    "interview-to-log": milestones.interview,
    "bilan-due": milestones.bilan,
    "choice-to-follow": milestones.choice,
    "report-due": milestones.report,
    "decision": milestones.decision,
    "call-published": territories.call,
    "contact-stalled": territories.stalled,
    "stage-overrun": territories.stage,
    "outcome-told": territories.outcome,
}


def write(rule: str, about: Circumstances, watch: str = "") -> Letter:
    """The letter of a rule, or of what it watches; its spaces are those of French typography.

    Raises `KeyError` for something that nobody watches.
    """
    return tidied((_WRITERS.get(rule) or _WRITERS[watch])(about))
