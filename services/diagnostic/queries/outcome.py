"""What came of a diagnostic: everything it ever concluded, every presentation, every orientation."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.tables import KNOWN, Orientation, Presentation, Stake, StatedConclusion
from shared.contracts.diagnostic import ConclusionCard, GetOutcome, OrientationCard, OutcomePage, PresentationCard
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader

R = TypeVar("R", Orientation, Presentation, StatedConclusion)


@QUERIES.answers(GetOutcome)
def get_outcome(reader: Reader, query: GetOutcome) -> OutcomePage:
    """What came of one accompaniment's diagnostic; raises `NotFound` for an unknown accompaniment."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    named = select(Stake.id, Stake.title).where(Stake.accompaniment == accompaniment)
    stakes = {row.id: row.title for row in reader.session.execute(named)}
    return OutcomePage(
        accompaniment=accompaniment,
        conclusions=[
            ConclusionCard(
                id=row.id,
                conclusion=row.conclusion,
                reasons=row.reasons,
                plain_words=row.plain_words,
                occurred=row.occurred,
            )
            for row in _told(reader, StatedConclusion, accompaniment)
        ],
        presentations=[
            PresentationCard(id=row.id, audience=row.audience, feedback=row.feedback, occurred=row.occurred)
            for row in _told(reader, Presentation, accompaniment)
        ],
        orientations=[
            OrientationCard(
                id=row.id,
                orientation=row.orientation,
                entry_point=row.entry_point,
                interests=row.interests,
                stakes=[stakes[one] for one in row.stakes if one in stakes],
                validated_by=row.validated_by,
                occurred=row.occurred,
            )
            for row in _told(reader, Orientation, accompaniment)
        ],
    )


def _told(reader: Reader, table: type[R], accompaniment: str) -> list[R]:
    """The latest told first."""
    statement = select(table).where(table.accompaniment == accompaniment).order_by(table.id.desc())
    return list(reader.session.scalars(statement))
