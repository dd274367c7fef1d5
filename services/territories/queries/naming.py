"""Whether texts name somebody of the directory: asked before they leave the team."""

from __future__ import annotations

from sqlalchemy import select

from services.territories.queries.registry import QUERIES
from services.territories.tables import Person
from shared.contracts.territories import FindNames, NameHit, NamesFound
from shared.naming import People
from shared.storage.unit_of_work import Reader


@QUERIES.answers(FindNames)
def find_names(reader: Reader, query: FindNames) -> NamesFound:
    """Where the texts name somebody; the answer gives places, never a name."""
    people = People(reader.session.scalars(select(Person.name).where(Person.name.is_not(None))))
    return NamesFound(
        hits=[
            NameHit(text=number, start=found.start, end=found.end, whole=found.whole)
            for number, text in enumerate(query.texts)
            for found in people.named_in(text)
        ]
    )
