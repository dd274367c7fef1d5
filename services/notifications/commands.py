"""What one may ask about what is planned: not to send it, or later, to fewer people, in other words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from services.notifications import plans
from services.notifications.rules import texts
from services.notifications.rules.timing import postponed
from services.notifications.tables import MailRow, Plan
from shared.clock import paris_day
from shared.contracts.base import Receipt
from shared.contracts.notifications import (
    CancelLetter,
    CancelPlan,
    ConfirmPlan,
    EditPlan,
    PostponePlan,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.french import long_day, tidy
from shared.room import Commands
from shared.storage.unit_of_work import UnitOfWork

COMMANDS = Commands()


@COMMANDS.handles(CancelPlan)
def cancel_plan(uow: UnitOfWork, command: CancelPlan) -> Receipt:
    """Do not send what is planned, for a reason that stays to read. Raises `NotFound`, or `Refused` when it is over."""
    row = _planned(uow, command.plan)
    plans.end(uow, row, "cancelled", command.reason)
    return Receipt(id=row.id)


@COMMANDS.handles(CancelLetter)
def cancel_letter(uow: UnitOfWork, command: CancelLetter) -> Receipt:
    """Take one person out of what is planned. Raises `NotFound`, or `Refused` when the message is no draft any more."""
    plan = uow.session.scalar(select(MailRow.plan).where(MailRow.id == command.mail))
    if plan is None:
        raise NotFound("Ce message est inconnu.", code="unknown-mail")
    _to_come(uow, plan)
    mail = uow.session.get(MailRow, command.mail, with_for_update=True)
    if mail is None or mail.state not in ("draft", "cancelled"):
        raise Refused("Ce message n’est plus à venir.", code="plan-is-over")
    mail.state, mail.error, mail.text, mail.html = "cancelled", command.reason, "", ""
    return Receipt(id=mail.id)


@COMMANDS.handles(PostponePlan)
def postpone_plan(uow: UnitOfWork, command: PostponePlan) -> Receipt:
    """Send on a later day. Raises `NotFound`, `Refused` when it is over, `InvalidInput` for a day out of place."""
    row = _to_come(uow, command.plan)
    due = postponed(command.on)
    start = row.facts.get("start")
    sentence = None
    if due <= uow.now:
        sentence = "Choisissez un jour à venir."
    elif start is not None and due >= datetime.fromisoformat(start):
        sentence = "Ce jour-là, l’atelier aura commencé : choisissez un jour d’avant."
    if sentence:
        raise InvalidInput(tidy(sentence), problems=[("on", tidy(sentence))])
    row.due_at = row.next_at = due
    row.draft_at = uow.now
    notes = (
        [] if paris_day(due) == command.on else [f"Jour non ouvré : l’envoi est prévu le {long_day(paris_day(due))}."]
    )
    return Receipt(id=row.id, notes=[tidy(note) for note in notes])


@COMMANDS.handles(ConfirmPlan)
def confirm_plan(uow: UnitOfWork, command: ConfirmPlan) -> Receipt:
    """Somebody has looked at whom it reaches. Raises `NotFound`, or `Refused` when it is over."""
    row = _to_come(uow, command.plan)
    row.confirmed, row.draft_at = True, uow.now
    row.next_at = max(row.due_at, row.held_until or row.due_at)
    return Receipt(id=row.id)


@COMMANDS.handles(EditPlan)
def edit_plan(uow: UnitOfWork, command: EditPlan) -> Receipt:
    """Keep the team's words for one message.

    Raises `NotFound`, `Refused` when it is over, `InvalidInput` with the line of an unknown field or of markup.
    """
    check_words(command.subject, command.words)
    row = _to_come(uow, command.plan)
    row.edited_subject = _own(command.subject, row.draft_subject, row.edited_subject)
    row.edited_words = _own(command.words, row.draft_words, row.edited_words)
    row.draft_at = uow.now
    return Receipt(id=row.id)


def check_words(subject: str, words: str) -> None:
    """Raise `InvalidInput` with everything that is wrong with words for one message, each with its line."""
    found = [("subject", tidy(one)) for one in texts.problems(subject)]
    found += [("words", tidy(one)) for one in texts.problems(words)]
    if found:
        raise InvalidInput(found[0][1], code="wrong-words", problems=found)


def _own(typed: str, shown: str | None, kept: str | None) -> str | None:
    """The team's own words; what was sent back as it was shown changes nothing, nothing means the rule's own."""
    said = typed.strip().replace("\r\n", "\n")
    return kept if said and said == shown else said or None


def _planned(uow: UnitOfWork, plan: str) -> Plan:
    row = uow.session.scalar(select(Plan).where(Plan.id == plan).with_for_update())
    if row is None:
        raise NotFound("Cet envoi est inconnu.", code="unknown-plan")
    if row.state != "planned":
        raise Refused("Cet envoi n’est plus à venir.", code="plan-is-over")
    return row


def _to_come(uow: UnitOfWork, plan: str) -> Plan:
    """A plan whose mails are still drafts."""
    row = _planned(uow, plan)
    if row.composed_at is not None:
        raise Refused("Ce message est déjà en train de partir.", code="plan-is-leaving")
    return row
