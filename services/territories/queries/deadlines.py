"""The programme's deadlines, the nearest first."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.queries.registry import QUERIES
from services.territories.tables import Accompaniment, Deadline, Territory
from shared.contracts.territories import DeadlineCard, Deadlines, ListDeadlines
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListDeadlines)
def list_deadlines(reader: Reader, query: ListDeadlines) -> Deadlines:
    """Deadlines by day, those of the whole programme among them; raises `NotFound` for an unknown accompaniment."""
    if query.accompaniment is None:
        return Deadlines(deadlines=deadline_cards(reader.session, open_only=query.open_only))
    one = finding.accompaniment(reader.session, query.accompaniment)
    return Deadlines(deadlines=deadline_cards(reader.session, [one.id], open_only=query.open_only))


def deadline_cards(
    session: Session, accompaniments: Collection[str] | None = None, *, open_only: bool = False
) -> list[DeadlineCard]:
    """The deadlines of these accompaniments, or of everybody; `open_only`: what is done is left out."""
    statement = (
        select(Deadline, Territory.label)
        .outerjoin(Accompaniment, Accompaniment.id == Deadline.accompaniment)
        .outerjoin(Territory, Territory.id == Accompaniment.territory)
        .order_by(Deadline.due, Deadline.id)
    )
    if accompaniments is not None:
        statement = statement.where(Deadline.accompaniment.in_(accompaniments))
    if open_only:
        statement = statement.where(Deadline.done_at.is_(None))
    return [_card(row, label) for row, label in session.execute(statement)]


def _card(row: Deadline, label: str | None) -> DeadlineCard:
    return DeadlineCard(
        id=row.id,
        accompaniment=row.accompaniment,
        territory_label=label,
        kind=row.kind,
        title=row.title,
        due=row.due.isoformat(),
        raised=row.raised_at is not None,
        done=row.done_at is not None,
    )
