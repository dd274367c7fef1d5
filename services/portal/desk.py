"""What a page has at hand while it is made: the office, the clock, today, and the names of the territories."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from flask import current_app, g
from pydantic import BaseModel

from services.portal.office import Office
from shared.clock import Clock, paris_day
from shared.contracts.base import Query
from shared.contracts.territories import AccompanimentCard, ListAccompaniments
from shared.errors import NotFound
from shared.settings import Settings

A = TypeVar("A", bound=BaseModel)


def office() -> Office:
    """The way to the other rooms."""
    return current_app.extensions["terreau.office"]  # type: ignore[no-any-return]  # flask's extensions hold anything


def ask(query: Query[A]) -> A:
    """The answer of another room."""
    return office().ask(query)


def recall(query: Query[A]) -> A:
    """The answer of another room, asked for once while a page is made; for what several parts of a form need."""
    known: dict[str, Any] = g.setdefault("recalled", {})
    key = f"{query.wire()} {query.model_dump_json()}"
    if key not in known:
        known[key] = ask(query)
    answer: A = known[key]
    return answer


def clock() -> Clock:
    """The clock of this app."""
    return current_app.extensions["terreau.clock"]  # type: ignore[no-any-return]  # flask's extensions hold anything


def settings() -> Settings:
    """The settings of this app."""
    return current_app.extensions["terreau.settings"]  # type: ignore[no-any-return]  # flask's extensions hold anything


def today() -> date:
    """The calendar day in Europe/Paris."""
    return paris_day(clock().now())


def accompaniments() -> list[AccompanimentCard]:
    """Every accompaniment, asked for once per page."""
    if "accompaniments" not in g:
        g.accompaniments = ask(ListAccompaniments()).accompaniments
    return g.accompaniments  # type: ignore[no-any-return]  # flask's g holds anything


def accompaniment(id: str) -> AccompanimentCard:
    """One accompaniment. Raises `NotFound`."""
    for card in accompaniments():
        if card.id == id:
            return card
    raise NotFound(
        "Cet accompagnement est inconnu\u00a0: choisissez un territoire engagé dans un appel.",
        code="unknown-accompaniment",
    )


def territory_label(id: str | None) -> str | None:
    """The name of an enrolled territory, `None` for any other id."""
    return next((card.territory_label for card in accompaniments() if card.territory == id), None)
