"""Where one accompaniment stands with platforms."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms import tables
from services.platforms.cards import card_of
from services.platforms.needs import links_of
from services.platforms.projects import projects_of
from services.platforms.queries.cases import cases_of
from services.platforms.queries.registry import QUERIES
from services.platforms.rules.catalogue import by_name
from services.platforms.specifications import specifications_of
from services.platforms.tables import KNOWN
from shared.contracts.platforms import (
    ChoiceStep,
    GetPlatforms,
    NeedCard,
    PlatformsPage,
    ShortlistCard,
    ShortlistOption,
)
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetPlatforms)
def get_platforms(reader: Reader, query: GetPlatforms) -> PlatformsPage:
    """Where one accompaniment stands; raises `NotFound` for an unknown accompaniment."""
    known = require(reader, KNOWN, query.accompaniment)
    accompaniment = known.id
    return PlatformsPage(
        accompaniment=accompaniment,
        cases=cases_of(reader, accompaniment),
        shortlists=_shortlists(reader, accompaniment),
        needs=_needs(reader, accompaniment),
        links=links_of(reader, accompaniment),
        specifications=specifications_of(reader, accompaniment),
        projects=projects_of(reader, known.territory),
    )


def _shortlists(reader: Reader, accompaniment: str) -> list[ShortlistCard]:
    table = tables.Shortlist
    statement = select(table).where(table.accompaniment == accompaniment).order_by(table.id)
    return [shortlist_card(reader, row) for row in reader.session.scalars(statement).all()]


def shortlist_card(reader: Reader, row: tables.Shortlist) -> ShortlistCard:
    """A shortlist with its options by name and the history of its choice."""
    presented = reader.session.get(tables.Presentation, row.id)
    history = _history(reader, row.id)
    last = history[-1] if history else None
    return ShortlistCard(
        id=row.id,
        accompaniment=row.accompaniment,
        need=row.need,
        options=_options(reader, row.id),
        differences=row.differences,
        occurred=row.occurred,
        presented=presented is not None,
        presented_on=presented.occurred if presented else None,
        choice=last.choice if last else None,
        open_note=last.note or None if last and last.choice is None else None,
        circle=presented.circle if presented else "",
        history=history,
    )


def _options(reader: Reader, shortlist: str) -> list[ShortlistOption]:
    option = tables.ShortlistOption
    statement = (
        select(tables.Platform, option.approach, option.adaptation)
        .join(option, option.platform == tables.Platform.slug)
        .where(option.shortlist == shortlist)
    )
    options = [
        ShortlistOption(platform=card_of(platform), approach=approach, adaptation=adaptation)
        for platform, approach, adaptation in reader.session.execute(statement)
    ]
    return sorted(options, key=lambda found: by_name(found.platform))


def _history(reader: Reader, shortlist: str) -> list[ChoiceStep]:
    table = tables.ChoiceStep
    statement = select(table).where(table.shortlist == shortlist).order_by(table.id)
    return [
        ChoiceStep(choice=row.platform, note=row.note or "", occurred=row.occurred, ask_again=row.ask_again)
        for row in reader.session.scalars(statement)
    ]


def _needs(reader: Reader, accompaniment: str) -> list[NeedCard]:
    table = tables.Need
    statement = select(table).where(table.accompaniment == accompaniment).order_by(table.id)
    return [NeedCard(id=row.id, title=row.title) for row in reader.session.scalars(statement)]
