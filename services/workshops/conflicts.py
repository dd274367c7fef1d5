"""Looking for conflicts and telling those that are new or gone, once each, whoever looks at the same time."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from services.workshops.busy import given
from services.workshops.rules import iso
from services.workshops.rules.conflicts import Clash, Meeting, clashes
from services.workshops.tables import Conflict, Facilitation, Invitation, Workshop
from services.workshops.venues import holidays, ways
from shared.clock import paris_day
from shared.events import AgendaConflictDetected, AgendaConflictResolved
from shared.storage.unit_of_work import Reader, UnitOfWork

_NAMESPACE = uuid.UUID("6f1d7a52-2a3b-5e0c-9a55-6c7e1f0b4d21")
_AROUND = timedelta(days=2)
KNOWN_BEFORE = "Connu quand la date a été fixée."
_OF_ITS_OWN = ("busy", "holiday")
"""Kinds that say something of one date: whoever chose it knew, so only what comes later is told."""


def coming(reader: Reader, near: Collection[str] | None = None) -> list[Meeting]:
    """The workshops to come with exact hours; with `near` only those within two days of one of these."""
    chosen = select(Workshop).where(Workshop.state == "scheduled", Workshop.end_at > reader.now)
    rows = list(reader.session.scalars(chosen.where(Workshop.start_at.is_not(None)).order_by(Workshop.id)))
    if near is not None:
        rows = _around(rows, near)
    ids = [row.id for row in rows]
    invited, leading = _expected(reader, Invitation, ids), _expected(reader, Facilitation, ids)
    return [
        _meeting(row, row.start_at, row.end_at, invited[row.id], leading[row.id])
        for row in rows
        if row.start_at is not None and row.end_at is not None
    ]


def _meeting(row: Workshop, start: datetime, end: datetime, invited: set[str], leading: set[str]) -> Meeting:
    return Meeting(row.id, start, end, row.venue, row.accompaniment, frozenset(invited), frozenset(leading))


def _around(rows: Sequence[Workshop], near: Collection[str]) -> list[Workshop]:
    spans = [span for one in rows if one.id in near and (span := _span(one, _AROUND))]
    return [one for one in rows if (own := _span(one)) and any(own[0] < end and own[1] > start for start, end in spans)]


def _span(row: Workshop, more: timedelta = timedelta()) -> tuple[datetime, datetime] | None:
    return None if row.start_at is None or row.end_at is None else (row.start_at - more, row.end_at + more)


def _expected(reader: Reader, table: Any, workshops: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for workshop, person in reader.session.execute(
        select(table.workshop, table.person).where(table.workshop.in_(workshops))
    ):
        found[workshop].add(person)
    return found


def found(reader: Reader, meetings: Sequence[Meeting]) -> list[Clash]:
    """Every conflict among these workshops, with what their people, places and territories said of their time."""
    if not meetings:
        return []
    first = paris_day(min(one.start for one in meetings))
    last = paris_day(max(one.end for one in meetings))
    subjects = {person for one in meetings for person in one.everybody}
    subjects |= {id_ for one in meetings for id_ in (one.venue, one.accompaniment) if id_}
    busy = given(reader, subjects, first, last)
    return clashes(meetings, busy, holidays(reader, first, last), ways(reader, [one.venue for one in meetings]))


def review(uow: UnitOfWork, workshops: Collection[str] | None = None, *, chosen_now: bool = False) -> list[Clash]:
    """Look again at the conflicts of these workshops, or of all; tell those that are new and those that are gone.

    `chosen_now`: their date was chosen in this transaction, so that what could be known of it then is not told.
    Returns the conflicts that hold and nobody accepted.
    """
    uow.session.flush()
    held = found(uow, coming(uow, workshops))
    if workshops is not None:
        held = [one for one in held if one.workshop in workshops or one.other in workshops]
    now_ids = {id_of(clash) for clash in held}
    for row in _rows(uow, workshops):
        if row.ended_at is None and row.id not in now_ids:
            _end(uow, row)
    return [clash for clash in held if _begin(uow, clash, known=chosen_now and clash.kind in _OF_ITS_OWN)]


def id_of(clash: Clash) -> str:
    """The id of a conflict."""
    return str(uuid.uuid5(_NAMESPACE, clash.key))


def _rows(uow: UnitOfWork, workshops: Collection[str] | None) -> list[Conflict]:
    chosen = select(Conflict).where(Conflict.ended_at.is_(None))
    if workshops is not None:
        chosen = chosen.where(or_(Conflict.workshop.in_(workshops), Conflict.other.in_(workshops)))
    return list(uow.session.scalars(chosen.execution_options(populate_existing=True)))


def _begin(uow: UnitOfWork, clash: Clash, *, known: bool) -> bool:
    """Keep a conflict; it is told where nobody else did and it was not known. Returns whether it is to be seen to."""
    id_ = id_of(clash)
    fresh: dict[str, Any] = {
        "since": uow.now,
        "ended_at": None,
        "accepted_at": uow.now if known else None,
        "reason": KNOWN_BEFORE if known else None,
        "named": clash.named,
    }
    sqlite = uow.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite_insert if sqlite else postgresql_insert
    row = {"id": id_, "kind": clash.kind, "workshop": clash.workshop, "other": clash.other, "subject": clash.subject}
    # Whoever gets the row in tells: a second replica, or a command beside this tick, finds it there.
    made = insert(Conflict).values(**row, **fresh).on_conflict_do_nothing(index_elements=["id"])
    again = update(Conflict).where(Conflict.id == id_, Conflict.ended_at.is_not(None)).values(**fresh)
    if not any(_changed(uow, one) for one in (made, again)):
        return uow.session.scalar(select(Conflict.accepted_at).where(Conflict.id == id_)) is None
    if not known:
        _tell(uow, clash, id_)
    return not known


def _changed(uow: UnitOfWork, statement: Any) -> bool:
    """Run a statement; whether it changed a row, which is to say: whether nobody else did."""
    result: Any = uow.session.execute(statement)
    return bool(result.rowcount)


def _end(uow: UnitOfWork, row: Conflict) -> None:
    still = (Conflict.id == row.id, Conflict.ended_at.is_(None))
    if not _changed(uow, update(Conflict).where(*still).values(ended_at=uow.now)):
        return
    if row.accepted_at is None:
        tell_resolved(uow, row, accepted=False)


def tell_resolved(uow: UnitOfWork, row: Conflict, *, accepted: bool) -> None:
    """Tell that a conflict is none any more, or that somebody accepts it."""
    workshop = uow.session.get_one(Workshop, row.workshop)
    uow.tell(
        AgendaConflictResolved(
            territory=workshop.territory,
            accompaniment=workshop.accompaniment,
            conflict=row.id,
            workshop=row.workshop,
            accepted=accepted,
        ),
        occurred=uow.today.isoformat(),
    )


def _tell(uow: UnitOfWork, clash: Clash, id_: str) -> None:
    workshop = uow.session.get_one(Workshop, clash.workshop)
    other = uow.session.get_one(Workshop, clash.other) if clash.other else None
    uow.tell(
        AgendaConflictDetected(
            territory=workshop.territory,
            accompaniment=workshop.accompaniment,
            conflict=id_,
            kind=clash.kind,
            workshop=workshop.id,
            title=workshop.title,
            start=str(iso(workshop.start_at)),
            other=other.id if other else None,
            other_territory=other.territory if other else None,
            people=len(clash.subjects) if clash.kind != "venue" else 0,
            named=clash.named,
        ),
        occurred=uow.today.isoformat(),
    )


def of_people(reader: Reader, subjects: Iterable[str]) -> set[str]:
    """The workshops to come that these ids concern: people expected there, their place, their accompaniment."""
    wanted = set(subjects)
    return {one.id for one in coming(reader) if ({one.venue, one.accompaniment} | one.everybody) & wanted}
