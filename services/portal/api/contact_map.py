"""The map of a contact plan as GeoJSON: how many actors stand in which commune and how far each is, without names."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from services.portal.api.territory_scope import Scope
from services.portal.contact_rows import at_communes, states_of
from services.portal.desk import ask
from services.portal.words import CONTACT_STATES
from shared.contracts.diagnostic import ContactCard, ContactPlanPage
from shared.contracts.territories import DrawingSource, DrawnPlace, DrawTerritory, Polygons, Position

MOST_COMMUNES = 500


class CommunePoint(BaseModel):
    """Where a commune lies, as a point."""

    type: Literal["Point"] = "Point"
    coordinates: Position


class CommuneShape(BaseModel):
    """The outline of a commune."""

    type: Literal["MultiPolygon"] = "MultiPolygon"
    coordinates: Polygons


class CommuneActors(BaseModel):
    """A commune: whether it is of the territory, its actors, and how many of them are in each state of contact."""

    code: str
    name: str
    inside: bool
    actors: int
    states: dict[str, int]


class ContactMapFeature(BaseModel):
    """A commune as GeoJSON has it; without a geometry, nobody knows where it lies."""

    type: Literal["Feature"] = "Feature"
    geometry: CommunePoint | CommuneShape | None
    properties: CommuneActors


class ContactMap(BaseModel):
    """A GeoJSON FeatureCollection (WGS84); `sources` name where the shapes come from, `unplaced` counts the others."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[ContactMapFeature]
    sources: list[DrawingSource]
    unplaced: int
    """The actors whose commune nobody said."""


def contact_map(_: Scope, plan: ContactPlanPage) -> ContactMap:
    """The map of a plan that was asked for."""
    there = at_communes(plan.contacts)
    drawing = ask(DrawTerritory(id=plan.accompaniment, also=list(there)[:MOST_COMMUNES]))
    return ContactMap(
        features=[_feature(one, there.get(one.code, [])) for one in drawing.places],
        sources=drawing.sources,
        unplaced=sum(card.insee is None for card in plan.contacts),
    )


def _feature(one: DrawnPlace, cards: list[ContactCard]) -> ContactMapFeature:
    said = CommuneActors(
        code=one.code,
        name=one.label,
        inside=one.inside,
        actors=len(cards),
        states=dict(states_of(cards, CONTACT_STATES)),
    )
    return ContactMapFeature(geometry=_geometry(one), properties=said)


def _geometry(one: DrawnPlace) -> CommunePoint | CommuneShape | None:
    if one.polygons:
        return CommuneShape(coordinates=one.polygons)
    return CommunePoint(coordinates=one.anchor) if one.anchor else None
