"""Where one accompaniment's diagnostic stands."""

from __future__ import annotations

from typing import TypeVar, get_args

from sqlalchemy import select

from services.diagnostic.queries.interviews import Told, cards, in_order_of_days, told_interviews
from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.rules.standing import Met, ess_interested, latest, tally
from services.diagnostic.tables import KNOWN, Orientation, Presentation, Stake, StatedConclusion
from shared.clock import paris_day
from shared.contracts.diagnostic import (
    Appetite,
    DiagnosticPage,
    GetDiagnostic,
    StakeCard,
    StructureKind,
    Tally,
)
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader

R = TypeVar("R", Orientation, Presentation, StatedConclusion)
_KINDS: tuple[StructureKind, ...] = get_args(StructureKind)
_APPETITES: tuple[Appetite, ...] = get_args(Appetite)


@QUERIES.answers(GetDiagnostic)
def get_diagnostic(reader: Reader, query: GetDiagnostic) -> DiagnosticPage:
    """Where one accompaniment's diagnostic stands; raises `NotFound` for an unknown accompaniment."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    told = in_order_of_days(told_interviews(reader, accompaniment))
    logged = [one for one in told if one.state == "logged"]
    left_out = set() if query.newest is None else {one.id for one in logged[: len(logged) - query.newest]}
    standing = latest([_met(one) for one in sorted(logged, key=lambda one: one.told)]).values()
    concluded = _last(reader, StatedConclusion, accompaniment)
    orientation = _last(reader, Orientation, accompaniment)
    return DiagnosticPage(
        accompaniment=accompaniment,
        interviews=cards(reader, [one.id for one in told if one.id not in left_out]),
        logged=len(logged),
        structures_met=len(standing),
        ess_interested=ess_interested(standing),
        tally=_tally(tally(standing)),
        stakes=_stakes(reader, accompaniment),
        conclusion=concluded.conclusion if concluded else None,
        reasons=concluded.reasons if concluded else [],
        concluded=concluded.occurred if concluded else None,
        presented=_last(reader, Presentation, accompaniment) is not None,
        orientation=orientation.orientation if orientation else None,
        orientation_validated=orientation.occurred if orientation else None,
        entry_point=orientation.entry_point if orientation else None,
    )


def _last(reader: Reader, table: type[R], accompaniment: str) -> R | None:
    statement = select(table).where(table.accompaniment == accompaniment).order_by(table.id.desc()).limit(1)
    return reader.session.scalar(statement)


def _stakes(reader: Reader, accompaniment: str) -> list[StakeCard]:
    rows = reader.session.scalars(select(Stake).where(Stake.accompaniment == accompaniment).order_by(Stake.id))
    return [StakeCard(id=row.id, title=row.title, detail=row.detail) for row in rows]


def _tally(counts: dict[tuple[StructureKind, Appetite], int]) -> list[Tally]:
    return [
        Tally(kind=kind, appetite=appetite, structures=counts[kind, appetite])
        for kind in _KINDS
        for appetite in _APPETITES
        if (kind, appetite) in counts
    ]


def _met(one: Told) -> Met:
    return Met(
        structure=one.structure,
        kind=one.kind,
        ess=one.ess,
        appetite=one.appetite,
        occurred=one.occurred,
        recorded=paris_day(one.recorded_at),
    )
