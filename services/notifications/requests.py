"""Requests for access to the MOOC (NOT-13): anybody asks, the team is written to and answers."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from services.notifications import plans
from services.notifications.claiming import anything
from services.notifications.commands import COMMANDS
from services.notifications.plans import Place, Wish, iso, plan_for
from services.notifications.queries import QUERIES
from services.notifications.rulebook import watching
from services.notifications.tables import MailRow, Plan
from services.notifications.tables_rules import MoocRequest
from shared.contracts.base import Receipt
from shared.contracts.notifications import AnswerMooc, AskForMooc, ListMoocRequests, MoocRequestCard, MoocRequests
from shared.errors import InvalidInput, NotFound, Refused
from shared.french import tidy
from shared.ids import new_id
from shared.room import Desk
from shared.storage.unit_of_work import Reader, UnitOfWork

WATCH = "mooc-asked"
MOST = 60
"""Requests in a day: more is a machine."""

KEPT = timedelta(days=365)

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")


@COMMANDS.handles(AskForMooc)
def ask_for_mooc(uow: UnitOfWork, command: AskForMooc) -> Receipt:
    """Keep a request and have the team written to; the same address again while it waits changes nothing.

    Raises `InvalidInput` for what is no address, `Refused` when too many came in a day.
    """
    email = command.email.strip()
    if _ADDRESS.fullmatch(email) is None:
        sentence = tidy("Cette adresse n’est pas une adresse électronique : écrivez par exemple nom@exemple.fr.")
        raise InvalidInput(sentence, problems=[("email", sentence)])
    waiting = select(MoocRequest).where(func.lower(MoocRequest.email) == email.lower())
    known = uow.session.scalar(waiting.where(MoocRequest.answered_at.is_(None)))
    if known is not None:
        return Receipt(id=known.id)
    lately = select(func.count()).where(MoocRequest.asked_at > uow.now - timedelta(days=1))
    if (uow.session.scalar(lately) or 0) >= MOST:
        raise Refused("Trop de demandes aujourd’hui : revenez demain, ou écrivez à l’équipe.", code="too-many-requests")
    row = MoocRequest(
        id=new_id(),
        name=" ".join(command.name.split()),
        email=email,
        structure=" ".join(command.structure.split()),
        words=command.words.strip(),
        asked_at=uow.now,
    )
    uow.session.add(row)
    wish = Wish("mooc-asked", row.id, "asked", "", uow.today)
    for rule in watching(uow.session, wish.watch):
        plan_for(uow, rule, wish, Place(None, None), uow.now)
    return Receipt(id=row.id)


@COMMANDS.handles(AnswerMooc)
def answer_mooc(uow: UnitOfWork, command: AnswerMooc) -> Receipt:
    """The team answered. Raises `NotFound`."""
    row = uow.session.get(MoocRequest, command.request, with_for_update=True)
    if row is None:
        raise NotFound("Cette demande est inconnue.", code="unknown-request")
    row.answered_at = row.answered_at or uow.now
    waiting = select(Plan).where(Plan.about == row.id, Plan.state == "planned", Plan.composed_at.is_(None))
    for one in uow.session.scalars(waiting.with_for_update()):
        plans.end(uow, one, "voided", "la demande a sa réponse")
    return Receipt(id=row.id)


@QUERIES.answers(ListMoocRequests)
def list_mooc_requests(reader: Reader, _: ListMoocRequests) -> MoocRequests:
    """Who waits, the oldest first."""
    waiting = select(MoocRequest).where(MoocRequest.answered_at.is_(None), MoocRequest.email != "")
    return MoocRequests(
        requests=[
            MoocRequestCard(
                id=row.id,
                name=row.name,
                email=row.email,
                structure=row.structure,
                words=row.words,
                asked=iso(row.asked_at) or "",
            )
            for row in reader.session.scalars(waiting.order_by(MoocRequest.asked_at, MoocRequest.id))
        ]
    )


def forget_requests(desk: Desk) -> None:
    """A year after somebody asked, nothing is left of them, in the mails about it neither."""
    before = desk.clock.now() - KEPT
    if not anything(desk, select(MoocRequest.id).where(MoocRequest.asked_at <= before)):
        return
    with desk.unit_of_work() as uow:
        old = select(MoocRequest.id).where(MoocRequest.asked_at <= before)
        told = update(MailRow).where(MailRow.about.in_(old), MailRow.rule == WATCH)
        uow.session.execute(told.values(text="", html="", reply_to=None, reply_name=None, content=None))
        uow.session.execute(delete(MoocRequest).where(MoocRequest.asked_at <= before))
