"""What people say by the links of their mails: what they do not want any more, and whether they come."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from services.notifications import rulebook
from services.notifications.commands import COMMANDS
from services.notifications.plans import iso
from services.notifications.queries import QUERIES
from services.notifications.tables import KNOWN, MailRow, Plan
from services.notifications.tables_post import Correspondent, Invitation
from services.notifications.wishes import TOPICS, behind
from shared.contracts.base import Receipt
from shared.contracts.notifications import (
    AnswerInvitation,
    Choice,
    Correspondence,
    GetCorrespondence,
    InvitationCard,
    InvitationList,
    ListInvitations,
    SetWishes,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.french import de, tidy
from shared.storage.unit_of_work import Reader, UnitOfWork

UNKNOWN = "Ce lien ne mène à personne : il a été retiré, ou il est incomplet."


@COMMANDS.handles(SetWishes)
def set_wishes(uow: UnitOfWork, command: SetWishes) -> Receipt:
    """Keep what a person wants; what is to come is drafted again. Raises `NotFound`, `InvalidInput`."""
    row = _behind(uow, command.token)
    if set(command.muted) - set(TOPICS):
        raise InvalidInput("Ce sujet est inconnu.", problems=[("muted", "Ce sujet est inconnu.")])
    row.muted, row.silent, row.changed_at = sorted(set(command.muted)), command.nothing, uow.now
    theirs = select(MailRow.plan).where(MailRow.person == row.person, MailRow.state.in_(("draft", "cancelled")))
    for plan in uow.session.scalars(select(Plan).where(Plan.id.in_(theirs), Plan.state == "planned")):
        plan.draft_at = uow.now
    return Receipt(id=row.person)


@COMMANDS.handles(AnswerInvitation)
def answer_invitation(uow: UnitOfWork, command: AnswerInvitation) -> Receipt:
    """Say by the web whether one comes. Raises `NotFound`, or `Refused` for what one is not invited to any more."""
    person = _behind(uow, command.token).person
    row = uow.session.get(Invitation, (command.workshop, person), with_for_update=True)
    if row is None:
        raise NotFound("Cette invitation est inconnue.", code="unknown-invitation")
    if row.state != "invited":
        raise Refused("Cette invitation est retirée : vous n’avez rien à répondre.", code="invitation-is-over")
    row.reply, row.comment, row.wanted = command.reply, command.comment.strip() or None, None
    row.channel, row.replied_at, row.stamped_at, row.reply_sequence = "web", uow.now, uow.now, row.sequence
    return Receipt(id=command.workshop)


def _behind(uow: UnitOfWork, token: str) -> Correspondent:
    row = behind(uow.session, token)
    if row is None:
        raise NotFound(tidy(UNKNOWN), code="unknown-link")
    return row


@QUERIES.answers(GetCorrespondence)
def get_correspondence(reader: Reader, query: GetCorrespondence) -> Correspondence:
    """Why somebody received a mail, and what they want to receive. Raises `NotFound` for a link of nobody."""
    who = behind(reader.session, query.token)
    if who is None:
        raise NotFound(tidy(UNKNOWN), code="unknown-link")
    mail = reader.session.get(MailRow, query.mail) if query.mail else None
    if mail is not None and mail.person != who.person:
        mail = None
    invited = reader.session.get(Invitation, (mail.about, who.person)) if mail is not None and mail.about else None
    return Correspondence(
        person=who.person,
        subject=mail.subject if mail else "",
        why=_why(reader, mail) if mail else "",
        sent=iso(mail.settled_at) if mail else None,
        workshop=mail.about if mail and invited and invited.state == "invited" else None,
        reply=invited.reply if invited else None,
        topics=[Choice(code=code, label=tidy(label)) for code, label in TOPICS.items()],
        muted=list(who.muted),
        nothing=who.silent,
    )


def _why(reader: Reader, mail: MailRow) -> str:
    plan = reader.session.get(Plan, mail.plan) if mail.plan else None
    if plan is None:
        return tidy("Ce message réunit plusieurs rappels qui vous étaient destinés le même jour.")
    rule = rulebook.one(reader.session, plan.rule, plan.watch)
    label = reader.session.scalar(select(KNOWN.c.label).where(KNOWN.c.id == plan.accompaniment))
    where = f", pour l’accompagnement {de(label)}" if label else ""
    said = (
        f"Vous avez reçu ce message parce que la règle « {rule.title} » écrit à : {rule.recipients}{where}, "
        "et que vous en étiez au moment de l’envoi."
    )
    return tidy(said).replace("'", "’")


@QUERIES.answers(ListInvitations)
def list_invitations(reader: Reader, query: ListInvitations) -> InvitationList:
    """Who was invited to a workshop by mail, and what they answered."""
    mine = select(Invitation).where(Invitation.workshop == query.workshop).order_by(Invitation.person)
    return InvitationList(
        invitations=[
            InvitationCard.model_validate(
                {
                    "person": row.person,
                    "state": row.state,
                    "sequence": row.sequence,
                    "reply": row.reply,
                    "comment": row.comment or "",
                    "wanted": row.wanted or "",
                    "channel": row.channel,
                    "replied": iso(row.replied_at),
                    "stale": row.reply_sequence is not None and row.reply_sequence < row.sequence,
                }
            )
            for row in reader.session.scalars(mine)
        ]
    )


KEPT = timedelta(days=365)
"""How long what came back is kept, as long as logs may be (french-context.md, section 2)."""
