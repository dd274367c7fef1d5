"""What notifications answer: the mails, one mail, and what is about to leave."""

from __future__ import annotations

from sqlalchemy import case, select

from services.notifications.plans import iso
from services.notifications.rules.catalogue import RULES
from services.notifications.tables import MailRow, Plan
from shared.contracts.notifications import (
    GetMail,
    ListMails,
    ListPlans,
    Mail,
    MailCard,
    MailList,
    PlanCard,
    PlanList,
)
from shared.errors import NotFound
from shared.french import tidy
from shared.room import Queries
from shared.storage.unit_of_work import Reader

QUERIES = Queries()

MOST_PLANS = 500
ERASED = "destinataire effacé"


@QUERIES.answers(ListMails)
def list_mails(reader: Reader, query: ListMails) -> MailList:
    """The mails, the newest first."""
    newest = select(MailRow).order_by(MailRow.id.desc()).limit(query.limit)
    return MailList(mails=[_mail(row) for row in reader.session.scalars(newest)])


@QUERIES.answers(GetMail)
def get_mail(reader: Reader, query: GetMail) -> Mail:
    """One mail as it was written; blank once its recipient was erased, or its link expired. Raises `NotFound`."""
    row = reader.session.get(MailRow, query.id)
    if row is None:
        raise NotFound("Ce courriel est inconnu.", code="unknown-mail")
    return Mail(card=_mail(row), text=row.text, html=row.html)


def _mail(row: MailRow) -> MailCard:
    named = f"{row.to_name} <{row.to_address}>" if row.to_name else row.to_address
    return MailCard.model_validate(
        {
            "id": row.id,
            "to": named if row.to_address else ERASED,
            "subject": row.subject,
            "created": iso(row.created_at),
            "state": row.state,
            "about": row.about,
            "territory": row.territory,
        }
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
    return PlanList(plans=[_plan(row) for row in reader.session.scalars(chosen.order_by(*order).limit(MOST_PLANS))])


def _plan(row: Plan) -> PlanCard:
    rule = RULES[row.rule]
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
