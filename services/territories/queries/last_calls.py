"""Last calls to unsent drafts: what the clock makes now, and what it will make in the next days (AMI-09)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories.queries.calls import draft_label
from services.territories.queries.registry import QUERIES
from services.territories.rules import Reception
from services.territories.rules.last_calls import Stopped, called_at, last_call_from, stopped
from services.territories.tables import Call, CandidatureFile, Person
from shared.clock import PARIS, paris_day
from shared.contracts.territories import (
    ComingDraft,
    ComingLastCall,
    ComingLastCalls,
    LastCall,
    LastCalls,
    ListComingLastCalls,
    ListLastCalls,
)
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListLastCalls)
def list_last_calls(reader: Reader, _query: ListLastCalls) -> LastCalls:
    """The drafts of every call that are to be called now: nobody misses a call for having forgotten it."""
    now = _iso(reader.now)
    return LastCalls(
        due=[
            LastCall(file=draft.file, since=since)
            for call, since in _calling(reader.session)
            if _stopped(call, call) is None
            for draft in _drafts(reader, call)
            if draft.leaves == now
        ]
    )


@QUERIES.answers(ListComingLastCalls)
def list_coming_last_calls(reader: Reader, query: ListComingLastCalls) -> ComingLastCalls:
    """What the clock will send in the next days, with what somebody stopped of it."""
    until = reader.now + timedelta(days=query.days)
    found = [_coming(reader, call, since, until) for call, since in _calling(reader.session)]
    return ComingLastCalls(calls=sorted((one for one in found if one), key=lambda one: (one.since, one.call)))


def _coming(reader: Reader, call: Call, since: date, until: datetime) -> ComingLastCall | None:
    last = _reception(call).last_day()
    drafts = _drafts(reader, call)
    if since > paris_day(until) or last is None or last < reader.today or not drafts:
        return None
    nobody = _stopped(call, call)
    return ComingLastCall(
        call=call.id,
        title=call.title,
        since=since,
        until=last,
        contact=call.contact,
        leaves=None if nobody else min((one.leaves for one in drafts if one.leaves), default=None),
        stopped=nobody.why if nobody else None,
        stopped_by=nobody.by if nobody else None,
        drafts=drafts,
    )


def _drafts(reader: Reader, call: Call) -> list[ComingDraft]:
    """The unsent drafts of a call that were not called yet, the oldest first."""
    chosen = (
        select(CandidatureFile, Person)
        .join(Person, Person.id == CandidatureFile.person)
        .where(CandidatureFile.call == call.id, CandidatureFile.candidature.is_(None))
        .order_by(CandidatureFile.id)
    )
    found = (_draft(reader.now, call, file, person) for file, person in reader.session.execute(chosen))
    return [one for one in found if one is not None]


def _draft(now: datetime, call: Call, file: CandidatureFile, person: Person) -> ComingDraft | None:
    called = paris_day(file.last_called_at) if file.last_called_at else None
    begun = paris_day(file.created_at)
    leaves = called_at(_reception(call), call.last_call_days, now, begun=begun, called=called)
    if leaves is None:
        return None
    nobody, reachable = _stopped(call, file), person.email is not None and file.revoked_at is None
    return ComingDraft(
        file=file.id,
        person=person.id,
        territory_label=draft_label(file),
        function=person.function,
        reachable=reachable,
        leaves=_iso(leaves) if reachable and nobody is None else None,
        stopped=nobody.why if nobody else None,
        stopped_by=nobody.by if nobody else None,
    )


def _calling(session: Session) -> Iterator[tuple[Call, date]]:
    """The calls that take candidatures, each with the day from which it calls."""
    receiving = select(Call).where(Call.state != "draft", Call.closed_on.is_(None)).order_by(Call.id)
    for call in session.scalars(receiving).all():
        since = last_call_from(_reception(call), call.last_call_days)
        if since is not None:
            yield call, since


def _reception(call: Call) -> Reception:
    return Reception(call.opens, call.closes, call.closed_on)


def _stopped(call: Call, row: Call | CandidatureFile) -> Stopped | None:
    return stopped(row.last_call_stopped, _reception(call), call.last_call_days)


def _iso(instant: datetime) -> str:
    return instant.astimezone(PARIS).isoformat()
