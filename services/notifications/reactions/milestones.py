"""Candidatures decided, interviews to log, bilans and reports due, choices left open."""

from __future__ import annotations

from datetime import date

from services.notifications import subjects
from services.notifications.plans import Wish, plan, void_about
from services.notifications.reactions.registry import REACTIONS
from services.notifications.reactions.territories import tell_choice
from shared.envelope import Envelope
from shared.events import (
    BilanDue,
    BilanHeld,
    CandidatureDecided,
    ChoiceLeftOpen,
    DeadlineFixed,
    Event,
    InterviewLogged,
    InterviewPlanned,
    PlatformChosen,
    ReportDue,
    ReportPublished,
)
from shared.french import long_day
from shared.partial_dates import latest_day
from shared.storage.unit_of_work import UnitOfWork


@REACTIONS.to(CandidatureDecided)
def tell_decision(uow: UnitOfWork, event: CandidatureDecided, envelope: Envelope) -> None:
    """Tell the answer to a candidature; one without a date is not known to be new, so nothing leaves."""
    wish = Wish(
        watch="decision",
        about=event.candidature,
        anchor=envelope.id,
        title="",
        day=_day(envelope),
        facts={"decision": event.decision, "call": event.call},
    )
    plan(uow, wish, event, envelope)


@REACTIONS.to(InterviewPlanned)
def expect_log(uow: UnitOfWork, event: InterviewPlanned, envelope: Envelope) -> None:
    """Ask for the log of an interview on the working day after it; another day for it replaces the first."""
    row, news = subjects.hear(uow, "interview", event.interview, envelope)
    if not news or row.state == "done":
        return
    void_about(uow, row.id, ("interview-to-log",), "l’entretien a changé de date", keep=event.on)
    day = date.fromisoformat(event.on)
    wish = Wish(
        watch="interview-to-log",
        about=row.id,
        anchor=event.on,
        title=long_day(day),
        day=day,
        facts={"on": event.on},
    )
    plan(uow, wish, event, envelope)
    if event.person:
        facts: dict[str, str | None] = {"on": event.on, "person": event.person}
        plan(uow, Wish("interview-planned", row.id, event.on, long_day(day), day, facts=facts), event, envelope)


@REACTIONS.to(DeadlineFixed)
def expect_end_of_project(uow: UnitOfWork, event: DeadlineFixed, envelope: Envelope) -> None:
    """The end of the European project is looked ahead to; another day for it replaces the first (NOT-10)."""
    if event.kind != "european-project-end":
        return
    row, news = subjects.hear(uow, "deadline", event.deadline, envelope)
    if not news:
        return
    void_about(uow, row.id, ("project-end",), "la fin du projet a changé de jour", keep=event.due)
    facts: dict[str, str | None] = {"due": event.due, "title": event.title}
    day = date.fromisoformat(event.due)
    plan(uow, Wish("project-end", row.id, event.due, event.title, day, facts=facts), event, envelope)


@REACTIONS.to(InterviewLogged)
def interview_is_logged(uow: UnitOfWork, event: InterviewLogged, envelope: Envelope) -> None:
    """An interview that was logged needs no reminder."""
    asked = ("interview-to-log", "interview-planned")
    _done(uow, "interview", event.interview, envelope, asked, "l’entretien est saisi")


@REACTIONS.to(BilanDue)
def tell_bilan_due(uow: UnitOfWork, event: BilanDue, envelope: Envelope) -> None:
    """Tell on its day that the bilan is to be held, unless it was held already."""
    wish = _deadline("bilan-due", event.accompaniment or envelope.id, event.due, {"due": event.due})
    _due(uow, "bilan", wish, event, envelope)


@REACTIONS.to(BilanHeld)
def bilan_is_held(uow: UnitOfWork, event: BilanHeld, envelope: Envelope) -> None:
    """A bilan that was held needs no mail any more."""
    _done(uow, "bilan", event.accompaniment or envelope.id, envelope, ("bilan-due",), "le bilan s’est tenu")


@REACTIONS.to(ReportDue)
def tell_report_due(uow: UnitOfWork, event: ReportDue, envelope: Envelope) -> None:
    """Tell on its day that a report is due, unless it was published already."""
    facts: dict[str, str | None] = {"funder": event.funder, "period": event.period, "due": event.due}
    wish = _deadline("report-due", _report(event), event.due, facts, title=f"{event.funder}, période {event.period}")
    _due(uow, "report", wish, event, envelope)


@REACTIONS.to(ReportPublished)
def report_is_published(uow: UnitOfWork, event: ReportPublished, envelope: Envelope) -> None:
    """A report that was published needs no reminder."""
    _done(uow, "report", _report(event), envelope, ("report-due",), "le rapport est publié")


@REACTIONS.to(ChoiceLeftOpen)
def ask_for_choice(uow: UnitOfWork, event: ChoiceLeftOpen, envelope: Envelope) -> None:
    """Ask what became of a choice that was left open: on the day that was named, else three months later."""
    row, news = subjects.hear(uow, "choice", event.shortlist, envelope)
    if not news or row.state == "done":
        return
    anchor = event.ask_again or envelope.occurred or envelope.id
    void_about(uow, row.id, ("choice-to-follow",), "la question est reposée plus tard", keep=anchor)
    wish = Wish(
        watch="choice-to-follow",
        about=row.id,
        anchor=anchor,
        title="",
        day=date.fromisoformat(event.ask_again) if event.ask_again else _day(envelope),
        facts={"note": event.note},
        days=0 if event.ask_again else None,
    )
    plan(uow, wish, event, envelope)


@REACTIONS.to(PlatformChosen)
def choice_is_made(uow: UnitOfWork, event: PlatformChosen, envelope: Envelope) -> None:
    """Once a platform is chosen, nobody asks any more."""
    _done(uow, "choice", event.shortlist, envelope, ("choice-to-follow",), "une plateforme est choisie")
    tell_choice(uow, event, envelope)


def _deadline(rule: str, about: str, due: str, facts: dict[str, str | None], *, title: str = "") -> Wish:
    return Wish(watch=rule, about=about, anchor=due, title=title, day=date.fromisoformat(due), facts=facts)


def _due(uow: UnitOfWork, kind: str, wish: Wish, event: Event, envelope: Envelope) -> None:
    row, news = subjects.hear(uow, kind, wish.about, envelope)
    if news and row.state != "done":
        void_about(uow, wish.about, (wish.watch,), "l’échéance a changé", keep=wish.anchor)
        plan(uow, wish, event, envelope)


def _done(uow: UnitOfWork, kind: str, about: str, envelope: Envelope, rules: tuple[str, ...], reason: str) -> None:
    """What was asked for has happened, whenever it is heard: it stays done."""
    row, _ = subjects.hear(uow, kind, about, envelope)
    row.state = "done"
    if row in uow.session.new:  # never heard of before: nothing can be planned about it, and imports bring thousands
        return
    void_about(uow, about, rules, reason)


def _report(event: ReportDue | ReportPublished) -> str:
    return f"{event.funder}/{event.period}"


def _day(envelope: Envelope) -> date | None:
    return None if envelope.occurred is None else latest_day(envelope.occurred)
