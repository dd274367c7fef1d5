"""Seasons as the page shows them."""

from __future__ import annotations

from sqlalchemy import func, select

from services.workshops.queries.registry import QUERIES
from services.workshops.rules import iso
from services.workshops.season_request import WholeSeason, whole_season
from services.workshops.tables import SeasonRow, SeasonWorkshop
from shared.contracts.workshops import GetSeason, ListSeasons, SeasonItem, SeasonLine, SeasonList, SeasonPage
from shared.errors import NotFound
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetSeason)
def get_season(reader: Reader, query: GetSeason) -> SeasonPage:
    """A season, its workshops by their slot, those without one last. Raises `NotFound`."""
    row = reader.session.get(SeasonRow, query.id)
    if row is None:
        raise NotFound("Cette saison est inconnue.", code="unknown-season")
    season = whole_season(reader, row)
    items = [_item(season, one) for one in season.items]
    elapsed = (reader.now - row.asked_at).total_seconds() if row.asked_at else 0
    return SeasonPage(
        id=row.id,
        title=row.title,
        first=row.first,
        last=row.last,
        state=row.state,
        seconds=row.seconds,
        elapsed=min(row.seconds, max(0, int(elapsed))),
        proven=row.proven,
        presence=row.presence,
        bound_placed=row.bound_placed,
        bound_presence=row.bound_presence,
        problem=row.problem,
        items=sorted(items, key=lambda one: (one.start is None, one.start or "", one.id)),
    )


def _item(season: WholeSeason, one: SeasonWorkshop) -> SeasonItem:
    people = season.people[one.id]
    return SeasonItem(
        id=one.id,
        accompaniment=one.accompaniment,
        title=one.title,
        minutes=one.minutes,
        venue_label=one.venue_label,
        invited=len(people),
        start=iso(one.start_at),
        end=iso(one.end_at),
        pinned=one.pinned,
        missing=[who.person for who in people if who.away and one.start_at is not None],
        why=one.why,
        poll=one.poll,
    )


@QUERIES.answers(ListSeasons)
def list_seasons(reader: Reader, _query: ListSeasons) -> SeasonList:
    """Every season, the latest first."""
    counted = select(SeasonWorkshop.season, func.count()).group_by(SeasonWorkshop.season)
    counts = {season: count for season, count in reader.session.execute(counted)}  # noqa: C416  # a result is no mapping
    rows = reader.session.scalars(select(SeasonRow).order_by(SeasonRow.id.desc()))
    return SeasonList(
        seasons=[
            SeasonLine(
                id=row.id,
                title=row.title,
                first=row.first,
                last=row.last,
                state=row.state,
                workshops=counts.get(row.id, 0),
            )
            for row in rows
        ]
    )
