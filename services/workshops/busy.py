"""What the room knows of who is busy when: from any territory's workshops, files, subscriptions, grids and habits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from services.workshops.rules.busy import Interval, half_day, of_habits
from services.workshops.tables import (
    BusyHabit,
    BusyHalf,
    BusyLink,
    BusySource,
    BusyTime,
    Facilitation,
    Invitation,
    Workshop,
)
from shared.clock import PARIS
from shared.contracts.workshops import BusyOf
from shared.errors import NotFound
from shared.storage.unit_of_work import Reader

Known = dict[str, list[Interval]]
"""By person, place or accompaniment."""


def given(reader: Reader, subjects: Collection[str], first: date, last: date) -> Known:
    """The busy times that were given for these ids, from `first` to `last` (inclusive, Europe/Paris)."""
    begin, end = _instants(first, last)
    known: Known = defaultdict(list)
    times = (
        select(BusySource.subject, BusyTime.start_at, BusyTime.end_at)
        .join(BusyTime, BusyTime.source == BusySource.id)
        .where(BusySource.subject.in_(subjects), BusyTime.start_at < end, BusyTime.end_at > begin)
    )
    for subject, start_at, end_at in reader.session.execute(times):
        known[subject].append((start_at, end_at))
    halves = select(BusyHalf).where(BusyHalf.subject.in_(subjects), BusyHalf.day >= first, BusyHalf.day <= last)
    for one in reader.session.scalars(halves):
        known[one.subject].append(half_day(one.day, one.half))
    habits = defaultdict(set)
    for habit in reader.session.scalars(select(BusyHabit).where(BusyHabit.subject.in_(subjects))):
        habits[habit.subject].add((habit.weekday, habit.half))
    for subject, weekly in habits.items():
        known[subject] += of_habits(weekly, first, last)
    return known


def at_workshops(
    reader: Reader,
    people: Collection[str],
    first: date,
    last: date,
    *,
    but: str | None = None,
    way: Callable[[str | None], int] = lambda _venue: 0,
) -> Known:
    """When these people are expected at workshops of any territory, `but` one of them.

    `way` gives the minutes of travel between that workshop's place and the one in question: they are not free then.
    """
    begin, end = _instants(first, last)
    known: Known = defaultdict(list)
    for table in (Invitation, Facilitation):
        expected = (
            select(table.person, Workshop.start_at, Workshop.end_at, Workshop.venue)
            .join(Workshop, Workshop.id == table.workshop)
            .where(table.person.in_(people), Workshop.state == "scheduled", Workshop.id != (but or ""))
            .where(Workshop.start_at < end, Workshop.end_at > begin)
        )
        for person, start_at, end_at, venue in reader.session.execute(expected):
            margin = timedelta(minutes=way(venue))
            if start_at is not None and end_at is not None:
                known[person].append((start_at - margin, end_at + margin))
    return known


def of_venue(reader: Reader, venue: str, first: date, last: date, *, but: str | None = None) -> list[Interval]:
    """When a place is taken: by what was given for it, and by workshops of any territory, `but` one of them."""
    begin, end = _instants(first, last)
    held = select(Workshop.start_at, Workshop.end_at).where(
        Workshop.venue == venue, Workshop.state == "scheduled", Workshop.id != (but or "")
    )
    within = held.where(Workshop.start_at < end, Workshop.end_at > begin)
    taken = [(a, b) for a, b in reader.session.execute(within) if a is not None and b is not None]
    return [*taken, *given(reader, [venue], first, last).get(venue, [])]


def together(*known: Known) -> Known:
    """Several kinds of knowledge as one."""
    merged: Known = defaultdict(list)
    for one in known:
        for subject, intervals in one.items():
            merged[subject] += intervals
    return merged


def owner(reader: Reader, of: BusyOf) -> str:
    """The id whose time it is; behind a link, the person who has it.

    Raises `NotFound`, with one sentence whether the link never was, was revoked or has run out.
    """
    if of.kind != "link":
        return of.id
    row = reader.session.scalar(select(BusyLink).where(BusyLink.link == of.id))
    if row is None or row.expires_at <= reader.now:
        raise NotFound(
            "Ce lien ne donne accès à rien\u00a0: il a pu être remplacé, retiré, ou avoir expiré. Demandez-en un autre "
            "à l’équipe du programme.",
            code="unknown-link",
        )
    return row.person


def _instants(first: date, last: date) -> tuple[datetime, datetime]:
    after = last + timedelta(days=1) if last < date.max else last
    return _midnight(first), _midnight(after)


def _midnight(day: date) -> datetime:
    try:
        return datetime.combine(day, time(), PARIS).astimezone(UTC)
    except OverflowError:  # the first and the last day of all calendars
        return datetime.combine(day, time(), UTC)


def sources_of(reader: Reader, subject: str) -> Iterable[BusySource]:
    """The ways in which somebody's busy times came."""
    return reader.session.scalars(select(BusySource).where(BusySource.subject == subject).order_by(BusySource.kind))
