"""What is known of somebody's time, for whoever looks after it: how much and since when, never what it is taken by."""

from __future__ import annotations

from sqlalchemy import func, select

from services.workshops.busy import owner, sources_of
from services.workshops.queries.registry import QUERIES
from services.workshops.rules import iso
from services.workshops.tables import BusyHabit, BusyHalf, BusyLink, BusySource, BusyTime
from shared.contracts.workshops import (
    BusyLinkOf,
    BusyLinks,
    BusyPage,
    BusySourceLine,
    GetBusy,
    GetBusyLinks,
    TakenHalf,
    WeeklyHabit,
)
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetBusy)
def get_busy(reader: Reader, query: GetBusy) -> BusyPage:
    """The sources, habits and grid of somebody. Raises `NotFound` for a link that is worth nothing."""
    subject = owner(reader, query.of)
    shown = (BusyHalf.day >= query.first, BusyHalf.day <= query.last)
    habits = select(BusyHabit).where(BusyHabit.subject == subject).order_by(BusyHabit.weekday)
    halves = select(BusyHalf).where(BusyHalf.subject == subject, *shown).order_by(BusyHalf.day)
    link = reader.session.get(BusyLink, subject) if query.of.kind == "person" else None
    alive = link if link is not None and link.link is not None and link.expires_at > reader.now else None
    return BusyPage(
        sources=[_line(reader, one) for one in sources_of(reader, subject)],
        habits=[WeeklyHabit(weekday=one.weekday, half=one.half) for one in reader.session.scalars(habits)],
        taken=[TakenHalf(day=one.day, half=one.half) for one in reader.session.scalars(halves)],
        link=alive.link if alive else None,
        link_until=iso(alive.expires_at) if alive else None,
    )


@QUERIES.answers(GetBusyLinks)
def get_links(reader: Reader, query: GetBusyLinks) -> BusyLinks:
    """The links of people that are worth something."""
    chosen = select(BusyLink).where(BusyLink.person.in_(query.people), BusyLink.expires_at > reader.now)
    known = {one.person: one for one in reader.session.scalars(chosen) if one.link is not None}
    return BusyLinks(
        links=[BusyLinkOf(person=one, link=known[one].link if one in known else None) for one in query.people],
        until=iso(min((one.expires_at for one in known.values()), default=None)),
    )


def _line(reader: Reader, source: BusySource) -> BusySourceLine:
    ahead = select(func.count()).where(BusyTime.source == source.id, BusyTime.end_at > reader.now)
    return BusySourceLine(
        kind=source.kind,
        ahead=int(reader.session.scalar(ahead) or 0),
        read=iso(source.read_at),
        problem=source.problem,
    )
