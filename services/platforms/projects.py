"""The projects that needs belong to: cooperations of the territory, heard of by their id, or any other by its name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from services.platforms.rules.words import plain
from services.platforms.tables import Project
from shared.contracts.platforms import ProjectCard
from shared.errors import NotFound
from shared.storage.accompaniments import Accompaniment
from shared.storage.unit_of_work import Reader


@dataclass(frozen=True)
class Named:
    """A project by its words, and the cooperation that it is, where it is one."""

    words: str
    cooperation: str | None = None


def projects_of(reader: Reader, territory: str) -> list[ProjectCard]:
    """The cooperations known of a territory, in the order heard of."""
    rows = reader.session.scalars(select(Project).where(Project.territory == territory).order_by(Project.id))
    return [ProjectCard(id=row.id, title=row.title) for row in rows]


def project(reader: Reader, accompaniment: Accompaniment, said: str, cooperation: str | None) -> Named:
    """The project that was named: by the id of a cooperation, or by words, which may be those of one (PLT-20, 9.1).

    Raises `NotFound` (`unknown-cooperation`) for an id that is none of this territory's.
    """
    known = projects_of(reader, accompaniment.territory)
    if cooperation is not None:
        found = next((one for one in known if one.id == cooperation), None)
        if found is None:
            raise NotFound("Cette coopération est inconnue pour ce territoire.", code="unknown-cooperation")
        return Named(found.title, found.id)
    same = [one for one in known if said and plain(one.title) == plain(said)]
    return Named(same[0].title, same[0].id) if len(same) == 1 else Named(said)
