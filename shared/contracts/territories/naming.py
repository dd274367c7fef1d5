"""Whether texts name somebody of the directory."""

from __future__ import annotations

from pydantic import Field

from shared.contracts.base import Query, Value


class NameHit(Value):
    """A place (`texts[text][start:end]`) where somebody is named; not `whole`: by a part of the name only."""

    text: int
    start: int
    end: int
    whole: bool


class NamesFound(Value):
    """Every place, in the order of the texts."""

    hits: list[NameHit]


class FindNames(Query[NamesFound]):
    """Look for the names of the directory's people in texts that are to leave; nothing of the texts is kept."""

    service = "territories"
    texts: list[str] = Field(max_length=20_000)
