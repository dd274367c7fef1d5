"""Parts of a page that come from different rooms: one that does not answer leaves a sentence, not an error page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog
from pydantic import BaseModel

from services.portal.desk import ask
from shared.contracts.base import Query
from shared.errors import NotFound, TerreauError

A = TypeVar("A", bound=BaseModel)
log = structlog.get_logger()

NOT_YET = "Ce territoire vient d’être engagé\u00a0: cette partie se prépare. Rechargez la page dans un instant."
AWAY = "Cette partie ne répond pas pour le moment. Le reste de la page est à jour\u00a0; rechargez dans un instant."


@dataclass(frozen=True)
class Part(Generic[A]):
    """What a room answered, or the French sentence that stands in its place."""

    answer: A | None
    sentence: str = ""


def part(query: Query[A]) -> Part[A]:
    """Ask for one part of a page; only for parts that the page can be read without."""
    try:
        return Part(ask(query))
    except NotFound:
        return Part(None, NOT_YET)
    except TerreauError as error:
        if error.status < 500:
            raise
        log.error("page.part_missing", query=query.wire(), code=error.stable_code)
        return Part(None, AWAY)
