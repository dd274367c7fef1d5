"""Where a file stands, read from its rows."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.territories.rules import Reception
from services.territories.rules.candidatures import Standing
from services.territories.tables import Call, Candidature, CandidatureFile, Correction


def standing_of(session: Session, file: CandidatureFile) -> Standing:
    """The call's dates, the state of the candidature behind a file, and whether the team waits for a correction."""
    call = session.get_one(Call, file.call)
    candidature = session.get(Candidature, file.candidature) if file.candidature else None
    open_ones = select(func.count()).where(Correction.candidature == file.candidature, Correction.answered_at.is_(None))
    return Standing(
        Reception(call.opens, call.closes, call.closed_on),
        call.full_until,
        candidature.state if candidature else None,
        candidature.decided if candidature else None,
        bool(candidature and session.scalar(open_ones)),
    )
