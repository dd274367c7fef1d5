"""What a cooperation looks for among platforms."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms import tables
from services.platforms.queries.cases import cases_of
from services.platforms.queries.registry import QUERIES
from services.platforms.specifications import specifications_of
from shared.contracts.platforms import GetProject, ProjectPage
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetProject)
def get_project(reader: Reader, query: GetProject) -> ProjectPage:
    """The cases and cahiers des charges of a cooperation, oldest first; none of one not heard of yet."""
    row = reader.session.get(tables.Project, query.cooperation)
    if row is None:
        return ProjectPage(cooperation=query.cooperation, territory="", cases=[], specifications=[])
    known = tables.KNOWN
    ids = reader.session.scalars(select(known.c.id).where(known.c.territory == row.territory).order_by(known.c.id))
    here = ids.all()
    return ProjectPage(
        cooperation=row.id,
        territory=row.territory,
        cases=[one for id_ in here for one in cases_of(reader, id_) if one.cooperation == row.id],
        specifications=[one for id_ in here for one in specifications_of(reader, id_) if one.cooperation == row.id],
    )
