"""Workshops: announced, reminded, moved, maintained, cancelled (NOT-06), and the months without slot (NOT-05).

These reactions are ordered: what a territory was told first is planned first.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from services.notifications import subjects
from services.notifications.plans import Wish, draft_again, iso, plan, void_about
from services.notifications.reactions.registry import REACTIONS
from services.notifications.tables import Plan, Subject
from services.notifications.tables_post import CalendarEntry, Invitation
from shared.envelope import Envelope
from shared.events import (
    InvitationsChanged,
    SlotSearchFailed,
    WorkshopCancelled,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopMaintained,
    WorkshopMoved,
    WorkshopScheduled,
)
from shared.french import month, without_accents
from shared.partial_dates import latest_day
from shared.storage.unit_of_work import UnitOfWork

Facts = dict[str, str | None]
Told = (
    WorkshopScheduled | WorkshopMoved | WorkshopCorrected | InvitationsChanged | WorkshopMaintained | WorkshopCancelled
)

ABOUT_A_DATE = ("workshop-announced", "workshop-reminder")
ALL = (
    *ABOUT_A_DATE,
    "visit-logistics",
    "workshop-moved",
    "workshop-corrected",
    "workshop-maintained",
    "workshop-cancelled",
)


@REACTIONS.to(WorkshopScheduled, ordered=True)
def announce(uow: UnitOfWork, event: WorkshopScheduled, envelope: Envelope) -> None:
    """Announce a workshop whose hours are known, and remind of it a week before; a partial date is not news yet."""
    row, news = subjects.hear(uow, "workshop", event.workshop, envelope)
    if not row.title:
        row.title = event.title
    row.format = row.format or event.format
    if not news:
        return
    subjects.set_date(row, event.start, event.end, event.planned)
    if event.start is not None:
        _plan(uow, "workshop-announced", row, event, envelope, anchor=envelope.id)
        _plan_day(uow, row, event, envelope, event.start)


@REACTIONS.to(WorkshopMoved, ordered=True)
def tell_move(uow: UnitOfWork, event: WorkshopMoved, envelope: Envelope) -> None:
    """Void what hung on the earlier date and tell the new one; if nothing had left yet, the new date is announced."""
    row, news = subjects.hear(uow, "workshop", event.workshop, envelope)
    if not news:
        return
    before, expected = _date_facts(row), subjects.date_of(row)
    subjects.set_date(row, event.start, event.end, event.planned)
    reason = "l’atelier a changé de date"
    unsaid = void_about(uow, row.id, ("workshop-announced",), reason)
    void_about(uow, row.id, ALL, reason, keep=event.start)
    rule = "workshop-announced" if unsaid and event.start else "workshop-moved"
    earlier = {f"before_{key}": value for key, value in before.items()} | {"reason": event.reason}
    _plan(uow, rule, row, event, envelope, anchor=envelope.id, facts=earlier, also=expected)
    if event.start is not None:
        _plan_day(uow, row, event, envelope, event.start)


@REACTIONS.to(WorkshopCorrected, ordered=True)
def tell_correction(uow: UnitOfWork, event: WorkshopCorrected, envelope: Envelope) -> None:
    """Another place is told at once to those who know the earlier one; a word in the title waits for the next mail."""
    row, news = subjects.hear(uow, "workshop", event.workshop, envelope)
    if not news:
        return
    row.title = event.title
    draft_again(uow, Plan.about == row.id)
    if event.place and row.start_at is not None and _is_announced(uow, row.id):
        _plan(uow, "workshop-corrected", row, event, envelope, anchor=envelope.id)


@REACTIONS.to(InvitationsChanged, ordered=True)
def tell_invitations(uow: UnitOfWork, event: InvitationsChanged, envelope: Envelope) -> None:
    """Who was added to a workshop already announced hears of it; who was taken out is told by their calendar."""
    row, news = subjects.hear(uow, "workshop", event.workshop, envelope)
    if not news or row.state != "open":
        return
    draft_again(uow, Plan.about == row.id)
    if row.start_at is None or not _is_announced(uow, row.id):
        return
    if event.added:
        facts: Facts = {"people": " ".join(event.added)}
        _plan(uow, "workshop-announced", row, event, envelope, anchor=envelope.id, facts=facts)
    known = select(Invitation.person).where(Invitation.workshop == row.id, Invitation.state == "invited")
    for person in uow.session.scalars(known.where(Invitation.person.in_(event.removed)).order_by(Invitation.person)):
        anchor = f"{envelope.id[-12:]}/{person}"
        _plan(uow, "workshop-left", row, event, envelope, anchor=anchor, facts={"person": person})


def _is_announced(uow: UnitOfWork, workshop: str) -> bool:
    """Whether calendars know of a workshop; before that, its announcement will say what is true then."""
    return uow.session.get(CalendarEntry, workshop) is not None


@REACTIONS.to(WorkshopMaintained, ordered=True)
def tell_maintained(uow: UnitOfWork, event: WorkshopMaintained, envelope: Envelope) -> None:
    """Say that the date is kept in spite of withdrawals."""
    row, news = subjects.hear(uow, "workshop", event.workshop, envelope)
    if news:
        withdrawals = None if event.withdrawals is None else str(event.withdrawals)
        facts: Facts = {"reason": event.reason, "withdrawals": withdrawals}
        _plan(uow, "workshop-maintained", row, event, envelope, anchor=envelope.id, facts=facts)


@REACTIONS.to(WorkshopCancelled, ordered=True)
def tell_cancelled(uow: UnitOfWork, event: WorkshopCancelled, envelope: Envelope) -> None:
    """Void what is left about the workshop, and tell that it will not take place."""
    row, news = subjects.hear(uow, "workshop", event.workshop, envelope)
    if news:
        row.state = "cancelled"
        void_about(uow, row.id, ALL, "l’atelier est annulé")
        _plan(uow, "workshop-cancelled", row, event, envelope, anchor=envelope.id, facts={"reason": event.reason})


@REACTIONS.to(WorkshopHeld, ordered=True)
def leave_it(uow: UnitOfWork, event: WorkshopHeld, envelope: Envelope) -> None:
    """Void what is left about a workshop that took place."""
    row, news = subjects.hear(uow, "workshop", event.workshop, envelope)
    if news:
        row.state = "held"
        void_about(uow, row.id, ALL, "l’atelier s’est tenu")


@REACTIONS.to(SlotSearchFailed)
def tell_no_slot(uow: UnitOfWork, event: SlotSearchFailed, envelope: Envelope) -> None:
    """Tell the organiser that a month still ahead, or not over yet, gave no slot."""
    searched = date.fromisoformat(f"{event.month}-01")
    wish = Wish(
        watch="slot-not-found",
        about=event.accompaniment or envelope.id,
        anchor=envelope.id,
        title=month(searched),
        day=latest_day(event.month),
        facts={"month": event.month, "reason": event.reason, "detail": event.detail},
    )
    plan(uow, wish, event, envelope)


def _plan_day(uow: UnitOfWork, row: Subject, event: Told, envelope: Envelope, start: str) -> None:
    """What hangs on the day of a workshop; one that takes people elsewhere is prepared well ahead (NOT-08)."""
    _plan(uow, "workshop-reminder", row, event, envelope, anchor=start)
    if is_visit(row.format or ""):
        _plan(uow, "visit-logistics", row, event, envelope, anchor=start)


def is_visit(format: str) -> bool:
    """Whether a workshop of this format is a visit or a journey."""
    return any(word in without_accents(format) for word in ("visite", "voyage"))


def _plan(
    uow: UnitOfWork,
    rule: str,
    row: Subject,
    event: Told,
    envelope: Envelope,
    *,
    anchor: str,
    facts: Facts | None = None,
    also: tuple[date | None, datetime | None] = (None, None),
) -> None:
    day, start = _later(subjects.date_of(row), also)
    wish = Wish(
        watch=rule,
        about=row.id,
        anchor=anchor,
        title=row.title,
        day=day,
        start=start,
        facts={"title": row.title, **_date_facts(row), **(facts or {})},
    )
    plan(uow, wish, event, envelope)


def _later(
    one: tuple[date | None, datetime | None], other: tuple[date | None, datetime | None]
) -> tuple[date | None, datetime | None]:
    """The later of two dates: a move is news as long as the old or the new date is still ahead."""
    return one if (one[0] or date.min) >= (other[0] or date.min) else other


def _date_facts(row: Subject) -> Facts:
    return {"start": iso(row.start_at), "end": iso(row.end_at), "occurred": row.occurred}
