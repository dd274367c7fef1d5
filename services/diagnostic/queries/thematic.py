"""Thematic portraits as they stand, and how each came to say what it says."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.synthesis_stamps import portrait_seen
from services.diagnostic.tables import (
    KNOWN,
    Grid,
    Interview,
    MoffRow,
    MoffVersionRow,
    Observation,
    ThematicRow,
    ThematicVersionRow,
    VerbatimRow,
)
from shared.contracts.diagnostic import (
    GetThematicPortrait,
    Ground,
    ListThematicPortraits,
    PortraitHistory,
    PortraitVersion,
    ThematicPortrait,
    ThematicPortraits,
)
from shared.errors import NotFound
from shared.stamps import stamp
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListThematicPortraits)
def list_thematic_portraits(reader: Reader, query: ListThematicPortraits) -> ThematicPortraits:
    """The portraits of one accompaniment, by theme; raises `NotFound` for an unknown accompaniment."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    rows = reader.session.scalars(
        select(ThematicVersionRow)
        .join(
            ThematicRow,
            (ThematicRow.id == ThematicVersionRow.portrait) & (ThematicRow.version == ThematicVersionRow.version),
        )
        .where(ThematicRow.accompaniment == accompaniment)
    ).all()
    grounds = _grounds(reader, rows)
    portraits = [
        ThematicPortrait(id=row.portrait, stamp=stamp(portrait_seen(row)), now=_version(row, grounds)) for row in rows
    ]
    written = {plain_name(one.now.theme) for one in portraits}
    themes = themes_spoken_of(reader, accompaniment)
    return ThematicPortraits(
        accompaniment=accompaniment,
        portraits=sorted(portraits, key=lambda one: plain_name(one.now.theme)),
        unwritten=[theme for plain, theme in themes.items() if plain not in written],
    )


@QUERIES.answers(GetThematicPortrait)
def get_thematic_portrait(reader: Reader, query: GetThematicPortrait) -> PortraitHistory:
    """One portrait with its history. Raises `NotFound`."""
    rows = reader.session.scalars(
        select(ThematicVersionRow)
        .join(ThematicRow, ThematicRow.id == ThematicVersionRow.portrait)
        .where(ThematicRow.id == query.portrait, ThematicRow.accompaniment == query.accompaniment)
        .order_by(ThematicVersionRow.version.desc())
    ).all()
    if not rows:
        raise NotFound("Ce portrait thématique est inconnu pour ce territoire.", code="unknown-portrait")
    grounds = _grounds(reader, rows)
    return PortraitHistory(
        id=query.portrait,
        stamp=stamp(portrait_seen(rows[0])),
        versions=[_version(row, grounds) for row in rows],
    )


def themes_spoken_of(reader: Reader, accompaniment: str) -> dict[str, str]:
    """The themes of the matrix, the verbatims and the grid in use, by plain name, in alphabetical order."""
    session = reader.session
    found: dict[str, str] = {}
    moff = (
        select(MoffVersionRow.theme)
        .join(MoffRow, (MoffRow.id == MoffVersionRow.item) & (MoffRow.version == MoffVersionRow.version))
        .where(MoffRow.accompaniment == accompaniment, MoffVersionRow.withdrawn.is_(False))
        .order_by(MoffRow.id)
    )
    said = (
        select(VerbatimRow.theme)
        .where(VerbatimRow.accompaniment == accompaniment, VerbatimRow.withdrawn.is_(False))
        .order_by(VerbatimRow.id)
    )
    grid = session.scalar(
        select(Grid).where(Grid.accompaniment == accompaniment).order_by(Grid.version.desc()).limit(1)
    )
    asked = [question["theme"] for question in grid.questions] if grid else []
    for theme in [*session.scalars(moff), *session.scalars(said), *asked]:
        if theme:
            found.setdefault(plain_name(theme), theme)
    return dict(sorted(found.items()))


def _grounds(reader: Reader, rows: Sequence[ThematicVersionRow]) -> dict[str, Ground]:
    """What these versions rest on, by id."""
    interviews = {one for row in rows for one in row.interviews}
    observations = {one for row in rows for one in row.observations}
    found: dict[str, Ground] = {}
    for met in reader.session.execute(
        select(Interview.id, Interview.label, Interview.occurred).where(Interview.id.in_(interviews))
    ):
        found[met.id] = Ground(kind="interview", id=met.id, label=met.label, occurred=met.occurred)
    for seen in reader.session.execute(
        select(Observation.id, Observation.title, Observation.occurred).where(Observation.id.in_(observations))
    ):
        found[seen.id] = Ground(kind="observation", id=seen.id, label=seen.title, occurred=seen.occurred)
    return found


def _version(row: ThematicVersionRow, grounds: dict[str, Ground]) -> PortraitVersion:
    return PortraitVersion(
        number=row.version,
        theme=row.theme,
        facets=row.facets,
        sources=row.sources,
        grounds=[grounds[one] for one in (*row.interviews, *row.observations) if one in grounds],
        author=row.author,
        at=row.recorded_at.isoformat(),
    )
