"""Everything the register knows of one territory, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.places import names
from services.territories.queries.calls import accompaniment_cards
from services.territories.queries.deadlines import deadline_cards
from services.territories.queries.directory import organisation_cards, people_cards
from services.territories.queries.registry import QUERIES
from services.territories.rules import KINDS, STAGES, bilan_to_set
from services.territories.tables import (
    Accompaniment,
    Bilan,
    Call,
    Contact,
    Deadline,
    Fact,
    Neighbour,
    PerimeterGrowth,
    StageEntry,
    Territory,
)
from shared.contracts.territories import DeclaredFact, GetTerritory, PerimeterStep, StageStep, TerritoryPage
from shared.storage.unit_of_work import Reader

CONTACT = "Échange"
FIRST_PERIMETER = "Périmètre de départ"

OfTerritory = TypeVar("OfTerritory", Fact, Neighbour, Contact)


@QUERIES.answers(GetTerritory)
def get_territory(reader: Reader, query: GetTerritory) -> TerritoryPage:
    """One territory, by its id, SIREN, INSEE code or an accompaniment id (then that accompaniment only).

    Raises `NotFound` (`unknown-territory`).
    """
    session = reader.session
    found = finding.resolve(session, query.id)
    territory = found.territory
    shown = [found.accompaniment] if found.accompaniment else finding.accompaniments_of(session, territory.id)
    ids = [one.id for one in shown]
    return TerritoryPage.model_validate(
        {
            "id": territory.id,
            "label": territory.label,
            "kind": territory.kind,
            "kind_label": KINDS[territory.kind],
            "siren": territory.siren,
            "insee": territory.insee,
            "parent_label": session.get_one(Territory, territory.parent).label if territory.parent else None,
            "context": territory.context,
            "communes": len(territory.communes),
            "facts": _facts(session, territory.id),
            "neighbours": [row.label for row in _told_of(session, Neighbour, territory.id)],
            "sub_areas": _sub_areas(session, territory.id),
            "accompaniments": accompaniment_cards(session, ids),
            "perimeter": _perimeter(session, territory, shown),
            "people": people_cards(session, territory.id, ids),
            "organisations": organisation_cards(session, territory.id),
            "deadlines": deadline_cards(session, ids),
            "contacts": _contacts(session, territory.id),
            "stages": _stages(session, ids),
            "notes": _notes(session, shown),
        }
    )


def _told_of(session: Session, model: type[OfTerritory], territory: str) -> list[OfTerritory]:
    return list(session.scalars(select(model).where(model.territory == territory).order_by(model.id)))


def _sub_areas(session: Session, territory: str) -> list[str]:
    return list(session.scalars(select(Territory.label).where(Territory.parent == territory).order_by(Territory.id)))


def _facts(session: Session, territory: str) -> list[DeclaredFact]:
    return [
        DeclaredFact(
            label=row.label,
            value=row.value,
            source=row.source,
            occurred=row.occurred,
            part_of=row.part_of,
            count=row.count,
        )
        for row in _told_of(session, Fact, territory)
    ]


def _contacts(session: Session, territory: str) -> list[DeclaredFact]:
    return [
        DeclaredFact(label=CONTACT, value=row.summary, source=row.origin, occurred=row.occurred)
        for row in _told_of(session, Contact, territory)
    ]


def _perimeter(session: Session, territory: Territory, shown: Sequence[Accompaniment]) -> list[PerimeterStep]:
    ids = [one.id for one in shown]
    statement = select(PerimeterGrowth).where(PerimeterGrowth.accompaniment.in_(ids)).order_by(PerimeterGrowth.id)
    growths = list(session.scalars(statement))
    steps: list[PerimeterStep] = []
    for one in shown:
        if territory.communes:
            steps.append(_first_perimeter(territory, one))
        steps += [_growth(row) for row in growths if row.accompaniment == one.id]
    return steps


def _first_perimeter(territory: Territory, accompaniment: Accompaniment) -> PerimeterStep:
    return PerimeterStep(
        occurred=accompaniment.occurred,
        added=territory.communes,
        added_labels=names(territory.communes),
        reason=FIRST_PERIMETER,
        accompaniment=accompaniment.id,
    )


def _growth(row: PerimeterGrowth) -> PerimeterStep:
    return PerimeterStep(
        occurred=row.occurred,
        added=row.added,
        added_labels=row.labels,
        reason=row.reason,
        accompaniment=row.accompaniment,
    )


def _stages(session: Session, accompaniments: Sequence[str]) -> list[StageStep]:
    statement = select(StageEntry).where(StageEntry.accompaniment.in_(accompaniments)).order_by(StageEntry.id)
    return [
        StageStep.model_validate(
            {
                "accompaniment": row.accompaniment,
                "stage": row.stage,
                "label": STAGES[row.stage],
                "reason": row.reason,
                "occurred": row.occurred,
            }
        )
        for row in session.scalars(statement)
    ]


def _notes(session: Session, shown: Sequence[Accompaniment]) -> list[str]:
    """What remains to be set: a bilan deadline, where there is none and no bilan was held."""
    ids = [one.id for one in shown]
    settled = set(
        session.scalars(select(Deadline.accompaniment).where(Deadline.kind == "bilan", Deadline.accompaniment.in_(ids)))
    ) | set(session.scalars(select(Bilan.accompaniment).where(Bilan.accompaniment.in_(ids))))
    open_ones = [(one, session.get_one(Call, one.call)) for one in shown if one.id not in settled]
    return [bilan_to_set(call.title, one.occurred, call.bilan_after_months) for one, call in open_ones]
