"""The season: all workshops of several territories placed at once, pinned, planned again, put to those concerned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, accompaniments, ask, today
from services.portal.directory import everybody
from services.portal.forms import Form, new_form, sent_form
from services.portal.invitable import invitable, short_name
from services.portal.pages.workshops import venues
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from services.portal.slot_search import DURATIONS
from services.portal.words import role
from shared.contracts.base import Command, Receipt
from shared.contracts.territories import AccompanimentCard
from shared.contracts.workshops import (
    ApplySeason,
    BeginSeason,
    GetSeason,
    ListSeasons,
    PinSlot,
    SeasonPage,
    SolveSeason,
    StopSeason,
    UnwantWorkshop,
    WantWorkshop,
)

PAGES = Blueprint("seasons", __name__)

STATES = {
    "draft": "à préparer",
    "asked": "recherche en cours",
    "solving": "recherche en cours",
    "planned": "plan trouvé",
    "stopped": "recherche arrêtée",
    "failed": "recherche interrompue",
}
LOOK_AGAIN = "2"
"""Seconds after which a page asks how far the search is; it works without scripts."""


@PAGES.get("/saisons")
@signed_in
def index() -> str:
    """Every season."""
    return render_template("seasons.html", seasons=ask(ListSeasons()).seasons, states=STATES)


@PAGES.route("/saisons/nouvelle", methods=["GET", "POST"])
@signed_in
def begin() -> Response:
    """Begin a season."""
    sheet = Sheet(
        "Préparer une saison",
        BeginSeason,
        (
            Input("title", "Son nom", required=True, hint="Par exemple\u00a0: printemps 2027."),
            Input("first", "Du", "day", required=True),
            Input("last", "Au", "day", required=True),
        ),
        "La saison est prête à recevoir ses ateliers.",
        intro="Les ateliers de plusieurs territoires, placés tous à la fois\u00a0: personne n’est attendu deux fois.",
    )
    return show(sheet, None, About("Saisons", "/saisons"), lambda receipt: f"/saisons/{receipt.id}")


@PAGES.route("/saisons/<id>", methods=["GET", "POST"])
@signed_in
def one(id: str) -> Response:
    """A season with its plan; what is done to it is a button of this page."""
    season = ask(GetSeason(id=id))
    form = sent_form() if request.method == "POST" else new_form()
    if request.method == "POST":
        make = _DOING.get(form.get("quoi"))
        if make is None:
            raise NotFound
        receipts = form.send(lambda _: make(season, form))
        if receipts is not None:
            for note in receipts[0].notes:
                flash(note)
            return redirect(f"/saisons/{season.id}", 303)
    page = make_response(_shown(season, form), form.status)
    if season.state in ("asked", "solving") and request.method == "GET":
        page.headers["Refresh"] = LOOK_AGAIN
    return page


_DOING: dict[str, Any] = {
    "chercher": lambda season, _form: SolveSeason(season=season.id),
    "arreter": lambda season, _form: StopSeason(season=season.id),
    "garder": lambda _season, form: PinSlot(item=form.get("item"), pinned=True),
    "liberer": lambda _season, form: PinSlot(item=form.get("item"), pinned=False),
    "retirer": lambda _season, form: UnwantWorkshop(item=form.get("item")),
}


def _shown(season: SeasonPage, form: Form) -> str:
    names = everybody()
    waiting = [one for one in season.items if one.poll is None]
    return render_template(
        "season.html",
        season=season,
        form=form,
        state=STATES[season.state],
        at_work=season.state in ("asked", "solving"),
        placed=[one for one in waiting if one.start],
        unplaced=[one for one in waiting if not one.start and one.why],
        unplanned=[one for one in waiting if not one.start and not one.why],
        applied=[one for one in season.items if one.poll],
        missing={
            one.id: [names.get(person, "une personne de l’annuaire") for person in one.missing] for one in season.items
        },
        labels={card.id: card.territory_label for card in accompaniments()},
        territories=[(card.id, card.territory_label) for card in accompaniments()],
    )


@PAGES.route("/saisons/<id>/proposer", methods=["GET", "POST"])
@signed_in
def apply(id: str) -> Response:
    """Put the plan to people: a poll each."""
    season = ask(GetSeason(id=id))
    starts = [one.start[:10] for one in season.items if one.start and not one.poll]
    day = min([today() + timedelta(days=14), *(date.fromisoformat(start) - timedelta(days=1) for start in starts)])
    sheet = Sheet(
        "Proposer ce plan",
        ApplySeason,
        (Input("deadline", "Réponses jusqu’au", "day", required=True, default=day.isoformat()),),
        "C’est parti.",
        target="season",
        intro="Un sondage par atelier placé\u00a0: chaque personne reçoit son lien et répond. Aucune date n’est fixée.",
        button="Ouvrir les sondages",
    )
    return show(sheet, season.id, About(season.title, f"/saisons/{season.id}"))


@PAGES.route("/saisons/<id>/atelier", methods=["GET", "POST"])
@signed_in
def want(id: str) -> tuple[str, int] | Response:
    """Add a workshop of one territory: what, how long, where, with whom."""
    season = ask(GetSeason(id=id))
    card = accompaniment(request.args.get("accompagnement") or request.form.get("accompagnement", ""))
    people = invitable(card)
    form = sent_form() if request.method == "POST" else new_form({"duration": "180", "invited": [x.id for x in people]})
    if request.method == "POST":
        receipts = form.send(_want(season, card, form))
        if receipts is not None:
            flash("L’atelier est dans la saison.")
            return redirect(f"/saisons/{season.id}", 303)
    page = render_template(
        "season_workshop.html",
        season=season,
        card=card,
        form=form,
        people=[(one.id, short_name(one), role(one.role) if one.role else "") for one in people],
        everybody=list(everybody().items()),
        durations=DURATIONS,
        venues=venues(),
    )
    return page, form.status


def _want(season: SeasonPage, card: AccompanimentCard, form: Form) -> Any:
    required = {*form.get_all("required"), *(one for one in form.get_all("facilitator") if one)}
    people = dict.fromkeys([*form.get_all("invited"), *required])
    if not form.get("title"):
        form.note("title", "Un titre est nécessaire\u00a0: il figurera dans l’invitation.")
    if not people:
        form.note("invited", "Invitez au moins une personne.")

    def command(_: list[Receipt]) -> Command:
        return WantWorkshop.model_validate(
            {
                "season": season.id,
                "accompaniment": card.id,
                "title": form.get("title"),
                "minutes": form.number("duration") or 180,
                "venue": form.optional("venue"),
                "venue_label": dict(venues()).get(form.get("venue"), ""),
                "people": [{"person": one, "required": one in required} for one in people],
            }
        )

    return command
