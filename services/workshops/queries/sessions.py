"""What the workshops room answers: the workshops of an accompaniment, one of them, the agenda."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from services.workshops import rules
from services.workshops.cards import cards_of
from services.workshops.queries.polls import lines_of
from services.workshops.queries.registry import QUERIES
from services.workshops.queries.trips import list_trips
from services.workshops.tables import KNOWN, OutcomeRow, Search, Visit, Workshop
from shared.contracts.workshops import (
    AgendaList,
    FailedSearch,
    GetWorkshop,
    GetWorkshops,
    ListAgenda,
    ListTrips,
    Outcome,
    VisitCard,
    WorkshopCard,
    WorkshopsPage,
)
from shared.errors import NotFound
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetWorkshops)
def get_workshops(reader: Reader, query: GetWorkshops) -> WorkshopsPage:
    """All of one accompaniment, in the order told. Raises `NotFound`."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    return WorkshopsPage(
        accompaniment=accompaniment,
        workshops=cards_of(reader, _workshops(reader, accompaniment)),
        failed_searches=_searches(reader, accompaniment),
        visits=_visits(reader, accompaniment),
        outcomes=_outcomes(reader, accompaniment),
        polls=lines_of(reader, accompaniment),
        trips=list_trips(reader, ListTrips(accompaniment=accompaniment)).trips,
    )


def _workshops(reader: Reader, accompaniment: str) -> Sequence[Workshop]:
    chosen = select(Workshop).where(Workshop.accompaniment == accompaniment).order_by(Workshop.id)
    return reader.session.scalars(chosen).all()


def _searches(reader: Reader, accompaniment: str) -> list[FailedSearch]:
    chosen = select(Search).where(Search.accompaniment == accompaniment).order_by(Search.id)
    return [
        FailedSearch.model_validate({"id": row.id, "month": row.month, "reason": row.reason, "detail": row.detail})
        for row in reader.session.scalars(chosen)
    ]


def _visits(reader: Reader, accompaniment: str) -> list[VisitCard]:
    chosen = select(Visit).where(Visit.accompaniment == accompaniment).order_by(Visit.id)
    return [
        VisitCard(
            id=row.id,
            title=row.title,
            destination=row.destination,
            intention=row.intention,
            lessons=row.lessons,
            occurred=row.occurred,
        )
        for row in reader.session.scalars(chosen)
    ]


def _outcomes(reader: Reader, accompaniment: str) -> list[Outcome]:
    chosen = select(OutcomeRow).where(OutcomeRow.accompaniment == accompaniment).order_by(OutcomeRow.id)
    fields = ("id", "kind", "text", "detail", "workshop", "occurred")
    return [
        Outcome.model_validate({field: getattr(row, field) for field in fields})
        for row in reader.session.scalars(chosen)
    ]


@QUERIES.answers(GetWorkshop)
def get_workshop(reader: Reader, query: GetWorkshop) -> WorkshopCard:
    """One workshop. Raises `NotFound`."""
    row = reader.session.get(Workshop, query.id)
    if row is None:
        raise NotFound("Cet atelier est inconnu.", code="unknown-workshop")
    return cards_of(reader, [row])[0]


@QUERIES.answers(ListAgenda)
def list_agenda(reader: Reader, query: ListAgenda) -> AgendaList:
    """Exact workshops that touch the days asked for, by start; then those still scheduled without exact date, as told.

    Raises `InvalidInput` for days that make no sense.
    """
    first, after = rules.paris_days(query.from_day, query.to_day)
    exact = select(Workshop).where(Workshop.start_at < after, Workshop.end_at > first)
    without_hours = select(Workshop).where(Workshop.start_at.is_(None), Workshop.state == "scheduled")
    rows = [
        *reader.session.scalars(exact.order_by(Workshop.start_at, Workshop.id)),
        *reader.session.scalars(without_hours.order_by(Workshop.id)),
    ]
    return AgendaList(workshops=cards_of(reader, rows))
