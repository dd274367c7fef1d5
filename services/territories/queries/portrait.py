"""The portrait of a territory: declared figures beside the reference, features, and the territories it touches."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.territories import finding, reference
from services.territories.places import names
from services.territories.portraits import feature_words, words_about
from services.territories.queries.registry import QUERIES
from services.territories.rules import KINDS
from services.territories.rules.portrait import FEATURES, Declared, contradictions, gaps
from services.territories.tables import Fact, Feature, Neighbour, Organisation, Territory
from shared.contracts.territories import (
    FactCard,
    FeatureCard,
    GetPortrait,
    LinkedTerritory,
    MemberCommune,
    NeighbourCard,
    Portrait,
)
from shared.french import number
from shared.stamps import stamp
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetPortrait)
def get_portrait(reader: Reader, query: GetPortrait) -> Portrait:
    """The portrait of a territory; raises `NotFound` (`unknown-territory`)."""
    session = reader.session
    territory = finding.territory(session, query.id)
    facts = list(session.scalars(select(Fact).where(Fact.territory == territory.id).order_by(Fact.id)))
    declared = [Declared(one.label, one.value, one.source, one.part_of, one.count) for one in facts]
    parent = session.get(Territory, territory.parent) if territory.parent else None
    return Portrait.model_validate(
        {
            "id": territory.id,
            "kind": territory.kind,
            "kind_label": KINDS[territory.kind],
            **words_about(territory),
            "stamp": stamp(words_about(territory)),
            "facts": [_fact(one) for one in facts],
            "gaps": [one.sentence for one in gaps(declared)],
            "contradictions": contradictions(declared),
            "reference": _reference(territory),
            "features": _features(session, territory.id),
            "neighbours": _neighbours(session, territory.id),
            "inside": _linked(_inside(session, territory)),
            "parent": _link(parent) if parent else None,
            "groupings": _linked(_groupings(session, territory)),
            "communes": _communes(territory),
        }
    )


def _fact(row: Fact) -> FactCard:
    return FactCard(
        id=row.id,
        label=row.label,
        value=row.value,
        source=row.source,
        occurred=row.occurred,
        part_of=row.part_of,
        count=row.count,
    )


def _reference(territory: Territory) -> list[FactCard]:
    """What the national reference says of the same things, with its origin; nothing for what it does not know."""
    known = reference.find(territory.siren or territory.insee or "")
    if known is None:
        return []
    communes = len(reference.members(known.siren)) if isinstance(known, reference.Epci) else None
    figures = (
        ("Communes", communes),
        ("Population municipale", known.population_municipale),
        ("Population totale", known.population_totale),
    )
    return [_reference_fact(label, count) for label, count in figures if count is not None]


def _reference_fact(label: str, count: int) -> FactCard:
    source = reference.source()
    return FactCard(
        id=label,
        label=label,
        value=number(count),
        source=f"{source.origin}, {source.licence}",
        occurred=str(source.year),
        part_of=None,
        count=count,
    )


def _features(session: Session, territory: str) -> list[FeatureCard]:
    statement = (
        select(Feature, Organisation.label)
        .outerjoin(Organisation, Organisation.id == Feature.organisation)
        .where(Feature.territory == territory)
        .order_by(Feature.id)
    )
    return [_feature(row, label) for row, label in session.execute(statement)]


def _feature(row: Feature, organisation: str | None) -> FeatureCard:
    return FeatureCard.model_validate(
        {
            "id": row.id,
            "kind": row.kind,
            "kind_label": FEATURES[row.kind],
            **feature_words(row),
            "organisation": row.organisation,
            "organisation_label": organisation,
            "stamp": stamp(feature_words(row)),
        }
    )


def _neighbours(session: Session, territory: str) -> list[NeighbourCard]:
    statement = (
        select(Neighbour, Territory.id)
        .outerjoin(Territory, or_(Territory.siren == Neighbour.siren, Territory.insee == Neighbour.insee))
        .where(Neighbour.territory == territory)
        .order_by(Neighbour.id)
    )
    return [
        NeighbourCard(id=row.id, label=row.label, siren=row.siren, insee=row.insee, note=row.note, territory=registered)
        for row, registered in session.execute(statement)
    ]


def _inside(session: Session, territory: Territory) -> list[Territory]:
    return list(session.scalars(select(Territory).where(Territory.parent == territory.id).order_by(Territory.id)))


def _groupings(session: Session, territory: Territory) -> list[Territory]:
    """Groupings and bassins de vie that hold a commune of this territory: some of their communes are among its own."""
    own = set(territory.communes)
    wide = select(Territory).where(Territory.kind.in_(("grouping", "bassin-de-vie")), Territory.id != territory.id)
    return [one for one in session.scalars(wide.order_by(Territory.id)) if own.intersection(one.communes)]


def _linked(rows: Iterable[Territory]) -> list[LinkedTerritory]:
    return [_link(row) for row in rows]


def _link(row: Territory) -> LinkedTerritory:
    return LinkedTerritory.model_validate(
        {"id": row.id, "label": row.label, "kind": row.kind, "kind_label": KINDS[row.kind]}
    )


def _communes(territory: Territory) -> list[MemberCommune]:
    labels = zip(territory.communes, names(territory.communes), strict=True)
    return [MemberCommune(insee=code, label=label, epci=_epci(code)) for code, label in labels]


def _epci(code: str) -> str | None:
    try:
        return reference.epci(reference.commune(code).epci).name
    except (reference.UnknownCommune, reference.UnknownEpci):
        return None
