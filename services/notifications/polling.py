"""What a mail about a poll needs from the room that keeps it: whether it still holds, the slots, each own link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.notifications.rules.catalogue import Rule
from shared.clock import PARIS
from shared.contracts.workshops import GetPollLinks, NewSlot, PollLinks
from shared.errors import NotFound
from shared.french import moment, slot
from shared.room import Desk


@dataclass(frozen=True)
class Asked:
    """A poll as a letter tells it; `paths` holds the personal address of each person to write to."""

    title: str
    deadline: str
    place: str
    note: str
    slots: tuple[str, ...]
    paths: dict[str, str]


def ask_poll(desk: Desk, rule: Rule, poll: str, guests: str | None) -> Asked | str:
    """What to write now about a poll, or the reason why nothing must leave any more.

    `guests` are the ids within the poll that the plan names, parted by blanks; None is everybody.
    """
    named = None if guests is None else guests.split()
    try:
        found = desk.ask(GetPollLinks(poll=poll, guests=named, missing=rule.guests == "missing"))
    except NotFound:
        return "le sondage n’existe plus"
    if (found.state == "decided") != (rule.watched == "poll-decided"):
        return "le sondage est terminé"
    return _asked(found)


def _asked(found: PollLinks) -> Asked:
    return Asked(
        title=found.title,
        deadline=moment(datetime.fromisoformat(found.deadline).astimezone(PARIS)),
        place=found.venue_label,
        note=found.note,
        slots=tuple(_slot(one) for one in found.slots),
        paths={one.person: f"/reponse/{one.link}" for one in found.links},
    )


def _slot(one: NewSlot) -> str:
    return slot(one.start.astimezone(PARIS), one.end.astimezone(PARIS))
