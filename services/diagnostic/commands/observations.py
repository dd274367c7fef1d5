"""Noting what was seen in the field besides interviews."""

from __future__ import annotations

from sqlalchemy import exists, select

from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.tables import KNOWN, Interview, Observation, ObservationPerson, Picture
from shared.aside import aside
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import NoteObservation, RemovePicture
from shared.errors import InvalidInput, NotFound
from shared.events import ObservationNoted
from shared.ids import is_id, new_id
from shared.pictures import NotAPicture, clean
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(NoteObservation)
def note_observation(uow: UnitOfWork, command: NoteObservation) -> Receipt:
    """Keep an observation with its pictures, cleaned; tells `observation-noted`.

    Raises `NotFound` for an interview of another accompaniment, `InvalidInput` for a picture that is none.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    if command.interview and not uow.session.scalar(
        select(exists().where(Interview.id == command.interview, Interview.accompaniment == accompaniment.id))
    ):
        raise NotFound("Cet entretien est inconnu pour ce territoire.", code="unknown-interview")
    people = {person for person in command.people if is_id(person)}
    row = Observation(
        id=new_id(),
        accompaniment=accompaniment.id,
        kind=command.kind,
        title=command.title,
        text=command.text,
        interview=command.interview,
        occurred=command.occurred,
        recorded_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.session.add_all(_pictures(row.id, command))
    uow.session.add_all(ObservationPerson(observation=row.id, person=person) for person in people)
    uow.tell(
        ObservationNoted(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            observation=row.id,
            kind=row.kind,
            pictures=len(command.pictures),
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


def _pictures(observation: str, command: NoteObservation) -> list[Picture]:
    made = []
    for index, one in enumerate(command.pictures):
        try:
            cleaned = aside(clean, one.content)
        except NotAPicture as wrong:
            where = f"pictures.{index}"
            raise InvalidInput(f"{where}\u00a0: {wrong}", problems=[(where, f"{where}\u00a0: {wrong}")]) from wrong
        made.append(
            Picture(
                id=new_id(),
                observation=observation,
                caption=one.caption,
                width=cleaned.width,
                height=cleaned.height,
                content=cleaned.content,
                thumbnail=cleaned.thumbnail,
            )
        )
    return made


@COMMANDS.handles(RemovePicture)
def remove_picture(uow: UnitOfWork, command: RemovePicture) -> Receipt:
    """Blank a picture; nothing is told: what was observed stays. Raises `NotFound`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = uow.session.scalar(
        select(Picture)
        .join(Observation, Observation.id == Picture.observation)
        .where(Picture.id == command.picture, Observation.accompaniment == accompaniment.id)
    )
    if row is None:
        raise NotFound("Cette photo est inconnue.", code="unknown-picture")
    row.content, row.thumbnail, row.caption = None, None, ""
    return Receipt(id=row.id)
