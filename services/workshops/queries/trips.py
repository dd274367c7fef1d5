"""Trips as they are prepared."""

from __future__ import annotations

from sqlalchemy import or_, select

from services.workshops.queries.registry import QUERIES
from services.workshops.rules import iso
from services.workshops.rules.trips import not_ready
from services.workshops.tables import KNOWN, Trip, TripMember, TripStop, TripTask
from services.workshops.trips import as_seen, members_of, stops_of, tasks_of, trip_of
from shared.contracts.workshops import GetTrip, ListTrips, StopCard, TaskCard, TripCard, TripList, TripPage
from shared.stamps import stamp
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetTrip)
def get_trip(reader: Reader, query: GetTrip) -> TripPage:
    """A trip with its meetings and its checklist. Raises `NotFound`."""
    row = trip_of(reader, query.trip)
    along = members_of(reader, row.id)
    stops = [_stop(one) for one in stops_of(reader, row.id)]
    tasks = [_task(reader, one) for one in tasks_of(reader, row.id)]
    return TripPage(
        **_card(row).model_dump(),
        intention=row.intention,
        need=row.need,
        along=along,
        lessons=row.lessons,
        cancelled=row.cancelled,
        stops=stops,
        tasks=tasks,
        notes=not_ready(stops, tasks) if row.state == "planned" else [],
        stamp=stamp(as_seen(row, along)),
    )


def _card(row: Trip) -> TripCard:
    fields = ("id", "accompaniment", "title", "destination", "state")
    days = {"first": row.first.isoformat(), "last": row.last.isoformat()}
    return TripCard.model_validate({**{one: getattr(row, one) for one in fields}, **days})


def _stop(one: TripStop) -> StopCard:
    return StopCard(
        id=one.id,
        host=one.host,
        place=one.place,
        start=iso(one.start_at),
        end=iso(one.end_at),
        validated=one.validated,
        note=one.note,
    )


def _task(reader: Reader, one: TripTask) -> TaskCard:
    return TaskCard.model_validate(
        {
            "id": one.id,
            "kind": one.kind,
            "title": one.title,
            "owner": one.owner,
            "due": one.due.isoformat(),
            "done": one.done_at is not None,
            "late": one.done_at is None and one.due < reader.today,
        }
    )


@QUERIES.answers(ListTrips)
def list_trips(reader: Reader, query: ListTrips) -> TripList:
    """Trips, the latest first. Raises `NotFound` for an unknown accompaniment."""
    chosen = select(Trip).order_by(Trip.first.desc(), Trip.id.desc())
    if query.accompaniment is not None:
        accompaniment = require(reader, KNOWN, query.accompaniment).id
        joined = select(TripMember.trip).where(TripMember.accompaniment == accompaniment)
        chosen = chosen.where(or_(Trip.accompaniment == accompaniment, Trip.id.in_(joined)))
    return TripList(trips=[_card(row) for row in reader.session.scalars(chosen)])
