"""Conflicts of the agenda: whom they concern, the other slots, and the decision to leave things as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from services.portal.desk import accompaniments, ask, today
from services.portal.directory import everybody
from services.portal.forms import new_form
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from services.portal.words import CONFLICT_KINDS
from shared.clock import PARIS
from shared.contracts.reporting import ConflictLine
from shared.contracts.territories import GetOrganisation
from shared.contracts.workshops import (
    AcceptConflict,
    Alternative,
    ConflictCard,
    DeclareHoliday,
    GetConflict,
    ListConflicts,
    ListDeclaredDays,
)
from shared.errors import TerreauError
from shared.french import hour, listing

PAGES = Blueprint("conflicts", __name__)

SHOWN = 5
"""Conflicts whose other slots are looked for on the morning page: each is a search."""


@dataclass(frozen=True)
class Offer:
    """Another slot as a page shows it, and the address that moves the workshop there."""

    start: str
    end: str
    missing: list[str]
    notes: list[str]
    url: str


@PAGES.get("/conflits")
@signed_in
def index() -> str:
    """Every conflict that holds, and the holidays that were declared."""
    found = ask(ListConflicts()).conflicts
    return render_template(
        "conflicts.html",
        conflicts=found,
        kinds=CONFLICT_KINDS,
        labels=_labels(),
        days=ask(ListDeclaredDays(since=today())).days,
        form=new_form(),
    )


@PAGES.get("/conflits/<id>")
@signed_in
def one(id: str) -> str:
    """One conflict, and what would solve it."""
    page = ask(GetConflict(id=id))
    names = _names(page.conflict)
    return render_template(
        "conflict.html",
        card=page.conflict,
        title=CONFLICT_KINDS[page.conflict.kind],
        concerned=listing([names.get(one, "une personne de l’annuaire") for one in page.conflict.subjects]),
        labels=_labels(),
        offers={workshop: _offers(workshop, found, names) for workshop, found in page.alternatives.items()},
    )


@PAGES.route("/conflits/<id>/accepter", methods=["GET", "POST"])
@signed_in
def accept(id: str) -> Response:
    """Leave it as it is, for a reason."""
    page = ask(GetConflict(id=id))
    sheet = Sheet(
        "Laisser tel quel",
        AcceptConflict,
        (Input("reason", "Pourquoi", "area", required=True),),
        "C’est noté\u00a0: ce conflit ne sera plus signalé.",
        target="conflict",
        intro="Les dates restent. Le conflit n’est plus signalé, sauf si une date change.",
        button="Laisser tel quel",
    )
    return show(sheet, id, About(CONFLICT_KINDS[page.conflict.kind], "/conflits"))


@PAGES.route("/conflits/jours", methods=["GET", "POST"])
@signed_in
def declare() -> Response:
    """Declare a day on which nothing takes place."""
    sheet = Sheet(
        "Déclarer un jour férié",
        DeclareHoliday,
        (
            Input("day", "Le jour", "day", required=True),
            Input("name", "Son nom", hint="Par exemple\u00a0: deuil national. Vide, le jour n’est plus férié."),
        ),
        "C’est noté.",
        intro="Les ateliers déjà prévus ce jour-là seront signalés, et les recherches l’écarteront.",
        shape=lambda values: {"name": "", **values},
    )
    return show(sheet, None, About("Conflits d’agenda", "/conflits"))


# --- for other pages -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MorningConflict:
    """A conflict on the morning page, with the best other slots where they could be had."""

    line: ConflictLine
    offers: list[Offer]


def on_the_morning(lines: Iterable[ConflictLine]) -> list[MorningConflict]:
    """The conflicts of the morning, the first few with other slots for the workshop that came later."""
    told = []
    for rank, line in enumerate(lines):
        told.append(MorningConflict(line, _best(line) if rank < SHOWN else []))
    return told


def _best(line: ConflictLine) -> list[Offer]:
    """The best other slots of a line; none where the room does not answer: the line says enough."""
    try:
        page = ask(GetConflict(id=line.conflict))
    except TerreauError:
        return []
    return _offers(line.workshop, page.alternatives.get(line.workshop, []), _names(page.conflict))


def _offers(workshop: str, found: Iterable[Alternative], names: dict[str, str]) -> list[Offer]:
    return [
        Offer(
            one.start,
            one.end,
            [names.get(person, "une personne de l’annuaire") for person in one.missing],
            one.notes,
            _moving(workshop, one),
        )
        for one in found
    ]


def _moving(workshop: str, one: Alternative) -> str:
    start, end = (datetime.fromisoformat(text).astimezone(PARIS) for text in (one.start, one.end))
    filled = {
        "day": start.date().isoformat(),
        "from": hour(start),
        "until": hour(end),
        "reason": "Conflit d’agenda",
    }
    return f"/ateliers/{workshop}/deplacer?{urlencode(filled)}"


def _names(card: ConflictCard) -> dict[str, str]:
    """Everybody of the directory, and the place of a conflict, by id."""
    names = everybody()
    if card.kind == "venue":
        for place in card.subjects:
            try:
                names[place] = ask(GetOrganisation(id=place)).label
            except TerreauError:
                continue
    return names


def _labels() -> dict[str, str]:
    return {card.id: card.territory_label for card in accompaniments()}
