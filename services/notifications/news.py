"""The news of a month (NOT-14): written by a person from the facts, shown to them again, allowed by them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from services.notifications.commands import COMMANDS, check_words
from services.notifications.plans import Place, Wish, plan_for
from services.notifications.rulebook import watching
from services.notifications.tables import Plan
from shared.contracts.base import Receipt
from shared.contracts.notifications import PrepareNews
from shared.errors import InvalidInput, Refused
from shared.french import month, tidy
from shared.storage.unit_of_work import UnitOfWork

WATCH = "monthly-news"


@COMMANDS.handles(PrepareNews)
def prepare_news(uow: UnitOfWork, command: PrepareNews) -> Receipt:
    """Put the news of a month among what is to come, where it waits for a yes.

    Raises `InvalidInput` for a month to come, `Refused` when the news of that month is ready or gone, or when its rule
    is switched off.
    """
    check_words(command.subject, command.words)
    said = month(date.fromisoformat(f"{command.month}-01"))
    if command.month > uow.today.isoformat()[:7]:
        sentence = tidy(f"{said} n’a pas commencé : choisissez un mois passé, ou celui-ci.")
        raise InvalidInput(sentence, problems=[("month", sentence)])
    about = f"news/{command.month}"
    known = list(uow.session.scalars(select(Plan).where(Plan.about == about)))
    if any(row.state in ("planned", "sent") for row in known):
        raise Refused(tidy(f"Les nouvelles de {said} sont déjà prêtes ou parties."), code="news-known")
    wish = Wish(WATCH, about, f"{command.month}/{len(known) + 1}", said, uow.today, facts={"month": command.month})
    made = [
        row
        for rule in watching(uow.session, WATCH)
        if (row := plan_for(uow, rule, wish, Place(None, None), uow.now)) is not None
    ]
    if not made:
        raise Refused(tidy("La règle « Nouvelles du mois » est désactivée : activez-la."), code="rule-is-off")
    for row in made:
        row.edited_subject, row.edited_words = command.subject.strip(), command.words.strip().replace("\r\n", "\n")
        row.draft_at = uow.now
    return Receipt(id=made[0].id)
