"""What commands and queries about the frame of a session both look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from services.workshops.tables import CircleMember, ProgrammeRow
from shared.contracts.workshops import Circle, ProgrammeStep
from shared.storage.unit_of_work import Reader


def steps_of(reader: Reader, workshop: str) -> list[ProgrammeStep]:
    """The programme of a session, in its order."""
    chosen = select(ProgrammeRow).where(ProgrammeRow.workshop == workshop).order_by(ProgrammeRow.position)
    return [
        ProgrammeStep(minutes=one.minutes, title=one.title, detail=one.detail) for one in reader.session.scalars(chosen)
    ]


def as_seen(steps: Sequence[ProgrammeStep]) -> dict[str, Any]:
    """A programme as its stamp is made of."""
    return {"steps": [one.model_dump() for one in steps]}


def circle_of(reader: Reader, accompaniment: str) -> Circle:
    """Who is invited to every action of an accompaniment, and the colleges."""
    chosen = select(CircleMember).where(CircleMember.accompaniment == accompaniment).order_by(CircleMember.person)
    members = reader.session.scalars(chosen).all()
    return Circle.model_validate(
        {
            "regulars": [one.person for one in members if one.regular],
            "colleges": {one.person: one.college for one in members if one.college},
        }
    )
