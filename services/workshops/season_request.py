"""From a season as the room keeps it to the JSON that `agenda season` reads, with all that is known of everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import or_, select

from services.workshops.agenda.places import closed_between
from services.workshops.busy import at_workshops, given, of_venue, together
from services.workshops.rules import iso
from services.workshops.rules.busy import Interval
from services.workshops.tables import SeasonPerson, SeasonRow, SeasonWorkshop, VenueHours, VenueWayRow
from shared.clock import PARIS
from shared.storage.unit_of_work import Reader

OPENING = {"weekdays": [0, 1, 2, 3, 4], "hours": [["09:00", "12:30"], ["13:30", "18:00"]]}


@dataclass(frozen=True)
class WholeSeason:
    """A season, its workshops in the order they were asked for, and who is to come to each."""

    row: SeasonRow
    items: Sequence[SeasonWorkshop]
    people: dict[str, list[SeasonPerson]]


def whole_season(reader: Reader, row: SeasonRow) -> WholeSeason:
    """A season with all that hangs on it."""
    items = reader.session.scalars(
        select(SeasonWorkshop).where(SeasonWorkshop.season == row.id).order_by(SeasonWorkshop.id)
    ).all()
    people: dict[str, list[SeasonPerson]] = defaultdict(list)
    chosen = select(SeasonPerson).where(SeasonPerson.item.in_([one.id for one in items])).order_by(SeasonPerson.person)
    for one in reader.session.scalars(chosen):
        people[one.item].append(one)
    return WholeSeason(row, items, people)


def request_of(reader: Reader, season: WholeSeason) -> dict[str, Any]:
    """The JSON of a season, with the slots that somebody pinned beside it (`pinned`).

    What was put to people already stays out: it has its poll.
    """
    items = [one for one in season.items if one.poll is None]
    first = max(season.row.first, reader.today)
    window = {"from": first.isoformat(), "to": max(first, season.row.last).isoformat()}
    venues = sorted({one.venue for one in items if one.venue})
    return {
        "timezone": str(PARIS),
        "opening": OPENING,
        "avoid": {"public_holidays": "exclude", "school_holidays": {"zone": "B", "mode": "rank-last"}},
        "workshops": [_wanted(one, season.people[one.id], window) for one in items],
        "people": _people(reader, season, items),
        "venues": [{"id": venue, "busy": _venue(reader, venue, season)} for venue in venues],
        "travel": _travel(reader, venues),
        "time_limit_s": season.row.seconds,
        "pinned": {one.id: str(iso(one.start_at)) for one in items if one.pinned and one.start_at is not None},
    }


def _wanted(one: SeasonWorkshop, people: Sequence[SeasonPerson], window: dict[str, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "duration_minutes": one.minutes,
        "window": window,
        "required": [who.person for who in people if who.required],
        "invited": [who.person for who in people],
        "venue": one.venue,
        "min_present": 1,
    }


def _people(reader: Reader, season: WholeSeason, items: Sequence[SeasonWorkshop]) -> list[dict[str, Any]]:
    """Everybody once; whoever is to come for a territory is busy when that territory is."""
    territories: dict[str, set[str]] = defaultdict(set)
    for one in items:
        for who in season.people[one.id]:
            territories[who.person].add(one.accompaniment)
    days = max(season.row.first, reader.today), max(season.row.last, reader.today)
    ids = list(territories)
    known = together(given(reader, ids, *days), at_workshops(reader, ids, *days))
    whole = given(reader, {one.accompaniment for one in items}, *days)
    return [
        {
            "id": person,
            "busy": _json([*known.get(person, ()), *(busy for one in sorted(mine) for busy in whole.get(one, ()))]),
        }
        for person, mine in sorted(territories.items())
    ]


def _json(intervals: Iterable[Interval]) -> list[list[str]]:
    return [[start.isoformat(), end.isoformat()] for start, end in intervals]


def _venue(reader: Reader, venue: str, season: WholeSeason) -> list[list[str]]:
    days = max(season.row.first, reader.today), max(season.row.last, reader.today)
    chosen = select(VenueHours).where(VenueHours.venue == venue)
    hours = [(one.weekday, one.opens, one.closes) for one in reader.session.scalars(chosen)]
    closed = [[_utc(start), _utc(end)] for start, end in closed_between(hours, *days, PARIS)]
    return [*_json(of_venue(reader, venue, *days)), *closed]


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _travel(reader: Reader, venues: Sequence[str]) -> dict[str, dict[str, int]]:
    chosen = select(VenueWayRow).where(or_(VenueWayRow.venue.in_(venues), VenueWayRow.other.in_(venues)))
    ways: dict[str, dict[str, int]] = defaultdict(dict)
    for row in reader.session.scalars(chosen):
        if row.venue in venues and row.other in venues:
            ways[row.venue][row.other] = row.minutes
    return dict(ways)
