"""The conflicts that hold, whom they concern, and what would solve them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import or_, select

from services.workshops import conflicts
from services.workshops.agenda.finder import find_slots
from services.workshops.agenda.search import Opening, Person, SchoolHolidays, Search, Slot, Treatment
from services.workshops.queries.registry import QUERIES
from services.workshops.queries.slots import Asked, busier
from services.workshops.rules import iso
from services.workshops.rules.conflicts import Clash, Meeting
from services.workshops.tables import Conflict, DeclaredHoliday, VenueHours, VenueRow, VenueWayRow, Workshop
from shared.clock import PARIS, paris_day
from shared.contracts.workshops import (
    Alternative,
    ConflictCard,
    ConflictList,
    ConflictPage,
    ConflictSide,
    DeclaredDay,
    DeclaredDays,
    GetConflict,
    GetVenue,
    ListConflicts,
    ListDeclaredDays,
    OpeningHours,
    VenueCard,
    VenueWay,
)
from shared.errors import NotFound
from shared.storage.unit_of_work import Reader

BEFORE, AFTER = timedelta(days=14), timedelta(days=42)
"""Where another date is looked for around the one that does not hold."""
OFFERED = 3
_ENOUGH = 80


@QUERIES.answers(ListConflicts)
def list_conflicts(reader: Reader, query: ListConflicts) -> ConflictList:
    """The conflicts that hold, by the start of their workshop."""
    chosen = select(Conflict).where(Conflict.ended_at.is_(None))
    if query.workshop is None:
        chosen = chosen.where(Conflict.accepted_at.is_(None))
    else:
        chosen = chosen.where(or_(Conflict.workshop == query.workshop, Conflict.other == query.workshop))
    rows = list(reader.session.scalars(chosen))
    cards = _cards(reader, rows)
    return ConflictList(conflicts=sorted(cards, key=lambda one: (one.sides[0].start, one.id)))


@QUERIES.answers(GetConflict)
def get_conflict(reader: Reader, query: GetConflict) -> ConflictPage:
    """One conflict with other slots for its workshops. Raises `NotFound` when it never was or holds no more."""
    row = reader.session.get(Conflict, query.id)
    if row is None or row.ended_at is not None:
        raise NotFound("Ce conflit n’existe pas, ou n’existe plus.", code="unknown-conflict")
    meetings = {one.id: one for one in conflicts.coming(reader)}
    sides = [meetings[id_] for id_ in (row.workshop, row.other) if id_ in meetings]
    return ConflictPage(
        conflict=_cards(reader, [row])[0],
        alternatives={one.id: alternatives(reader, one) for one in sides},
    )


def _cards(reader: Reader, rows: Sequence[Conflict]) -> list[ConflictCard]:
    ids = {id_ for row in rows for id_ in (row.workshop, row.other) if id_}
    workshops = {one.id: one for one in reader.session.scalars(select(Workshop).where(Workshop.id.in_(ids)))}
    now = _now(reader, ids)
    return [_card(row, workshops, now.get(row.id)) for row in rows]


def _now(reader: Reader, workshops: Collection[str]) -> dict[str, Clash]:
    """The conflicts of these workshops as they are at this moment: whom they concern is looked at, not kept."""
    meetings = conflicts.coming(reader, workshops) if workshops else []
    return {conflicts.id_of(clash): clash for clash in conflicts.found(reader, meetings)}


def _card(row: Conflict, workshops: dict[str, Workshop], clash: Clash | None) -> ConflictCard:
    subjects = sorted(clash.subjects) if clash else [row.subject] if row.subject else []
    return ConflictCard(
        id=row.id,
        kind=row.kind,
        sides=[_side(workshops[id_]) for id_ in (row.workshop, row.other) if id_],
        subjects=subjects,
        named=row.named,
        since=str(iso(row.since)),
        accepted=row.reason if row.accepted_at else None,
    )


def _side(row: Workshop) -> ConflictSide:
    return ConflictSide(
        workshop=row.id,
        accompaniment=row.accompaniment,
        title=row.title,
        start=iso(row.start_at) or "",
        end=iso(row.end_at) or "",
    )


# --- other slots -----------------------------------------------------------------------------------------------


def alternatives(reader: Reader, meeting: Meeting) -> list[Alternative]:
    """The best other days for a workshop, by the finder itself: whoever facilitates must be there, the way is counted.

    The first good start of each of the best days around the present date, never in the past.
    """
    day = paris_day(meeting.start)
    first = max(reader.today + timedelta(days=1), day - BEFORE)
    minutes = round((meeting.end - meeting.start).total_seconds() / 60)
    halves = ((9 * 60, 12 * 60 + 30), (13 * 60 + 30, 18 * 60))
    fits = any(closes - opens >= minutes for opens, closes in halves)
    search = Search(
        zone=PARIS,
        first_day=first,
        last_day=max(first, day + AFTER),
        duration=minutes,
        opening=Opening(frozenset(range(5)), halves if fits else ((8 * 60, 20 * 60),)),
        people=tuple(Person(one, required=one in meeting.facilitators) for one in sorted(meeting.everybody)),
        step=30,
        public_holidays=Treatment.EXCLUDE,
        school_holidays=SchoolHolidays("B", Treatment.RANK_LAST),
        min_present=min(1, len(meeting.everybody)),
        top=_ENOUGH,
    )
    if not search.people:
        search = replace(search, people=(Person(meeting.id),))
    asked = Asked(accompaniment=meeting.accompaniment, but=meeting.id, venue=meeting.venue)
    return _by_day(find_slots(busier(reader, search, asked)).slots)


def _by_day(slots: Sequence[Slot]) -> list[Alternative]:
    best: dict[object, Slot] = {}
    for slot in slots:
        best.setdefault(slot.start.date(), slot)
    return [
        Alternative(
            start=one.start.isoformat(), end=one.end.isoformat(), missing=list(one.missing), notes=list(one.notes)
        )
        for one in list(best.values())[:OFFERED]
    ]


# --- places and days -------------------------------------------------------------------------------------------


@QUERIES.answers(GetVenue)
def get_venue(reader: Reader, query: GetVenue) -> VenueCard:
    """What is known of a place."""
    row = reader.session.get(VenueRow, query.venue)
    hours = select(VenueHours).where(VenueHours.venue == query.venue).order_by(VenueHours.weekday, VenueHours.opens)
    ways = select(VenueWayRow).where(
        or_(VenueWayRow.venue == query.venue, VenueWayRow.other == query.venue), VenueWayRow.minutes > 0
    )
    return VenueCard(
        venue=query.venue,
        capacity=row.capacity if row else None,
        hours=[
            OpeningHours(weekday=one.weekday, opens=one.opens, closes=one.closes)
            for one in reader.session.scalars(hours)
        ],
        ways=[
            VenueWay(venue=one.other if one.venue == query.venue else one.venue, minutes=one.minutes)
            for one in reader.session.scalars(ways)
        ],
    )


@QUERIES.answers(ListDeclaredDays)
def list_declared_days(reader: Reader, query: ListDeclaredDays) -> DeclaredDays:
    """The declared holidays from a day on."""
    chosen = select(DeclaredHoliday).where(DeclaredHoliday.day >= query.since).order_by(DeclaredHoliday.day)
    return DeclaredDays(days=[DeclaredDay(day=one.day, name=one.name) for one in reader.session.scalars(chosen)])
