"""The calendar of one person: the sessions they are invited to or lead, and the days until which they owe something.

Nothing in it is about anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from services.portal.calendar_feed import Day, calendar_of
from services.portal.desk import accompaniments, ask
from services.portal.sections import part
from shared.clock import PARIS
from shared.contracts.territories import GetPerson, ListDeadlines
from shared.contracts.workshops import GetPersonalAgenda, OwedAnswer
from shared.french import hour, quoted, tidy

NAME = "Mes ateliers"


def own_calendar(person: str, base_url: str) -> bytes:
    """The iCalendar document of a person, by their id in the directory; the same facts give the same bytes."""
    found = ask(GetPersonalAgenda(person=person))
    labels = {card.id: card.territory_label for card in accompaniments()}
    places = {card.territory: card.territory_label for card in accompaniments()}
    owed = [
        *(
            Day(f"{one.poll}-reponse", day(one.deadline), asked(one), places.get(one.territory, ""))
            for one in found.polls
        ),
        *(Day(one.id, date.fromisoformat(one.due), f"{one.title} ({one.about})", "") for one in found.tasks),
        *_deadlines(person, labels),
    ]
    return calendar_of(NAME, [(card, labels.get(card.accompaniment, "")) for card in found.sessions], base_url, owed)


def day(instant: str) -> date:
    """The day in Paris of an instant with offset."""
    return datetime.fromisoformat(instant).astimezone(PARIS).date()


def asked(poll: OwedAnswer) -> str:
    """What somebody owes a poll, with the hour in Paris until which they may answer."""
    last = hour(datetime.fromisoformat(poll.deadline).astimezone(PARIS))
    return tidy(f"Répondre au sondage {quoted(poll.title)}, avant {last}")


def _deadlines(person: str, labels: dict[str, str]) -> Iterator[Day]:
    """What is due in the accompaniments in which the person holds a role now."""
    known = part(GetPerson(id=person)).answer
    due = part(ListDeadlines()).answer
    held = {one.territory.id for one in known.roles} if known else set()
    theirs = {card.id for card in accompaniments() if card.territory in held}
    for one in due.deadlines if due else []:
        if one.accompaniment in theirs:
            yield Day(one.id, date.fromisoformat(one.due), one.title, labels.get(one.accompaniment or "", ""))
