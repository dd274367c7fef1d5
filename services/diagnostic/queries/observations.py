"""What was seen in the field, as pages show it."""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict

from sqlalchemy import select

from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.tables import KNOWN, Observation, Picture
from shared.contracts.diagnostic import (
    GetPicture,
    ListObservations,
    ObservationCard,
    Observations,
    PictureCard,
    PictureFile,
)
from shared.errors import NotFound
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListObservations)
def list_observations(reader: Reader, query: ListObservations) -> Observations:
    """The observations of an accompaniment, the latest told first; raises `NotFound` for an unknown one."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    rows = reader.session.scalars(
        select(Observation).where(Observation.accompaniment == accompaniment).order_by(Observation.id.desc())
    )
    pictures = _pictures(reader, accompaniment)
    return Observations(
        observations=[
            ObservationCard(
                id=row.id,
                kind=row.kind,
                title=row.title,
                text=row.text,
                occurred=row.occurred,
                interview=row.interview,
                pictures=pictures[row.id],
            )
            for row in rows
        ]
    )


def _pictures(reader: Reader, accompaniment: str) -> dict[str, list[PictureCard]]:
    """Without their content: a list of observations weighs no more for the pictures in it."""
    statement = (
        select(
            Picture.observation,
            Picture.id,
            Picture.caption,
            Picture.width,
            Picture.height,
            Picture.content.is_(None).label("gone"),
        )
        .join(Observation, Observation.id == Picture.observation)
        .where(Observation.accompaniment == accompaniment)
        .order_by(Picture.id)
    )
    found: dict[str, list[PictureCard]] = defaultdict(list)
    for row in reader.session.execute(statement):
        found[row.observation].append(
            PictureCard(id=row.id, caption=row.caption, width=row.width, height=row.height, gone=bool(row.gone))
        )
    return found


@QUERIES.answers(GetPicture)
def get_picture(reader: Reader, query: GetPicture) -> PictureFile:
    """A picture or its thumbnail. Raises `NotFound` for one that is unknown or was removed."""
    wanted = Picture.thumbnail if query.thumbnail else Picture.content
    row = reader.session.execute(
        select(Observation.accompaniment, wanted.label("content"))
        .join(Observation, Observation.id == Picture.observation)
        .where(Picture.id == query.picture)
    ).one_or_none()
    if row is None or row.content is None:
        raise NotFound("Cette photo n’est plus là.", code="unknown-picture")
    return PictureFile.model_validate({"accompaniment": row.accompaniment, "content": b64encode(row.content)})
