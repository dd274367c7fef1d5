"""Territories: the list, one territory on one page, and how a territory is enrolled."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import accompaniments, ask, today
from services.portal.event_words import EVENTS
from services.portal.moments import Moment, moments
from services.portal.sections import Part, part
from services.portal.security import signed_in
from services.portal.sheets import WHEN, About, Input, Sheet, show
from shared.contracts.diagnostic import DiagnosticPage, GetDiagnostic
from shared.contracts.platforms import GetPlatforms, PlatformsPage
from shared.contracts.reporting import Fact, Facts, ListFacts
from shared.contracts.territories import (
    AccompanimentCard,
    DeadlineCard,
    DeclaredFact,
    DeclareFact,
    EnrolTerritory,
    GetTerritory,
    LinkNeighbour,
    ListCalls,
    ListTerritories,
    NoteContact,
    PersonCard,
    TerritoryPage,
)
from shared.contracts.workshops import GetWorkshops, WorkshopsPage
from shared.partial_dates import latest_day

PAGES = Blueprint("territories", __name__)
MOST_FACTS = 1000
LATEST_MOMENTS = 9
SAID_OF_A_RUN = 12
"""So many facts of one kind and date are read on the page of a territory; the others on that of its events."""
EVENTS_PER_PAGE = 100
MOST_PAGES, MOST_DIGITS = 9_999, 5


@PAGES.get("/territoires")
@signed_in
def index() -> str:
    """The territories by call, then those registered and not enrolled."""
    by_call = [(cards[0].call_title, cards) for cards in _by_call()]
    enrolled = {card.territory for card in accompaniments()}
    others = [card for card in ask(ListTerritories()).territories if card.id not in enrolled]
    return render_template("territories.html", by_call=by_call, others=others)


def _by_call() -> list[list[AccompanimentCard]]:
    return [list(cards) for _, cards in groupby(accompaniments(), key=lambda card: card.call)]


# --- one territory ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rooms:
    """What the other rooms say of one accompaniment."""

    diagnostic: Part[DiagnosticPage]
    workshops: Part[WorkshopsPage]
    platforms: Part[PlatformsPage]


@PAGES.get("/territoires/<id>")
@signed_in
def one(id: str) -> str:
    """Everything about one territory, for one of its accompaniments (the latest unless another is asked for)."""
    page = ask(GetTerritory(id=id))
    current = _current(page, request.args.get("accompagnement") or id)
    told = part(ListFacts(territory=page.id, limit=MOST_FACTS, said=SAID_OF_A_RUN))
    facts = [fact for fact in _facts(told) if current is None or fact.accompaniment in (None, current.id)]
    rooms = _rooms(current.id) if current else None
    # Entering the register says nothing of what happened there, and stands, undated, where it was typed.
    earlier, latest = _story(moments(fact for fact in facts if fact.type != "territory-registered"))
    return render_template(
        "territory.html",
        page=page,
        current=current,
        rooms=rooms,
        told=told,
        earlier=earlier,
        moments=latest,
        people=_people(page, current),
        deadlines=_deadlines(page, current),
        perimeter=[step for step in page.perimeter if current is None or step.accompaniment in (None, current.id)],
    )


def _current(page: TerritoryPage, wanted: str) -> AccompanimentCard | None:
    cards = page.accompaniments
    return next((card for card in cards if card.id == wanted), cards[-1] if cards else None)


def _story(told: list[Moment]) -> tuple[list[Moment], list[Moment]]:
    """What is folded at the beginning, and the latest moments; a short story is not cut."""
    if len(told) <= LATEST_MOMENTS + 3:
        return [], told
    return told[:-LATEST_MOMENTS], told[-LATEST_MOMENTS:]


def _rooms(accompaniment: str) -> Rooms:
    return Rooms(
        part(GetDiagnostic(accompaniment=accompaniment, newest=0)),
        part(GetWorkshops(accompaniment=accompaniment)),
        part(GetPlatforms(accompaniment=accompaniment)),
    )


def _facts(told: Part[Facts]) -> list[Fact]:
    return told.answer.facts if told.answer else []


def _people(page: TerritoryPage, current: AccompanimentCard | None) -> list[PersonCard]:
    return [one for one in page.people if current is None or one.accompaniment in (None, current.id)]


def _deadlines(page: TerritoryPage, current: AccompanimentCard | None) -> list[tuple[DeadlineCard, bool]]:
    """The deadlines of this accompaniment and whether each is late."""
    mine = [line for line in page.deadlines if current is None or line.accompaniment in (None, current.id)]
    return [(line, not line.done and latest_day(line.due) < today()) for line in mine]


@PAGES.get("/territoires/<id>/evenements")
@signed_in
def events(id: str) -> str:
    """Every event of a territory, the latest page first; of one type if asked."""
    page = ask(GetTerritory(id=id))
    asked = request.args.get("page", "")
    number = min(max(int(asked), 1), MOST_PAGES) if asked.isdecimal() and len(asked) < MOST_DIGITS else 1
    type_ = request.args.get("type", "")
    types = [type_] if type_ in EVENTS else []
    skip = (number - 1) * EVENTS_PER_PAGE
    told = ask(ListFacts(territory=page.id, types=types, limit=EVENTS_PER_PAGE, skip=skip))
    pages = max(1, -(-told.total // EVENTS_PER_PAGE))
    return render_template(
        "territory_events.html", page=page, told=told, number=number, pages=pages, type=types[0] if types else ""
    )


# --- sheets of a territory -------------------------------------------------------------------------------------

CONTACT = Sheet(
    "Noter un échange",
    NoteContact,
    (
        Input("summary", "Ce qui s’est dit", "area", required=True),
        Input("origin", "À l’initiative de qui, à quelle occasion"),
        WHEN,
    ),
    "L’échange est noté.",
    target="territory",
    intro="Même des années avant un appel, un échange compte.",
)
FACT = Sheet(
    "Ajouter un fait déclaré",
    DeclareFact,
    (
        Input("label", "De quoi s’agit-il", required=True, hint="Par exemple : habitants."),
        Input("value", "Ce qui est déclaré", required=True, hint="Tel quel, même si cela ne tombe pas juste."),
        Input("source", "Qui le dit, et où", required=True),
        WHEN,
        Input(
            "part_of",
            "Partie d’un ensemble déclaré",
            hint="Le nom de l’ensemble, par exemple « Communes », si ce fait en détaille une partie.",
        ),
        Input(
            "count",
            "Nombre",
            "number",
            hint="Pour combien il compte, ou combien compte l’ensemble. Terreau montre l’écart, il ne le corrige pas.",
        ),
    ),
    "Le fait est ajouté.",
    target="territory",
    shape=lambda values: {"fact": DeclaredFact(**values)},
)
NEIGHBOUR = Sheet(
    "Ajouter un voisin",
    LinkNeighbour,
    (
        Input("label", "La collectivité voisine", required=True),
        Input("siren", "Son SIREN", hint="Pour une intercommunalité."),
        Input("insee", "Son code INSEE", hint="Pour une commune."),
        Input("note", "Pour quoi la mobiliser", "area"),
    ),
    "Le voisin est ajouté.",
    target="territory",
)
SHEETS = {"echange": CONTACT, "fait": FACT, "voisin": NEIGHBOUR}


@PAGES.route("/territoires/<id>/<any(echange, fait, voisin):what>", methods=["GET", "POST"])
@signed_in
def note(id: str, what: str) -> Response:
    """One of the sheets of a territory, enrolled or not."""
    page = ask(GetTerritory(id=id))
    return show(SHEETS[what], page.id, About(page.label, f"/territoires/{page.id}"))


@PAGES.route("/territoires/<id>/engager", methods=["GET", "POST"])
@signed_in
def enrol(id: str) -> Response:
    """Enrol a registered territory in a call."""
    page = ask(GetTerritory(id=id))
    calls = [(call.id, call.title) for call in ask(ListCalls()).calls]
    sheet = Sheet(
        f"Engager {page.label}",
        EnrolTerritory,
        (
            Input("candidature", "", "hidden"),
            Input("call", "Dans quel appel", "select", required=True, options=calls),
            WHEN,
        ),
        f"{page.label} est engagé dans l’appel.",
        target="territory",
        button="Engager",
    )
    return show(sheet, page.id, About(page.label, f"/territoires/{page.id}"))
