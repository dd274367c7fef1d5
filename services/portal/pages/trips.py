"""Visits and journeys as they are prepared: intention, hosts, the checklist with owners and days (4.8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.attendees import attendees, directory_of
from services.portal.desk import accompaniment, accompaniments, ask
from services.portal.forms import sent_form
from services.portal.lines import page_of
from services.portal.pages.workshops import at
from services.portal.security import signed_in
from services.portal.sheets import WHEN, About, Input, Sheet, show
from services.portal.together import Current, edit
from services.portal.words import TRIP_TASKS
from shared.clock import PARIS
from shared.contracts.workshops import (
    CancelTrip,
    FinishTask,
    GetTrip,
    HoldTrip,
    PlanTrip,
    RemoveStop,
    ReviseTrip,
    SetStop,
    SetTask,
    StopCard,
    TaskCard,
    TripPage,
)
from shared.errors import InvalidInput
from shared.french import NBSP, hour

PAGES = Blueprint("trips", __name__)


def _inputs(accompaniment: str, *, whole: bool = False) -> tuple[Input, ...]:
    """The fields of a trip: those who come along with an accompaniment, or once it is planned all who travel."""
    others = [(one.id, one.territory_label) for one in accompaniments() if whole or one.id != accompaniment]
    who = (
        Input("accompaniments", "Les territoires qui voyagent", "checks", required=True, options=others)
        if whole
        else Input("along", "Les territoires qui voyagent aussi", "checks", options=others)
    )
    return (
        Input("title", "Le voyage", required=True, hint="Par exemple\u00a0: deux jours à Grenoble."),
        Input("destination", "Où", required=True, hint="Hors du territoire, là où d’autres ont essayé."),
        Input("intention", "L’intention", "area", required=True, hint="Ce qu’on va y chercher, et pourquoi là."),
        Input("need", "Le besoin exprimé qui y mène", "area"),
        Input("first", "Premier jour", "day", required=True),
        Input("last", "Dernier jour", "day", required=True),
        *([who] if others else []),
    )


@PAGES.route("/accompagnements/<id>/voyage", methods=["GET", "POST"])
@signed_in
def plan(id: str) -> Response:
    """Plan a visit or a journey."""
    card = accompaniment(id)
    sheet = Sheet(
        "Préparer une visite ou un voyage",
        PlanTrip,
        _inputs(card.id),
        "Le voyage est prévu\u00a0: la liste de ce qui est à faire est prête, donnez-lui des responsables.",
        intro="La logistique fait la réussite ou l’échec\u00a0: une liste de départ vous attend.",
        button="Prévoir",
    )
    return show(sheet, card.id, About(card.territory_label, page_of(card)), lambda receipt: f"/voyages/{receipt.id}")


@PAGES.get("/voyages/<id>")
@signed_in
def one(id: str) -> str:
    """A trip: what is not ready, whom one meets, what is to be seen to."""
    trip = ask(GetTrip(trip=id))
    return render_template(
        "trip.html",
        trip=trip,
        places=[(card.territory_label, page_of(card)) for card in map(accompaniment, _travellers(trip))],
        owners=attendees(trip.accompaniment, [task.owner for task in trip.tasks]),
    )


def _travellers(trip: TripPage) -> list[str]:
    return [trip.accompaniment, *trip.along]


@PAGES.route("/voyages/<id>/modifier", methods=["GET", "POST"])
@signed_in
def revise(id: str) -> Response:
    """Rewrite a trip; what is not done yet follows its first day."""
    trip = ask(GetTrip(trip=id))
    sheet = Sheet(
        "Modifier le voyage",
        ReviseTrip,
        _inputs(trip.accompaniment, whole=True),
        "Le voyage est modifié.",
        target="trip",
    )
    return edit(sheet, id, _about(trip), lambda: _current(ask(GetTrip(trip=id))))


def _current(trip: TripPage) -> Current:
    words = {name: getattr(trip, name) for name in ("title", "destination", "intention", "need", "first", "last")}
    return Current(trip.stamp, {**words, "accompaniments": _travellers(trip)})


def _about(trip: TripPage) -> About:
    return About(trip.title, f"/voyages/{trip.id}")


# --- whom one meets --------------------------------------------------------------------------------------------

_STOP = (
    Input("host", "Chez qui", required=True),
    Input("place", "À quelle adresse"),
    Input("day", "Le jour", "day"),
    Input("from", "De", hint=f"Par exemple 9{NBSP}h ou 9{NBSP}h{NBSP}30."),
    Input("until", "À"),
    Input("validated", "L’hôte a validé ce créneau", "check"),
    Input("note", "À savoir", "area", hint="Ce qu’on vient y voir, comment on y va."),
)


@PAGES.route("/voyages/<id>/rencontre", methods=["GET", "POST"])
@PAGES.route("/voyages/<id>/rencontre/<stop>", methods=["GET", "POST"])
@signed_in
def stop(id: str, stop: str | None = None) -> Response:
    """Add a meeting, or rewrite one."""
    trip = ask(GetTrip(trip=id))
    known = _one_of(trip.stops, stop) if stop else None
    inputs = tuple(_filled(one, _stop_values(known)) for one in _STOP) if known else _STOP
    sheet = Sheet(
        "Une rencontre",
        SetStop,
        inputs,
        "La rencontre est notée.",
        target="trip",
        shape=lambda values: {**_slot(values), **({"stop": stop} if stop else {})},
    )
    return show(sheet, id, _about(trip))


def _filled(one: Input, values: dict[str, str]) -> Input:
    return Input(one.name, one.label, one.kind, one.required, one.hint, one.options, values.get(one.name, ""))


def _stop_values(one: StopCard) -> dict[str, str]:
    start, end = (datetime.fromisoformat(text).astimezone(PARIS) if text else None for text in (one.start, one.end))
    return {
        "host": one.host,
        "place": one.place,
        "note": one.note,
        "validated": "oui" if one.validated else "",
        "day": start.date().isoformat() if start else "",
        "from": hour(start) if start else "",
        "until": hour(end) if end else "",
    }


def _slot(values: dict[str, Any]) -> dict[str, Any]:
    day, first, last = (values.pop(name, None) for name in ("day", "from", "until"))
    if not (day or first or last):
        return values
    if not (day and first and last):
        sentence = f"Donnez le jour, le début et la fin, ou rien de tout cela{NBSP}: le créneau viendra plus tard."
        raise InvalidInput(sentence, problems=[("day", sentence)])
    return {**values, "start": at(day, first, "from"), "end": at(day, last, "until")}


@PAGES.route("/voyages/<id>/rencontre/<stop>/retirer", methods=["GET", "POST"])
@signed_in
def remove(id: str, stop: str) -> Response:
    """Take a meeting out."""
    trip = ask(GetTrip(trip=id))
    known = _one_of(trip.stops, stop)
    sheet = Sheet(
        "Retirer une rencontre",
        RemoveStop,
        (),
        "La rencontre est retirée.",
        target="trip",
        intro=known.host,
        button="Retirer",
        shape=lambda _: {"stop": stop},
    )
    return show(sheet, id, _about(trip))


def _one_of(cards: Any, id: str) -> Any:
    found = next((one for one in cards if one.id == id), None)
    if found is None:
        raise NotFound
    return found


# --- what is to be seen to -------------------------------------------------------------------------------------


@PAGES.route("/voyages/<id>/tache", methods=["GET", "POST"])
@PAGES.route("/voyages/<id>/tache/<task>", methods=["GET", "POST"])
@signed_in
def task(id: str, task: str | None = None) -> Response:
    """Add a line of the checklist, or give it an owner and another day."""
    trip = ask(GetTrip(trip=id))
    known: TaskCard | None = _one_of(trip.tasks, task) if task else None
    people = list({one.id: one.name for place in _travellers(trip) for one in directory_of(place)}.items())
    inputs = (
        Input("title", "Ce qui est à faire", required=True, default=known.title if known else ""),
        Input("kind", "De quel ordre", "select", options=list(TRIP_TASKS.items()), default=known.kind if known else ""),
        Input("owner", "Qui s’en charge", "select", options=people, default=(known.owner or "") if known else ""),
        Input("due", "Pour le", "day", required=True, default=known.due if known else ""),
    )
    sheet = Sheet(
        "Une ligne de la liste",
        SetTask,
        inputs,
        "C’est noté.",
        target="trip",
        shape=lambda values: {**values, **({"task": task} if task else {})},
    )
    return show(sheet, id, _about(trip))


@PAGES.post("/voyages/<id>/liste")
@signed_in
def tick(id: str) -> Response:
    """Tick a line, or take the tick back."""
    form = sent_form()
    chosen, _, done = form.get("ligne").partition(":")
    if form.send(lambda _: FinishTask(trip=id, task=chosen, done=done == "faite")) is None:
        flash(form.refusal or "Rien n’a changé.")
    return redirect(f"/voyages/{id}#liste", 303)


@PAGES.route("/voyages/<id>/tenu", methods=["GET", "POST"])
@signed_in
def held(id: str) -> Response:
    """The trip took place: what is brought back."""
    trip = ask(GetTrip(trip=id))
    sheet = Sheet(
        "Le voyage a eu lieu",
        HoldTrip,
        (
            Input(
                "lessons",
                "Ce qu’on en rapporte",
                "area",
                hint="Ce qui fait que cela marche là-bas, ce qui se transpose, ce qui ne se transpose pas.",
            ),
            WHEN,
        ),
        "C’est noté, pour chaque territoire du voyage.",
        target="trip",
        intro="Sans date, ce sont les jours prévus.",
    )
    return show(sheet, id, _about(trip))


@PAGES.route("/voyages/<id>/annuler", methods=["GET", "POST"])
@signed_in
def cancel(id: str) -> Response:
    """The trip does not take place."""
    trip = ask(GetTrip(trip=id))
    sheet = Sheet(
        "Annuler le voyage",
        CancelTrip,
        (Input("reason", "Pourquoi", "area", required=True),),
        "Le voyage est annulé. Il reste dans l’histoire.",
        target="trip",
        button="Annuler le voyage",
    )
    return show(sheet, id, _about(trip))
