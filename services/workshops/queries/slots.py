"""Free slots: what is asked, made busier by all that the room knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from services.workshops.agenda.finder import find_slots as find
from services.workshops.agenda.places import closed_between
from services.workshops.agenda.reading import read_search
from services.workshops.agenda.search import Busy, Person, Quorum, Search, busy_between
from services.workshops.agenda.writing import answer_as_json
from services.workshops.busy import at_workshops, given, of_venue, together
from services.workshops.framing import circle_of
from services.workshops.queries.registry import QUERIES
from services.workshops.rules.busy import Interval
from services.workshops.tables import DeclaredHoliday, VenueHours, VenueRow
from services.workshops.venues import ways
from shared.contracts.workshops import FindSlots, SlotAnswer
from shared.contracts.workshops.labels import counted
from shared.french import plural, tidy
from shared.storage.unit_of_work import Reader


@dataclass(frozen=True)
class Asked:
    """What a search is about beside its own words: whose territory, which workshop is to move, at which place."""

    accompaniment: str | None = None
    but: str | None = None
    venue: str | None = None


@QUERIES.answers(FindSlots)
def find_slots(reader: Reader, query: FindSlots) -> SlotAnswer:
    """Answer a search; people are busy by what they gave and by the workshops of any territory, beside what it says.

    Raises `InvalidInput` with every problem of the request.
    """
    search = read_search(query.request)
    asked = Asked(query.accompaniment, query.but, query.venue)
    answer = answer_as_json(find(replace(busier(reader, search, asked), quorums=_quorums(reader, query))))
    notes = _of_venue(reader, query.venue, len(search.people))
    if notes:
        answer["notes"] = [*answer.get("notes", []), *notes]
    return SlotAnswer(answer=answer)


def _quorums(reader: Reader, query: FindSlots) -> tuple[Quorum, ...]:
    colleges = query.colleges
    if query.quorums and not colleges and query.accompaniment is not None:
        colleges = circle_of(reader, query.accompaniment).colleges
    return tuple(
        Quorum(counted(college, least), frozenset(who for who, one in colleges.items() if one == college), least)
        for college, least in query.quorums.items()
        if least > 0
    )


def busier(reader: Reader, search: Search, asked: Asked) -> Search:
    """The search with all that the room knows: people, territory, place, ways, declared holidays."""
    ids = [person.id for person in search.people]
    days = search.first_day, search.last_day
    there = asked.venue
    way = ways(reader, [there])
    elsewhere = at_workshops(
        reader, ids, *days, but=asked.but, way=lambda venue: way(venue, there) if venue and there else 0
    )
    known = together(given(reader, ids, *days), elsewhere)
    whole = asked.accompaniment
    everybody = given(reader, [whole], *days).get(whole, []) if whole else []
    declared = select(DeclaredHoliday.day).where(DeclaredHoliday.day >= days[0], DeclaredHoliday.day <= days[1])
    return replace(
        search,
        people=tuple(_with(person, [*known.get(person.id, ()), *everybody]) for person in search.people),
        declared=frozenset(reader.session.scalars(declared)),
        venue_busy=_taken(reader, search, asked),
        venue_closed=_closed(reader, search, asked),
    )


def _with(person: Person, intervals: Iterable[Interval]) -> Person:
    more = _seconds(intervals)
    return replace(person, busy=person.busy + more) if more else person


def _seconds(intervals: Iterable[Interval]) -> tuple[Busy, ...]:
    return tuple(busy_between(start, end) for start, end in intervals)


def _taken(reader: Reader, search: Search, asked: Asked) -> tuple[Busy, ...]:
    if asked.venue is None:
        return ()
    return _seconds(of_venue(reader, asked.venue, search.first_day, search.last_day, but=asked.but))


def _closed(reader: Reader, search: Search, asked: Asked) -> tuple[Busy, ...]:
    if asked.venue is None:
        return ()
    chosen = select(VenueHours).where(VenueHours.venue == asked.venue)
    hours = [(one.weekday, one.opens, one.closes) for one in reader.session.scalars(chosen)]
    return closed_between(hours, search.first_day, search.last_day, search.zone)


def _of_venue(reader: Reader, venue: str | None, invited: int) -> list[str]:
    """What to know of a place whatever the slot."""
    if venue is None:
        return []
    row = reader.session.get(VenueRow, venue)
    notes = []
    if row is not None and row.capacity is not None and row.capacity < invited:
        held = plural(row.capacity, "personne")
        notes.append(f"Le lieu accueille {held} au plus : {plural(invited, 'personne')} sont invitées.")
    if reader.session.scalar(select(VenueHours.venue).where(VenueHours.venue == venue).limit(1)) is None:
        notes.append("Les horaires de ce lieu ne sont pas connus : il est supposé toujours ouvert.")
    return [tidy(note) for note in notes]
