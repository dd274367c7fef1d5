"""The list of territories, what an id stands for, and the search in the reference of places."""

from __future__ import annotations

from sqlalchemy import select

from services.territories import finding, reference
from services.territories.queries.registry import QUERIES
from services.territories.tables import Territory
from shared.contracts.territories import (
    ListTerritories,
    Place,
    Places,
    Resolved,
    ResolveTerritory,
    SearchPlaces,
    TerritoryCard,
    TerritoryList,
)
from shared.french import without_accents
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ResolveTerritory)
def resolve_territory(reader: Reader, query: ResolveTerritory) -> Resolved:
    """The territory behind an id, SIREN, INSEE code or accompaniment id; raises `NotFound` (`unknown-territory`).

    The accompaniment is the one asked for, else the latest, None before the first enrolment.
    """
    found = finding.resolve(reader.session, query.id)
    latest = found.accompaniment or finding.latest_accompaniment(reader.session, found.territory.id)
    return Resolved(
        territory=found.territory.id, label=found.territory.label, accompaniment=latest.id if latest else None
    )


@QUERIES.answers(ListTerritories)
def list_territories(reader: Reader, query: ListTerritories) -> TerritoryList:  # noqa: ARG001  # the shape of all queries
    """Every registered territory by name, accents aside."""
    rows = sorted(reader.session.scalars(select(Territory)), key=lambda row: (without_accents(row.label), row.id))
    return TerritoryList(territories=[_card(row) for row in rows])


def _card(row: Territory) -> TerritoryCard:
    return TerritoryCard.model_validate(
        {"id": row.id, "label": row.label, "kind": row.kind, "siren": row.siren, "insee": row.insee}
    )


@QUERIES.answers(SearchPlaces)
def search_places(reader: Reader, query: SearchPlaces) -> Places:  # noqa: ARG001  # the reference is in no database
    """Communes and EPCI of the reference that answer the text, the best first; nothing for an empty text."""
    return Places(places=[_place(place) for place in reference.search(query.text, query.limit)])


def _place(place: reference.Place) -> Place:
    if isinstance(place, reference.Epci):
        first = reference.members(place.siren)[0]
        return Place(
            code=place.siren,
            label=place.label,
            kind=place.kind,
            departement=first.departement,
            population=place.population_totale,
        )
    return Place(
        code=place.insee,
        label=place.label,
        kind=place.kind,
        departement=place.departement,
        population=place.population_totale,
    )
