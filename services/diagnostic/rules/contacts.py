"""How far a contact is: what the plan says of it, and what the interviews with it say beyond that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from shared.contracts.diagnostic import ContactState, StallReason

DONE: frozenset[ContactState] = frozenset({"met", "declined"})
"""States after which a next step may be missing; one that has its day is still waited for."""


@dataclass(frozen=True)
class Seen:
    """The interviews with one structure: how many took place, the latest (EDTF), and the next planned day."""

    logged: int = 0
    latest: str | None = None
    planned: date | None = None


def state_of(said: ContactState, seen: Seen) -> ContactState:
    """The state to show: an interview that took place makes an actor met, a planned one sets the meeting.

    A refusal said in the plan stands until the actor was met all the same.
    """
    if seen.logged:
        return "met" if said != "declined" else said
    if seen.planned is not None and said in ("to-contact", "contacted"):
        return "meeting-set"
    return said


SILENCE = timedelta(days=30)
"""So long after a first contact without anything to come, somebody should say what comes next."""


def is_stalled(due: date | None, state: ContactState, today: date) -> bool:
    """Whether the day of the next step has passed (a day in Europe/Paris; on the day itself there is still time)."""
    return due is not None and due < today and state not in ("declined", "paused")


def waiting_since(
    due: date | None, state: ContactState, next_step: str, last_heard: date, today: date
) -> tuple[StallReason, date] | None:
    """Why a contact waits and from which day, None while it does not (DIA-33).

    `last_heard` is the day of the last contact, where it is not known the day on which the plan was last changed.
    An actor that nobody has contacted yet is no waiting one: the progress of the plan shows those.
    """
    if due is not None and is_stalled(due, state, today):
        return "overdue", due
    if state == "contacted" and due is None and not next_step and last_heard + SILENCE < today:
        return "silent", last_heard + SILENCE
    return None


def progress(seen: Iterable[Seen]) -> tuple[int, int]:
    """How many structures were met, and how many more have a meeting planned (DIA-10)."""
    met = planned = 0
    for one in seen:
        if one.logged:
            met += 1
        elif one.planned is not None:
            planned += 1
    return met, planned
