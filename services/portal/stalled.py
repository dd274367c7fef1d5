"""The contacts that wait for their next step, as the morning page tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.portal.desk import accompaniments
from services.portal.sections import part
from shared.contracts.diagnostic import ListStalledContacts, StalledContact
from shared.contracts.territories import FindAddresses

MOST = 8


@dataclass(frozen=True)
class StalledLine:
    """A contact that waits: where, why, and by whose hand it goes on (empty: nobody said)."""

    contact: StalledContact
    place: str
    doer: str


@dataclass(frozen=True)
class Stalled:
    """The lines to show, and how many more there are; `away`: the French sentence when the room does not answer."""

    lines: Sequence[StalledLine]
    more: int
    away: str = ""


def stalled_contacts() -> Stalled:
    """What waits in all contact plans, the longest first."""
    found = part(ListStalledContacts(limit=MOST))
    if found.answer is None:
        return Stalled([], 0, found.sentence)
    places = {card.id: card.territory_label for card in accompaniments()}
    names = _names({one.doer for one in found.answer.contacts if one.doer})
    lines = [
        StalledLine(one, places.get(one.accompaniment, ""), names.get(one.doer or "", ""))
        for one in found.answer.contacts
    ]
    return Stalled(lines, found.answer.total - len(lines))


def _names(people: set[str]) -> dict[str, str]:
    if not people:
        return {}
    found = part(FindAddresses(people=sorted(people))).answer
    return {one.person: one.name or one.function for one in found.addresses} if found else {}
