"""What notifications answer: the mails, one mail, and what is about to leave."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import case, select

from services.notifications.plans import iso
from services.notifications.reaching import TO_CONFIRM
from services.notifications.rendering import without_link
from services.notifications.rulebook import rulebook
from services.notifications.rules.catalogue import Rule
from services.notifications.tables import MailRow, Plan
from services.notifications.tables_post import Host, Incoming
from shared.contracts.notifications import (
    Coming,
    ComingLetter,
    ComingPlan,
    GetMail,
    GetPostState,
    HeldHost,
    IncomingCard,
    ListComing,
    ListMails,
    ListPlans,
    Mail,
    MailCard,
    MailList,
    PlanCard,
    PlanList,
    PostState,
)
from shared.errors import NotFound
from shared.french import tidy
from shared.room import Queries
from shared.storage.unit_of_work import Reader

QUERIES = Queries()

MOST_PLANS = 500
ERASED = "destinataire effacé"
TO_COME = "personne sans nom"


@QUERIES.answers(ListMails)
def list_mails(reader: Reader, query: ListMails) -> MailList:
    """The mails, the newest first."""
    written = select(MailRow).where(MailRow.state.not_in(("draft", "held", "cancelled")))
    newest = written.order_by(MailRow.created_at.desc(), MailRow.id.desc()).limit(query.limit)
    return MailList(mails=[_mail(row) for row in reader.session.scalars(newest)])


@QUERIES.answers(GetMail)
def get_mail(reader: Reader, query: GetMail) -> Mail:
    """One mail as it was written; blank once its recipient was erased. Raises `NotFound`.

    A link that signs in or opens a file can be read only in a mail that was kept here for want of a server.
    """
    row = reader.session.get(MailRow, query.id)
    if row is None:
        raise NotFound("Ce courriel est inconnu.", code="unknown-mail")
    if row.expires_at is not None and (row.state != "kept" or not row.text):
        bodies = without_link(row.content)
        return Mail(card=_mail(row), text=bodies.text, html=bodies.html, link_later=row.state == "pending")
    return Mail(card=_mail(row), text=row.text, html=row.html)


def _mail(row: MailRow) -> MailCard:
    named = f"{row.to_name} <{row.to_address}>" if row.to_name and row.to_address else row.to_address
    if row.state == "draft":
        named = row.to_name or TO_COME
    return MailCard.model_validate(
        {
            "id": row.id,
            "to": named or ERASED,
            "person": row.person,
            "subject": row.subject,
            "created": iso(row.created_at),
            "state": "pending" if row.state in ("ready", "held") else row.state,
            "about": row.about,
            "territory": row.territory,
            "answer": row.answer,
            "body_hash": row.body_hash,
            "bounce": row.bounce,
            "method": row.method,
            "why_not": row.error if row.state in ("failed", "dropped", "cancelled") else None,
        }
    )


@QUERIES.answers(GetPostState)
def get_post_state(reader: Reader, _: GetPostState) -> PostState:
    """Bounces, what came back and was not understood, hosts that refuse: what the organiser must know."""
    bounced = select(MailRow).where(MailRow.bounce.is_not(None)).order_by(MailRow.settled_at.desc()).limit(50)
    unclear = select(Incoming).where(Incoming.outcome != "applied").order_by(Incoming.received_at.desc()).limit(50)
    held = select(Host).where(Host.next_at > reader.now).order_by(Host.host)
    return PostState(
        bounced=[_mail(row) for row in reader.session.scalars(bounced)],
        incoming=[
            IncomingCard.model_validate(
                {
                    "kind": row.kind,
                    "outcome": row.outcome,
                    "about": row.about,
                    "mail": row.mail,
                    "received": iso(row.received_at),
                }
            )
            for row in reader.session.scalars(unclear)
        ],
        held=[
            HeldHost(host=row.host, until=iso(row.next_at) or "", reason=row.reason)
            for row in reader.session.scalars(held)
        ],
    )


@QUERIES.answers(ListPlans)
def list_plans(reader: Reader, query: ListPlans) -> PlanList:
    """What is to come, the nearest first, then what became of the others, the latest first."""
    chosen = select(Plan)
    if query.state is not None:
        chosen = chosen.where(Plan.state == query.state)
    if query.accompaniment is not None:
        chosen = chosen.where(Plan.accompaniment == query.accompaniment)
    to_come = Plan.state == "planned"
    order = (case((to_come, 0), else_=1), case((to_come, Plan.due_at)), Plan.due_at.desc(), Plan.id)
    book = rulebook(reader.session)
    rows = reader.session.scalars(chosen.order_by(*order).limit(MOST_PLANS))
    return PlanList(plans=[_plan(row, book.get(row.rule)) for row in rows])


def _plan(row: Plan, known: Rule | None) -> PlanCard:
    rule = known or Rule(row.rule, "Règle retirée", "at-once")
    return PlanCard.model_validate(
        {
            "id": row.id,
            "rule": row.rule,
            "title": tidy(f"{rule.title} : {row.title}") if row.title else rule.title,
            "territory": row.territory,
            "accompaniment": row.accompaniment,
            "about": row.about,
            "due": iso(row.due_at),
            "state": row.state,
            "reason": row.reason,
            "recipients": rule.recipients,
        }
    )


@QUERIES.answers(ListComing)
def list_coming(reader: Reader, query: ListComing) -> Coming:
    """What will leave in the next days, each with the people it would go to as things stand."""
    until = reader.now + timedelta(days=query.days)
    chosen = select(Plan).where(Plan.state == "planned", Plan.composed_at.is_(None), Plan.due_at <= until)
    if query.territory is not None:
        chosen = chosen.where(Plan.territory == query.territory)
    if query.plan is not None:
        chosen = chosen.where(Plan.id == query.plan)
    if query.person is not None:
        chosen = chosen.where(Plan.id.in_(select(MailRow.plan).where(MailRow.person == query.person)))
    rows = reader.session.scalars(chosen.order_by(Plan.next_at, Plan.id).limit(MOST_PLANS + 1)).all()
    letters = _letters(reader, [row.id for row in rows])
    book = rulebook(reader.session)
    return Coming(
        plans=[_coming(reader, row, letters.get(row.id, []), book.get(row.rule)) for row in rows[:MOST_PLANS]],
        more=len(rows) > MOST_PLANS,
    )


def _letters(reader: Reader, plans: list[str]) -> dict[str, list[ComingLetter]]:
    shown = select(MailRow.plan, MailRow.id, MailRow.person, MailRow.state, MailRow.error).where(
        MailRow.plan.in_(plans), MailRow.state.in_(("draft", "cancelled")), MailRow.person.is_not(None)
    )
    found: dict[str, list[ComingLetter]] = {}
    for plan, mail, person, state, reason in reader.session.execute(shown.order_by(MailRow.id)):
        letter = {"mail": mail, "person": person, "state": state, "reason": reason}
        found.setdefault(str(plan), []).append(ComingLetter.model_validate(letter))
    return found


def _coming(reader: Reader, row: Plan, letters: list[ComingLetter], rule: Rule | None) -> ComingPlan:
    undo = row.held_until is not None and row.held_until > reader.now and row.next_at <= row.held_until
    return ComingPlan(
        plan=_plan(row, rule),
        to_confirm=row.reason is not None and row.reason.startswith(TO_CONFIRM),
        leaves=iso(row.next_at) or "",
        undo_until=iso(row.held_until) if undo else None,
        subject=row.draft_subject,
        words=row.draft_words,
        edited=bool(row.edited_subject or row.edited_words),
        drafted=iso(row.drafted_at),
        letters=letters,
    )
