"""Where a line of the follow-up leads: the accompaniment behind it and the address of its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.portal.desk import accompaniments
from shared.contracts.reporting import FollowUpCall
from shared.contracts.territories import AccompanimentCard


@dataclass(frozen=True)
class LineAddress:
    """The accompaniment that a line counts, and the page of its territory."""

    accompaniment: str
    url: str


def addresses(calls: Iterable[FollowUpCall]) -> dict[tuple[str, str], LineAddress]:
    """By (call, line id) the accompaniment that each line of a follow-up is about."""
    by_territory = {(card.call, card.territory): card for card in accompaniments()}
    by_id = {card.id: card for card in accompaniments()}
    found = {}
    for call in calls:
        for line in call.territories:
            card = by_territory.get((call.id, line.id)) or by_id.get(line.id)
            if card is not None:
                found[call.id, line.id] = LineAddress(card.id, page_of(card))
    return found


def page_of(card: AccompanimentCard) -> str:
    """The page of an accompaniment: its territory's, opened at that call."""
    return f"/territoires/{card.territory}?accompagnement={card.id}"
