"""The conversation that names a case, and the history of the cases of one accompaniment."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms import tables
from services.platforms.queries.registry import QUERIES
from services.platforms.rules.cases import CASE_TITLES, guidance, guide
from shared.contracts.platforms import CaseAnswers, CaseGuidance, CaseStep, GuideCase
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GuideCase)
def guide_case(_reader: Reader, query: GuideCase) -> CaseGuidance:
    """What to ask next, or the case that the answers name."""
    return guidance(CaseAnswers.model_validate(query.model_dump()))


def cases_of(reader: Reader, accompaniment: str) -> list[CaseStep]:
    """Every step, oldest first; the last of each need of a project is the current one."""
    table = tables.CaseStep
    statement = select(table).where(table.accompaniment == accompaniment).order_by(table.id)
    rows = reader.session.scalars(statement).all()
    current = {row.plain_need: row.id for row in rows}
    return [
        CaseStep(
            case=row.case,
            title=CASE_TITLES[row.case],
            need=row.need,
            reason=row.reason,
            occurred=row.occurred,
            current=current[row.plain_need] == row.id,
            project=row.project,
            cooperation=row.cooperation,
            platform=row.platform,
            guide=guide(row.case),
        )
        for row in rows
    ]
