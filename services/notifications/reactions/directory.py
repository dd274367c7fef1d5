"""Accompaniments become known, people are forgotten."""

from __future__ import annotations

from sqlalchemy import delete, or_, select, update

from services.notifications import subjects
from services.notifications.plans import Wish, draft_again, iso, plan
from services.notifications.reactions.registry import REACTIONS
from services.notifications.tables import KNOWN, MailRow, Plan, Subject
from services.notifications.tables_post import Correspondent, Invitation
from services.notifications.tables_rules import MoocRequest
from shared.envelope import Envelope
from shared.events import DesignationEnded, PersonErased, ReferentDesignated, TerritoryEnrolled
from shared.storage.accompaniments import remember
from shared.storage.unit_of_work import UnitOfWork


@REACTIONS.to(TerritoryEnrolled)
def know_accompaniment(uow: UnitOfWork, event: TerritoryEnrolled, _envelope: Envelope) -> None:
    """Learn the name of the territory, for the mails about it."""
    remember(uow, KNOWN, event)


@REACTIONS.to(ReferentDesignated)
def recipients_grew(uow: UnitOfWork, event: ReferentDesignated, _envelope: Envelope) -> None:
    """Somebody has a role: what is to come may go to them."""
    draft_again(uow, Plan.accompaniment == event.accompaniment)


@REACTIONS.to(DesignationEnded)
def recipients_shrank(uow: UnitOfWork, event: DesignationEnded, envelope: Envelope) -> None:
    """Somebody has no role any more: what is to come does not go to them, and their calendar is told."""
    draft_again(uow, Plan.accompaniment == event.accompaniment)
    mine = select(Invitation.workshop).where(Invitation.person == event.person, Invitation.state == "invited")
    ours = select(Plan.about).where(Plan.accompaniment == event.accompaniment, Plan.about.in_(mine))
    ahead = select(Subject).where(Subject.kind == "workshop", Subject.id.in_(ours), Subject.state == "open")
    for row in uow.session.scalars(ahead.where(Subject.start_at > uow.now)):
        facts = {"title": row.title, "start": iso(row.start_at), "end": iso(row.end_at), "person": event.person}
        wish = Wish("workshop-left", row.id, envelope.id, row.title, uow.today, row.start_at, facts)
        plan(uow, wish, event, envelope)


@REACTIONS.to(PersonErased)
def forget_person(uow: UnitOfWork, event: PersonErased, envelope: Envelope) -> None:
    """Blank every mail to the person, to the same address, or naming the person as the one to answer.

    Those that still wait do not leave; that there was a mail, and when, stays.
    """
    subjects.hear(uow, "person", event.person, envelope)[0].state = "erased"
    naming = select(MailRow.plan).where(
        or_(MailRow.person == event.person, MailRow.contact == event.person), MailRow.state == "draft"
    )
    uow.session.execute(update(Plan).where(Plan.id.in_(naming)).values(draft_at=uow.now))
    drafts = delete(MailRow).where(MailRow.state == "draft")
    uow.session.execute(drafts.where(or_(MailRow.person == event.person, MailRow.contact == event.person)))
    of_person = select(MailRow.to_address).where(MailRow.person == event.person, MailRow.to_address != "")
    addresses = uow.session.scalars(of_person).all()
    theirs = or_(
        MailRow.person == event.person,
        MailRow.contact == event.person,
        MailRow.to_address.in_(addresses),
        MailRow.reply_to.in_(addresses),
    )
    waiting = update(MailRow).where(theirs, MailRow.state.in_(("pending", "ready", "grouped", "held")))
    uow.session.execute(waiting.values(state="dropped", error="personne effacée"))
    blank: dict[str, str | None] = {"to_name": None, "to_address": "", "reply_to": None, "reply_name": None}
    blank |= {"text": "", "html": "", "content": None}
    blank |= {"ics": None, "unsubscribe": None, "host": None}
    uow.session.execute(update(MailRow).where(theirs).values(**blank))
    asked = MoocRequest.email.in_(addresses)
    uow.session.execute(update(MoocRequest).where(asked).values(name="", email="", structure="", words=""))
    uow.session.execute(delete(Correspondent).where(Correspondent.person == event.person))
    said = update(Invitation).where(Invitation.person == event.person)
    uow.session.execute(said.values(comment=None, wanted=None))
