"""The contact plan as pages show it: its rows, and those met without having been planned."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.rules.contacts import Seen, progress, state_of, waiting_since
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.stamps import seen_of
from services.diagnostic.tables import KNOWN, Contact, ContactPlan, Interview
from shared.clock import paris_day
from shared.contracts.diagnostic import (
    TARGET,
    ContactCard,
    ContactPlanPage,
    ContactState,
    GetContactPlan,
    ListStalledContacts,
    StalledContact,
    StalledContacts,
    StallReason,
)
from shared.partial_dates import latest_day
from shared.stamps import stamp
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetContactPlan)
def get_contact_plan(reader: Reader, query: GetContactPlan) -> ContactPlanPage:
    """The plan of an accompaniment; raises `NotFound` for an unknown one."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    plan = reader.session.get(ContactPlan, accompaniment)
    interviews = _interviews(reader, accompaniment)
    seen = {structure: _seen(rows) for structure, rows in interviews.items()}
    rows = list(reader.session.scalars(select(Contact).where(Contact.accompaniment == accompaniment)))
    cards = [_card(row, seen.get(row.structure, Seen()), reader.today) for row in rows]
    known = {row.structure for row in rows}
    cards += [_met_unplanned(rows[-1], seen[key]) for key, rows in interviews.items() if key not in known]
    met, planned = progress(seen.values())
    return ContactPlanPage(
        accompaniment=accompaniment,
        problem=plan.problem if plan else "",
        frame=plan.frame if plan else "",
        target=plan.target if plan else TARGET,
        stamp=stamp(seen_of(plan)) if plan else "",
        contacts=sorted(cards, key=lambda card: (plain_name(card.label), card.structure)),
        met=met,
        planned=planned,
    )


@QUERIES.answers(ListStalledContacts)
def list_stalled_contacts(reader: Reader, query: ListStalledContacts) -> StalledContacts:
    """What waits in all plans, the longest first; a planned interview or one that took place counts as in the plan."""
    rows = list(
        reader.session.scalars(
            select(Contact).where(
                Contact.state.not_in(("declined", "paused")),
                or_(
                    Contact.due < reader.today,
                    (Contact.state == "contacted") & Contact.due.is_(None) & (Contact.next_step == ""),
                ),
            )
        )
    )
    seen = {key: _seen(told) for key, told in _interviews_with(reader, {row.structure for row in rows}).items()}
    waiting = [
        _stalled(row, state, *waits)
        for row in rows
        for state in [state_of(row.state, seen.get((row.accompaniment, row.structure), Seen()))]
        if (waits := _waits(row, state, reader.today))
    ]
    waiting.sort(key=lambda one: (one.since, plain_name(one.label)))
    return StalledContacts(contacts=waiting[: query.limit], total=len(waiting))


def _stalled(row: Contact, state: ContactState, reason: StallReason, since: date) -> StalledContact:
    return StalledContact(
        accompaniment=row.accompaniment,
        contact=row.id,
        label=row.label,
        state=state,
        reason=reason,
        since=since.isoformat(),
        next_step=row.next_step,
        doer=row.doer,
    )


def _waits(row: Contact, state: ContactState, today: date) -> tuple[StallReason, date] | None:
    heard = paris_day(row.recorded_at)
    if row.last_contact:
        heard = min(latest_day(row.last_contact), heard)
    return waiting_since(row.due, state, row.next_step, heard, today)


class _Told(NamedTuple):
    """What a row of the plan needs of an interview: no text, so that hundreds are read in one go."""

    structure: str
    label: str
    state: str
    occurred: str | None
    planned_on: date | None
    organisation: str | None
    insee: str | None


_COLUMNS = [getattr(Interview, name) for name in _Told._fields]


def _interviews(reader: Reader, accompaniment: str) -> dict[str, list[_Told]]:
    found: dict[str, list[_Told]] = defaultdict(list)
    statement = (
        select(*_COLUMNS)
        .where(Interview.accompaniment == accompaniment, Interview.state != "withdrawn")
        .order_by(Interview.told)
    )
    for row in reader.session.execute(statement):
        found[row.structure].append(_Told(*row))
    return found


def _interviews_with(reader: Reader, structures: set[str]) -> dict[tuple[str, str], list[_Told]]:
    found: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    # In slices: SQLite and PostgreSQL take a limited number of values in one statement.
    wanted = sorted(structures)
    for start in range(0, len(wanted), 500):
        statement = select(Interview.accompaniment, *_COLUMNS).where(
            Interview.structure.in_(wanted[start : start + 500]), Interview.state != "withdrawn"
        )
        for accompaniment, *row in reader.session.execute(statement):
            found[accompaniment, row[0]].append(_Told(*row))
    return found


def _seen(rows: list[_Told]) -> Seen:
    logged = [row.occurred for row in rows if row.state == "logged"]
    dated = sorted((one for one in logged if one), key=latest_day)
    planned = [row.planned_on for row in rows if row.state == "planned" and row.planned_on]
    return Seen(len(logged), dated[-1] if dated else None, min(planned, default=None))


def _card(row: Contact, seen: Seen, today: date) -> ContactCard:
    state = state_of(row.state, seen)
    waits = _waits(row, state, today)
    return ContactCard(
        id=row.id,
        structure=row.structure,
        label=row.label,
        organisation=row.organisation,
        circle=row.circle,
        insee=row.insee,
        state=state,
        last_contact=row.last_contact or seen.latest,
        next_step=row.next_step,
        doer=row.doer,
        due=row.due.isoformat() if row.due else None,
        referent=row.referent,
        card_sent=row.card_sent,
        note=row.note,
        stamp=stamp(seen_of(row)),
        stalled=waits[0] if waits else None,
        interviews=seen.logged,
        planned=seen.planned.isoformat() if seen.planned else None,
    )


def _met_unplanned(row: _Told, seen: Seen) -> ContactCard:
    return ContactCard(
        id=None,
        structure=row.structure,
        label=row.label,
        organisation=row.organisation,
        circle=None,
        insee=row.insee,
        state=state_of("to-contact", seen),
        last_contact=seen.latest,
        next_step="",
        doer=None,
        due=None,
        referent=None,
        card_sent=None,
        note="",
        stamp="",
        stalled=None,
        interviews=seen.logged,
        planned=seen.planned.isoformat() if seen.planned else None,
    )
