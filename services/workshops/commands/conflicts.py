"""What is decided about conflicts, and what is told of places and days that conflicts come from."""

from __future__ import annotations

from sqlalchemy import delete, select

from services.workshops import rules
from services.workshops.commands.registry import COMMANDS
from services.workshops.conflicts import coming, review, tell_resolved
from services.workshops.tables import Conflict, DeclaredHoliday, VenueHours, VenueRow, VenueWayRow
from services.workshops.venues import in_order
from shared.contracts.base import Receipt
from shared.contracts.workshops import AcceptConflict, DeclareHoliday, DescribeVenue, MeasureWay
from shared.errors import NotFound, Refused
from shared.french import long_day, plural, tidy
from shared.ids import is_id
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(AcceptConflict)
def accept(uow: UnitOfWork, command: AcceptConflict) -> Receipt:
    """Leave a conflict as it is. Raises `NotFound`, and `Refused` when it no longer holds or was accepted already."""
    chosen = select(Conflict).where(Conflict.id == command.conflict).with_for_update()
    row = uow.session.scalar(chosen)
    if row is None:
        raise NotFound("Ce conflit est inconnu.", code="unknown-conflict")
    if row.ended_at is not None:
        raise Refused("Ce conflit n’existe plus.", code="conflict-over")
    if row.accepted_at is not None:
        raise Refused("Ce conflit est déjà accepté.", code="conflict-accepted")
    row.accepted_at, row.reason = uow.now, command.reason
    tell_resolved(uow, row, accepted=True)
    return Receipt(id=row.id)


@COMMANDS.handles(DescribeVenue)
def describe_venue(uow: UnitOfWork, command: DescribeVenue) -> Receipt:
    """Keep what a place can hold and when it is open. Raises `InvalidInput`."""
    _check(command.venue)
    for number, one in enumerate(command.hours):
        if one.closes <= one.opens:
            raise rules.wrong([(f"hours.{number}", "Le lieu fermerait avant d’ouvrir.")])
    row = uow.session.get(VenueRow, command.venue, with_for_update=True)
    if row is None:
        row = VenueRow(id=command.venue)
        uow.session.add(row)
    row.capacity = command.capacity
    uow.session.flush()
    uow.session.execute(delete(VenueHours).where(VenueHours.venue == row.id))
    hours = {(one.weekday, one.opens): one for one in command.hours}
    uow.session.add_all(VenueHours(venue=row.id, **one.model_dump()) for one in hours.values())
    return Receipt(id=row.id)


@COMMANDS.handles(MeasureWay)
def measure_way(uow: UnitOfWork, command: MeasureWay) -> Receipt:
    """Keep how long the way between two places takes. Raises `InvalidInput`."""
    _check(command.venue)
    _check(command.other, "other")
    if command.venue == command.other:
        raise rules.wrong([("other", "Choisissez deux lieux différents.")])
    one, other = in_order(command.venue, command.other)
    uow.session.merge(VenueWayRow(venue=one, other=other, minutes=command.minutes))
    concerned = {meeting.id for meeting in coming(uow) if meeting.venue in (one, other)}
    review(uow, concerned)
    return Receipt(id=command.venue)


def _check(venue: str, field: str = "venue") -> None:
    if not is_id(venue):
        raise rules.wrong([(field, "Le lieu est désigné par l’identifiant d’une organisation.")])


@COMMANDS.handles(DeclareHoliday)
def declare_holiday(uow: UnitOfWork, command: DeclareHoliday) -> Receipt:
    """Declare a day, or take it back; workshops planned on it are conflicts from now on. Raises `NotFound`."""
    row = uow.session.get(DeclaredHoliday, command.day)
    if not command.name:
        if row is None:
            raise NotFound("Ce jour n’est pas déclaré.", code="unknown-day")
        uow.session.delete(row)
    else:
        uow.session.merge(DeclaredHoliday(day=command.day, name=command.name))
    found = review(uow)
    on_it = [one for one in found if one.kind == "holiday"] if command.name else []
    note = plural(len(on_it), "atelier tombe un jour férié", "ateliers tombent un jour férié")
    return Receipt(id=command.day.isoformat(), notes=[tidy(f"{note} : {long_day(command.day)}.")] if on_it else [])
