"""A trip with all that hangs on it, as commands and queries read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from services.workshops.tables import Trip, TripMember, TripStop, TripTask
from shared.errors import NotFound
from shared.storage.unit_of_work import Reader


def trip_of(reader: Reader, id: str, *, lock: bool = False) -> Trip:
    """A trip by its id; with `lock` two changes come one after the other. Raises `NotFound`."""
    chosen = select(Trip).where(Trip.id == id)
    row = reader.session.scalar(chosen.with_for_update() if lock else chosen)
    if row is None:
        raise NotFound("Ce voyage est inconnu.", code="unknown-trip")
    return row


def members_of(reader: Reader, trip: str) -> list[str]:
    """The other accompaniments that travel."""
    chosen = select(TripMember.accompaniment).where(TripMember.trip == trip).order_by(TripMember.accompaniment)
    return list(reader.session.scalars(chosen))


def stops_of(reader: Reader, trip: str) -> Sequence[TripStop]:
    """The meetings by their hour, those without one last."""
    found = reader.session.scalars(select(TripStop).where(TripStop.trip == trip))
    return sorted(found, key=lambda one: (one.start_at is None, one.start_at or one.id, one.id))


def tasks_of(reader: Reader, trip: str) -> Sequence[TripTask]:
    """The checklist by its days."""
    chosen = select(TripTask).where(TripTask.trip == trip).order_by(TripTask.due, TripTask.id)
    return reader.session.scalars(chosen).all()


def as_seen(row: Trip, along: list[str]) -> dict[str, Any]:
    """A trip as its stamp is made of."""
    words = {name: getattr(row, name) for name in ("title", "destination", "intention", "need")}
    return {**words, "first": row.first.isoformat(), "last": row.last.isoformat(), "along": sorted(along)}
