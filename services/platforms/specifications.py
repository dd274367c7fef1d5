"""A cahier des charges as it is kept."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms.tables import Specification, SpecificationVersion
from shared.contracts.platforms import SpecificationCard
from shared.errors import NotFound
from shared.stamps import stamp
from shared.storage.unit_of_work import Reader


def latest(reader: Reader, row: Specification) -> SpecificationVersion:
    """The version that stands."""
    return reader.session.get_one(SpecificationVersion, (row.id, row.version))


def specification_card(reader: Reader, row: Specification) -> SpecificationCard:
    """A cahier des charges as others read it."""
    version = latest(reader, row)
    return SpecificationCard(
        id=row.id,
        accompaniment=row.accompaniment,
        need=row.need,
        project=row.project,
        cooperation=row.cooperation,
        stamp=stamp(version.said),
        changed=version.recorded_at.isoformat(),
        **version.said,
    )


def specifications_of(reader: Reader, accompaniment: str) -> list[SpecificationCard]:
    """Those of one accompaniment, in the order begun."""
    rows = reader.session.scalars(
        select(Specification).where(Specification.accompaniment == accompaniment).order_by(Specification.id)
    )
    return [specification_card(reader, row) for row in rows.all()]


def the_specification(reader: Reader, id: str) -> Specification:
    """One cahier des charges. Raises `NotFound`."""
    row = reader.session.get(Specification, id)
    if row is None:
        raise NotFound("Ce cahier des charges est inconnu.", code="unknown-specification")
    return row
