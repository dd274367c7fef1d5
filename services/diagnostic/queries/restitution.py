"""The restitution document of an accompaniment, made from its facts."""

from __future__ import annotations

from base64 import b64encode

from sqlalchemy import func, select

from services.diagnostic.queries.contacts import get_contact_plan
from services.diagnostic.queries.grids import get_grid
from services.diagnostic.queries.moff import get_moff
from services.diagnostic.queries.outcome import get_outcome
from services.diagnostic.queries.page import get_diagnostic
from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.queries.synthesis import get_synthesis
from services.diagnostic.queries.thematic import list_thematic_portraits
from services.diagnostic.rules.restitution import Facts, document, empty_parts, outgoing
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.tables import KNOWN, Observation
from shared.contracts.diagnostic import (
    GetContactPlan,
    GetDiagnostic,
    GetGrid,
    GetMoff,
    GetOutcome,
    GetOutgoing,
    GetSynthesis,
    ListThematicPortraits,
    MakeRestitution,
    Outgoing,
    RestitutionFile,
)
from shared.documents import MEDIA_TYPES, make
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetOutgoing)
def get_outgoing(reader: Reader, query: GetOutgoing) -> Outgoing:
    """What would leave with the document; raises `NotFound` for an unknown accompaniment."""
    facts = _facts(reader, query.accompaniment)
    return Outgoing(accompaniment=facts.accompaniment, texts=outgoing(facts), empty=empty_parts(facts))


@QUERIES.answers(MakeRestitution)
def make_restitution(reader: Reader, query: MakeRestitution) -> RestitutionFile:
    """The document in the format asked for; raises `NotFound` for an unknown accompaniment.

    Whoever hands it out looks in `texts` for names that may not leave: only the directory knows them.
    """
    facts = _facts(reader, query.accompaniment)
    content = make(document(facts), query.format)
    name = plain_name(facts.label).replace(" ", "-")
    return RestitutionFile(
        filename=f"restitution-{name}-{facts.day.isoformat()}.{query.format}",
        media_type=MEDIA_TYPES[query.format],
        content=b64encode(content).decode(),
        texts=outgoing(facts),
        reviewed=query.reviewed,
    )


def _facts(reader: Reader, accompaniment: str) -> Facts:
    known = require(reader, KNOWN, accompaniment)
    seen = reader.session.execute(
        select(Observation.kind, func.count()).where(Observation.accompaniment == known.id).group_by(Observation.kind)
    )
    return Facts(
        accompaniment=known.id,
        label=known.label,
        day=reader.today,
        page=get_diagnostic(reader, GetDiagnostic(accompaniment=known.id)),
        synthesis=get_synthesis(reader, GetSynthesis(accompaniment=known.id)),
        moff=get_moff(reader, GetMoff(accompaniment=known.id)),
        portraits=list_thematic_portraits(reader, ListThematicPortraits(accompaniment=known.id)).portraits,
        outcome=get_outcome(reader, GetOutcome(accompaniment=known.id)),
        plan=get_contact_plan(reader, GetContactPlan(accompaniment=known.id)),
        grid=get_grid(reader, GetGrid(accompaniment=known.id)),
        observations={row[0]: row[1] for row in seen},
    )
