"""How a poll is read: which slot people prefer, who has not said, and when a date may be fixed without asking.

The order is lexicographic (no indispensable person said no, then the fewest indispensable «si besoin», then the most
«oui», then the earliest); a blank is never taken for a no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.workshops.rules import Problem
from shared.clock import PARIS
from shared.contracts.workshops import College, NewGuest, NewSlot, PollAnswer
from shared.french import slot as slot_text
from shared.ids import is_id

LINK_LIVES = timedelta(days=30)
"""How long a personal link opens the poll after its deadline, to read what was decided."""

CHASE_REST = timedelta(hours=24)
"""Between two reminders about the same poll."""


@dataclass(frozen=True)
class Proposed:
    """A slot proposed, by its id; exact instants."""

    id: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Asked:
    """A person asked, and what they said of each slot as it is proposed now, by the slot's id."""

    id: str
    needed: bool
    answers: Mapping[str, PollAnswer]
    college: College | None = None


@dataclass(frozen=True)
class Standing:
    """A slot and what was said of it; the needed ones are counted apart because they come first in the order."""

    slot: Proposed
    yes: int
    if_needed: int
    no: int
    unanswered: int
    needed_no: int
    needed_if: int
    needed_unanswered: int
    lacking: tuple[College, ...] = ()

    @property
    def preference(self) -> tuple[int, int, int]:
        """What makes a slot better than another, smaller first, before the earliest breaks a tie."""
        return (min(self.needed_no, 1), self.needed_if, -self.yes)


def standings(
    slots: Iterable[Proposed], guests: Sequence[Asked], quorums: Mapping[College, int] | None = None
) -> list[Standing]:
    """The slots with their answers counted, the preferred one first; `quorums`: how many of a college are wanted."""
    return sorted(
        (_standing(slot, guests, quorums or {}) for slot in slots), key=lambda one: (one.preference, one.slot.start)
    )


def _standing(slot: Proposed, guests: Sequence[Asked], quorums: Mapping[College, int]) -> Standing:
    coming = Counter(guest.college for guest in guests if guest.answers.get(slot.id) in ("yes", "if-needed"))
    said = [(guest.needed, guest.answers.get(slot.id)) for guest in guests]

    def count(answer: PollAnswer | None, *, needed: bool = False) -> int:
        return sum(one == answer and (needs or not needed) for needs, one in said)

    return Standing(
        slot=slot,
        yes=count("yes"),
        if_needed=count("if-needed"),
        no=count("no"),
        unanswered=count(None),
        needed_no=count("no", needed=True),
        needed_if=count("if-needed", needed=True),
        needed_unanswered=count(None, needed=True),
        lacking=tuple(college for college, least in quorums.items() if coming[college] < least),
    )


def strictly_best(ranked: Sequence[Standing]) -> Standing | None:
    """The slot that is better than every other one whatever the hour, with everybody indispensable able to come.

    None while an indispensable person has not said, too few of a college can come, on a tie, or when nobody said yes.
    """
    if not ranked:
        return None
    first = ranked[0]
    if first.needed_no or first.needed_unanswered or first.lacking or not first.yes:
        return None
    if len(ranked) > 1 and ranked[1].preference == first.preference:
        return None
    return first


def is_complete(guest: Asked, slots: Iterable[Proposed]) -> bool:
    """Whether a guest said something of every slot."""
    return all(slot.id in guest.answers for slot in slots)


def new_poll_problems(
    slots: Sequence[NewSlot], guests: Sequence[NewGuest], deadline: datetime, now: datetime
) -> list[Problem]:
    """What is wrong with a poll about to be opened, each `(path, French sentence)`."""
    problems = [problem for number, one in enumerate(slots) for problem in slot_problems(one, now, f"slots.{number}")]
    if len({(one.start, one.end) for one in slots}) < len(slots):
        problems.append(("slots", "Un même créneau est proposé deux fois."))
    named = [guest.person for guest in guests]
    problems += [
        (f"guests.{number}.person", "Une personne est désignée par son identifiant dans l’annuaire.")
        for number, person in enumerate(named)
        if not is_id(person)
    ]
    if len(set(named)) < len(named):
        problems.append(("guests", "Une même personne est invitée deux fois."))
    return problems or deadline_problems(deadline, [one.start for one in slots], now)


def slot_problems(one: NewSlot, now: datetime, where: str) -> list[Problem]:
    """What is wrong with a slot to propose."""
    if one.start.utcoffset() is None or one.end.utcoffset() is None:
        return [(where, "Ce créneau est donné sans décalage horaire : écrivez par exemple 2027-03-11T09:00:00+01:00.")]
    if one.end <= one.start:
        return [(where, "La fin du créneau doit venir après son début.")]
    if one.start <= now:
        return [(where, f"Le créneau {said(one.start, one.end)} est déjà passé.")]
    return []


def deadline_problems(deadline: datetime, starts: Sequence[datetime], now: datetime) -> list[Problem]:
    """What is wrong with the moment until which people may answer."""
    if deadline.utcoffset() is None:
        return [("deadline", "La date limite est donnée sans décalage horaire.")]
    if deadline <= now:
        return [("deadline", "La date limite est déjà passée : choisissez un jour à venir.")]
    if starts and deadline >= min(starts):
        return [("deadline", "La date limite vient après le premier créneau : choisissez un jour plus tôt.")]
    return []


def said(start: datetime, end: datetime) -> str:
    """A slot as people read it, in Paris."""
    return slot_text(start.astimezone(PARIS), end.astimezone(PARIS))
