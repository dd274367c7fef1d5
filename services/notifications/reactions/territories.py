"""Calls published, contacts that stall, stages that last, and what came of an accompaniment."""

from __future__ import annotations

from datetime import date

from services.notifications import subjects
from services.notifications.plans import Wish, plan, void_about
from services.notifications.reactions.registry import REACTIONS
from services.notifications.rules.timing import stage_over
from shared.envelope import Envelope
from shared.events import (
    CallPublished,
    ContactAdvanced,
    ContactStalled,
    PlatformChosen,
    ProjectEmerged,
    StageEntered,
)
from shared.partial_dates import latest_day
from shared.storage.unit_of_work import UnitOfWork


@REACTIONS.to(CallPublished)
def tell_call(uow: UnitOfWork, event: CallPublished, envelope: Envelope) -> None:
    """A call is published: the territories of the vivier may want to know (NOT-01).

    One that can still be answered is news, also when nobody said on which day it came out.
    """
    day = _day(envelope)
    if day is None and event.closes is not None and latest_day(event.closes) >= uow.today:
        day = uow.today
    wish = Wish(
        watch="call-published",
        about=event.call,
        anchor=envelope.id,
        title=event.title,
        day=day,
        facts={"call": event.call, "closes": event.closes},
    )
    plan(uow, wish, event, envelope)


@REACTIONS.to(ContactStalled)
def tell_stalled(uow: UnitOfWork, event: ContactStalled, envelope: Envelope) -> None:
    """A contact waits longer than it was to (NOT-04): once for each day it was due."""
    subjects.hear(uow, "contact", event.contact, envelope)
    wish = Wish(
        watch="contact-stalled",
        about=event.contact,
        anchor=event.due,
        title="",
        day=date.fromisoformat(event.due),
        facts={"due": event.due},
    )
    plan(uow, wish, event, envelope)


@REACTIONS.to(ContactAdvanced)
def contact_moves(uow: UnitOfWork, event: ContactAdvanced, envelope: Envelope) -> None:
    """A contact that advances needs no message."""
    subjects.hear(uow, "contact", event.contact, envelope)
    void_about(uow, event.contact, ("contact-stalled",), "le contact avance")


@REACTIONS.to(StageEntered)
def expect_end_of_stage(uow: UnitOfWork, event: StageEntered, envelope: Envelope) -> None:
    """The guide gives some stages a length (NOT-09): past it the companions are told; another stage ends that."""
    about = event.accompaniment or envelope.id
    row, news = subjects.hear(uow, "stage", about, envelope)
    if not news:
        return
    row.title = event.stage
    void_about(uow, about, ("stage-overrun",), "une autre étape commence")
    entered = _day(envelope)
    over = None if entered is None else stage_over(event.stage, entered)
    if over is not None and entered is not None:
        facts: dict[str, str | None] = {"stage": event.stage, "entered": entered.isoformat()}
        wish = Wish("stage-overrun", about, f"{event.stage}/{entered}", "", over, facts=facts)
        plan(uow, wish, event, envelope)


@REACTIONS.to(ProjectEmerged)
def tell_project(uow: UnitOfWork, event: ProjectEmerged, envelope: Envelope) -> None:
    """A project was born: those who took part are told (NOT-15)."""
    about = event.accompaniment or envelope.id
    facts: dict[str, str | None] = {"what": "project", "title": event.title}
    plan(uow, Wish("outcome-told", about, envelope.id, event.title, _day(envelope), facts=facts), event, envelope)


def tell_choice(uow: UnitOfWork, event: PlatformChosen, envelope: Envelope) -> None:
    """A platform was chosen: those who took part are told (NOT-15)."""
    facts: dict[str, str | None] = {"what": "platform", "platform": event.platform}
    plan(uow, Wish("outcome-told", event.shortlist, envelope.id, "", _day(envelope), facts=facts), event, envelope)


def _day(envelope: Envelope) -> date | None:
    return None if envelope.occurred is None else latest_day(envelope.occurred)
