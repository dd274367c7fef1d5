"""Polls, busy times: those asked are written to, each with a link; the organiser hears when the time is over."""

from __future__ import annotations

from datetime import date

from services.notifications import subjects
from services.notifications.plans import Wish, plan, void_about
from services.notifications.reactions.registry import REACTIONS
from services.notifications.tables import Subject
from shared.envelope import Envelope
from shared.events import (
    BusyTimesAsked,
    PollChased,
    PollClosed,
    PollDecided,
    PollExtended,
    PollOpened,
    PollOverdue,
    PollSlotChanged,
)
from shared.french import plural
from shared.storage.unit_of_work import UnitOfWork

WHILE_OPEN = ("poll-invitation", "poll-slot-changed", "poll-chase", "poll-overdue")
Told = PollOpened | PollSlotChanged | PollChased | PollOverdue | PollDecided


@REACTIONS.to(PollOpened, ordered=True)
def invite(uow: UnitOfWork, event: PollOpened, envelope: Envelope) -> None:
    """Write to everybody asked."""
    row, news = subjects.hear(uow, "poll", event.poll, envelope)
    row.title = event.title
    if news:
        _plan(uow, "poll-invitation", row, event, envelope)


@REACTIONS.to(BusyTimesAsked)
def ask_busy_times(uow: UnitOfWork, event: BusyTimesAsked, envelope: Envelope) -> None:
    """Write to those who are to say when they are busy."""
    day = None if envelope.occurred is None else date.fromisoformat(envelope.occurred)
    facts: dict[str, str | None] = {"people": " ".join(event.people)}
    plan(
        uow,
        Wish("busy-asked", envelope.id, envelope.id, plural(len(event.people), "personne"), day, facts=facts),
        event,
        envelope,
    )


@REACTIONS.to(PollSlotChanged, ordered=True)
def tell_change(uow: UnitOfWork, event: PollSlotChanged, envelope: Envelope) -> None:
    """Write to those whose answer no longer counts; to nobody when nobody had said anything."""
    row, news = subjects.hear(uow, "poll", event.poll, envelope)
    if news and row.state == "open" and event.guests:
        _plan(uow, "poll-slot-changed", row, event, envelope, guests=event.guests)


@REACTIONS.to(PollChased, ordered=True)
def remind(uow: UnitOfWork, event: PollChased, envelope: Envelope) -> None:
    """Write to those who had not answered; who answers before the mail is written is left alone."""
    row, news = subjects.hear(uow, "poll", event.poll, envelope)
    if news and row.state == "open":
        _plan(uow, "poll-chase", row, event, envelope, guests=event.guests)


@REACTIONS.to(PollExtended, ordered=True)
def go_on(uow: UnitOfWork, event: PollExtended, envelope: Envelope) -> None:
    """A poll with a new deadline is over no longer."""
    row, news = subjects.hear(uow, "poll", event.poll, envelope)
    if news:
        void_about(uow, row.id, ("poll-overdue",), "le sondage est prolongé")


@REACTIONS.to(PollOverdue, ordered=True)
def tell_overdue(uow: UnitOfWork, event: PollOverdue, envelope: Envelope) -> None:
    """Tell the organiser that the time is over and that a date is to be fixed."""
    row, news = subjects.hear(uow, "poll", event.poll, envelope)
    if news and row.state == "open":
        _plan(uow, "poll-overdue", row, event, envelope, missing=str(event.missing))


@REACTIONS.to(PollDecided, ordered=True)
def tell_date(uow: UnitOfWork, event: PollDecided, envelope: Envelope) -> None:
    """Tell everybody asked which date was fixed; nobody is chased any more."""
    row, news = subjects.hear(uow, "poll", event.poll, envelope)
    if news:
        row.state = "done"
        void_about(uow, row.id, WHILE_OPEN, "la date est fixée")
        _plan(uow, "poll-decided", row, event, envelope, start=event.start, end=event.end, workshop=event.workshop)


@REACTIONS.to(PollClosed, ordered=True)
def end(uow: UnitOfWork, event: PollClosed, envelope: Envelope) -> None:
    """A poll that was closed chases nobody."""
    row, news = subjects.hear(uow, "poll", event.poll, envelope)
    if news:
        row.state = "done"
        void_about(uow, row.id, WHILE_OPEN, "le sondage est clos")


def _plan(
    uow: UnitOfWork,
    rule: str,
    row: Subject,
    event: Told,
    envelope: Envelope,
    *,
    guests: list[str] | None = None,
    **facts: str,
) -> None:
    named = {"guests": None if guests is None else " ".join(guests)}
    wish = Wish(
        watch=rule,
        about=row.id,
        anchor=envelope.id,
        title=row.title,
        day=None if envelope.occurred is None else date.fromisoformat(envelope.occurred),
        facts={"title": row.title, **named, **facts},
    )
    plan(uow, wish, event, envelope)
