"""The cooperations of a territory, and one of them whole."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.cooperation_words import cooperation_of, cooperation_words, standings_of
from services.territories.queries.registry import QUERIES
from services.territories.rules.aids import REGIMES
from services.territories.rules.cooperation import (
    AXES,
    INITIATORS,
    NON_MONETARY,
    STAGES,
    STARTING_POINTS,
    STUDY,
    Position,
    category_of,
    needs,
    placed,
)
from services.territories.tables import Aid, BudgetLine, Cooperation, CooperationPosition, Organisation, Territory
from shared.contracts.territories import (
    AidCard,
    AidStanding,
    AxisPlace,
    BudgetLineCard,
    BudgetYear,
    CooperationLine,
    CooperationList,
    CooperationPage,
    GetCooperation,
    Link,
    ListCooperations,
    PositionCard,
    SuggestedNeed,
)
from shared.stamps import stamp
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListCooperations)
def list_cooperations(reader: Reader, query: ListCooperations) -> CooperationList:
    """The cooperations of a territory, in the order told; raises `NotFound`."""
    territory = finding.territory(reader.session, query.territory)
    rows = reader.session.scalars(
        select(Cooperation).where(Cooperation.territory == territory.id).order_by(Cooperation.id)
    )
    return CooperationList(
        territory=Link(id=territory.id, label=territory.label),
        cooperations=[_line(reader.session, row) for row in rows],
    )


def _line(session: Session, row: Cooperation) -> CooperationLine:
    last = next(iter(_positions(session, row.id)), None)
    return CooperationLine(
        id=row.id,
        title=row.title,
        stage_label=STAGES[last.stage] if last else None,
        towards_label=STAGES[last.towards] if last and last.towards else None,
        axes=_axes(last) if last else [],
        born_of=_cooperation_link(session, row.born_of),
    )


def _positions(session: Session, cooperation: str) -> list[CooperationPosition]:
    """Where a cooperation stood, the last told first."""
    chosen = select(CooperationPosition).where(CooperationPosition.cooperation == cooperation)
    return list(session.scalars(chosen.order_by(CooperationPosition.id.desc())))


def _axes(row: CooperationPosition) -> list[AxisPlace]:
    return [
        AxisPlace(
            axis=name,
            label=axis.label,
            low=axis.low,
            high=axis.high,
            value=getattr(row, name),
            said=placed(name, getattr(row, name)),
        )
        for name, axis in AXES.items()
    ]


def _position(row: CooperationPosition) -> PositionCard:
    return PositionCard.model_validate(
        {
            "stage": row.stage,
            "stage_label": STAGES[row.stage],
            "towards_label": STAGES[row.towards] if row.towards else None,
            "axes": _axes(row),
            "comment": row.comment,
            "occurred": row.occurred,
        }
    )


def _cooperation_link(session: Session, id: str | None) -> Link | None:
    return Link(id=id, label=cooperation_of(session, id).title) if id else None


@QUERIES.answers(GetCooperation)
def get_cooperation(reader: Reader, query: GetCooperation) -> CooperationPage:
    """A cooperation whole: where it stands, what usually follows, its budget, the aids and their ceilings."""
    session = reader.session
    row = cooperation_of(session, query.id)
    territory = session.get_one(Territory, row.territory)
    positions = _positions(session, row.id)
    children = session.scalars(select(Cooperation).where(Cooperation.born_of == row.id).order_by(Cooperation.id))
    beneficiary = session.get(Organisation, row.beneficiary) if row.beneficiary else None
    words = cooperation_words(row)
    return CooperationPage.model_validate(
        {
            **{name: words[name] for name in ("title", "summary", "initiators", "starting_point", "model", "source")},
            "id": row.id,
            "territory": Link(id=territory.id, label=territory.label),
            "initiator_labels": [INITIATORS[one] for one in row.initiators],
            "starting_label": STARTING_POINTS[row.starting_point] if row.starting_point else None,
            "beneficiary": Link(id=beneficiary.id, label=beneficiary.label) if beneficiary else None,
            "born_of": _cooperation_link(session, row.born_of),
            "gave_birth": [Link(id=one.id, label=one.title) for one in children],
            "occurred": row.occurred,
            "position": _position(positions[0]) if positions else None,
            "earlier": [_position(one) for one in positions[1:]],
            "needs": _needs(positions[0]) if positions else [],
            "needs_source": STUDY,
            "budget": _budget(session, row.id),
            "aids": _aids(session, row),
            "standings": _standings(reader, row),
            "stamp": stamp(words),
        }
    )


def _needs(row: CooperationPosition) -> list[SuggestedNeed]:
    position = Position(row.stage, row.towards, row.modelled, row.systemic, row.market)
    return [SuggestedNeed(text=one.text, kind=one.kind, because=one.because) for one in needs(position)]


def _budget(session: Session, cooperation: str) -> list[BudgetYear]:
    chosen = select(BudgetLine).where(BudgetLine.cooperation == cooperation)
    rows = session.scalars(chosen.order_by(BudgetLine.year.desc(), BudgetLine.side, BudgetLine.id))
    return [_year(year, list(lines)) for year, lines in groupby(rows, key=lambda row: row.year)]


def _year(year: int, rows: list[BudgetLine]) -> BudgetYear:
    counted = [row for row in rows if row.withdrawn is None]

    def total(lines: Iterable[BudgetLine]) -> int:
        return sum(row.cents or 0 for row in lines)

    return BudgetYear(
        year=year,
        charges=total(row for row in counted if row.side == "charge"),
        resources=total(row for row in counted if row.side == "resource"),
        non_monetary=total(row for row in counted if row.category in NON_MONETARY),
        unvalued=sum(row.cents is None for row in counted),
        lines=[_budget_line(row) for row in rows],
    )


def _budget_line(row: BudgetLine) -> BudgetLineCard:
    return BudgetLineCard.model_validate(
        {
            "id": row.id,
            "year": row.year,
            "side": row.side,
            "category": " · ".join(part for part in (category_of(row.side, row.category), row.label) if part),
            "label": row.label,
            "cents": row.cents,
            "quantity": row.quantity,
            "non_monetary": row.category in NON_MONETARY,
            "withdrawn": row.withdrawn,
        }
    )


def _aids(session: Session, row: Cooperation) -> list[AidCard]:
    """The aids of the cooperation and of whoever carries it."""
    here = or_(Aid.cooperation == row.id, Aid.organisation == (row.beneficiary or ""))
    chosen = select(Aid, Organisation).join(Organisation, Organisation.id == Aid.organisation).where(here)
    return [
        AidCard(
            id=aid.id,
            organisation=Link(id=body.id, label=body.label),
            giver=aid.giver,
            cents=aid.cents,
            regime=REGIMES[aid.regime].label,
            granted=aid.granted,
            expected=aid.expected,
            source=aid.source,
            withdrawn=aid.withdrawn,
        )
        for aid, body in session.execute(chosen.order_by(Aid.id.desc()))
    ]


def _standings(reader: Reader, row: Cooperation) -> list[AidStanding]:
    aided = set(reader.session.scalars(select(Aid.organisation).where(Aid.cooperation == row.id)))
    found = []
    for id_ in sorted(aided | ({row.beneficiary} if row.beneficiary else set())):
        body = finding.organisation(reader.session, id_)
        found += [
            AidStanding(
                organisation=Link(id=body.id, label=body.label),
                regime=REGIMES[one.regime].label,
                ceiling=one.ceiling,
                granted=one.granted,
                expected=one.expected,
                since=one.since,
                would_pass=one.would_pass,
                source=REGIMES[one.regime].source,
            )
            for one in standings_of(reader.session, id_, reader.today)
        ]
    return found
