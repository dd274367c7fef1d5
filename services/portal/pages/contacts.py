"""The contact plan of an accompaniment: one list of actors, seen as a table, as circles and by commune."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.contact_rows import (
    UNSAID,
    Choice,
    UnknownCommune,
    at_communes,
    by_commune,
    of_commune,
    shown,
    typed_contacts,
    without_actor,
)
from services.portal.desk import accompaniment, ask
from services.portal.directory import people_of
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import AS_SAID, About, Input, Sheet
from services.portal.stakeholder_map import drawn
from services.portal.territory_map import off_the_map, placed
from services.portal.together import Current, edit, typed_date
from services.portal.words import CIRCLES_OF_ACTORS, CONTACT_STATES
from shared.contracts.base import Command
from shared.contracts.diagnostic import (
    AddContacts,
    AdvanceContact,
    CentreMap,
    ContactCard,
    ContactPlanPage,
    GetContactPlan,
)
from shared.contracts.territories import AccompanimentCard, DrawnPlace, DrawTerritory, TerritoryDrawing

PAGES = Blueprint("contacts", __name__)

MOST_COMMUNES = 500
VIEWS = {"tableau": "Tableau", "cercles": "Cercles", "communes": "Carte"}
CENTRE = (
    Input("problem", "Le problème, en une phrase", "area", required=True, hint="Ce qui s’écrit au centre de la carte."),
    Input("frame", "Le cadre du projet", "area", hint="Où, avec qui, jusqu’où."),
    Input("target", "Combien de structures rencontrer", "number", hint="Une trentaine donne une image juste."),
)


@PAGES.get("/accompagnements/<id>/contacts")
@signed_in
def plan(id: str) -> str:
    """The plan in the view asked for, with the form that adds actors."""
    return _page(accompaniment(id), new_form())


@PAGES.post("/accompagnements/<id>/contacts")
@signed_in
def add(id: str) -> Response:
    """Add the actors typed, a line each."""
    card = accompaniment(id)
    form = sent_form()
    lines = [line.strip() for line in form.get("actors").splitlines() if line.strip()]
    if not lines:
        form.note("actors", "Écrivez au moins un acteur.")
    receipts = form.send(partial(_addition, card.id, form, lines)) if _readable(card.id, form, lines) else None
    if receipts is None:
        form.refuse("Un champ est à revoir avant d’enregistrer.")
        return current_app.make_response((_page(card, form), form.status))
    for note in receipts[0].notes:
        flash(note)
    return redirect(f"{address(card.id)}?vue={_view()}#plan", 303)


def _readable(id: str, form: Form, lines: list[str]) -> bool:
    try:
        typed_contacts([line[:200] for line in lines], _communes(id))
    except UnknownCommune as wrong:
        form.note("actors", str(wrong))
    return not form.problems


def _addition(id: str, form: Form, lines: list[str], _: Any) -> Command:
    contacts = typed_contacts(lines, _communes(id))
    if form.get("organisation"):
        contacts = [one.model_copy(update={"organisation": form.get("organisation")}) for one in contacts]
    return AddContacts.model_validate(
        {"accompaniment": id, "contacts": contacts, "circle": form.optional("circle")}  # the room checks the words
    )


@PAGES.route("/accompagnements/<id>/contacts/centre", methods=["GET", "POST"])
@signed_in
def centre(id: str) -> Response:
    """Write what stands at the centre of the map."""
    card = accompaniment(id)
    sheet = Sheet("Le centre de la carte", CentreMap, CENTRE, "Le centre de la carte est écrit.")
    return edit(sheet, card.id, _about(card, "cercles"), lambda: _centre(card.id))


def _centre(id: str) -> Current:
    page = ask(GetContactPlan(accompaniment=id))
    return Current(page.stamp, {"problem": page.problem, "frame": page.frame, "target": str(page.target)})


@PAGES.route("/accompagnements/<id>/contacts/<contact>", methods=["GET", "POST"])
@signed_in
def advance(id: str, contact: str) -> Response:
    """Say how far one contact is, and what comes next."""
    card = accompaniment(id)
    row = _row(card.id, contact)
    sheet = Sheet(
        row.label,
        AdvanceContact,
        _inputs(card, row),
        "C’est noté.",
        target="contact",
        shape=partial(_shape, card.id),
    )
    return edit(sheet, contact, _about(card), lambda: _current(card, contact))


def _inputs(card: AccompanimentCard, row: ContactCard) -> tuple[Input, ...]:
    known = people_of(card.id)
    # Somebody named here who left the accompaniment since stays named.
    gone = {one: "Une personne de l’annuaire" for one in (row.doer, row.referent) if one and one not in known}
    people = list((known | gone).items())
    communes = [(one.code, one.label) for one in _communes(card.id)]
    return (
        Input("state", "Où en est le contact", "radios", required=True, options=list(CONTACT_STATES.items())),
        Input("last_contact", "Dernier contact", "when", hint=AS_SAID),
        Input("next_step", "La prochaine étape", hint="Rappeler, envoyer la carte, proposer une date…"),
        Input("doer", "Qui la fait", "select", options=people, hint=_nobody(people)),
        Input("due", "Pour le", "day", hint="Passé ce jour, la page du matin le rappelle."),
        Input("label", "Nom d’usage de l’acteur", required=True),
        Input("circle", "Son cercle", "radios", options=list(CIRCLES_OF_ACTORS.items())),
        Input("insee", "Sa commune", "select", options=communes),
        Input("elsewhere", "Ou une commune d’ailleurs", hint="Son code INSEE, si elle n’est pas dans la liste."),
        Input("referent", "La personne à qui parler", "select", options=people, hint="Si elle est connue."),
        Input("card_sent", "Carte de sensibilisation remise", "when", hint="Quand, si elle l’a été."),
        Input("note", "À savoir", "area", hint="Sans nom ni coordonnées : l’annuaire est fait pour cela."),
    )


def _nobody(people: list[tuple[str, str]]) -> str:
    return "" if people else "Personne n’est encore dans l’annuaire de cet accompagnement."


def _shape(id: str, values: dict[str, Any]) -> dict[str, Any]:
    elsewhere = values.pop("elsewhere", None)
    return {"accompaniment": id, **values, **({"insee": elsewhere.upper()} if elsewhere else {})}


def _current(card: AccompanimentCard, contact: str) -> Current:
    row = _row(card.id, contact)
    here = any(one.code == row.insee for one in _communes(card.id))
    return Current(
        row.stamp,
        {
            "label": row.label,
            "circle": row.circle or "",
            "state": row.state,
            "insee": (row.insee or "") if here else "",
            "elsewhere": "" if here else row.insee or "",
            "last_contact": typed_date(row.last_contact),
            "next_step": row.next_step,
            "doer": row.doer or "",
            "due": row.due or "",
            "referent": row.referent or "",
            "card_sent": typed_date(row.card_sent),
            "note": row.note,
        },
    )


# --- what the pages are made of


def address(id: str) -> str:
    """The page of a plan."""
    return f"/accompagnements/{id}/contacts"


def _about(card: AccompanimentCard, view: str = "tableau") -> About:
    return About(f"Plan de contact · {card.territory_label}", f"{address(card.id)}?vue={view}")


def _row(id: str, contact: str) -> ContactCard:
    for row in ask(GetContactPlan(accompaniment=id)).contacts:
        if row.id == contact:
            return row
    raise NotFound


def _communes(id: str) -> list[DrawnPlace]:
    return ask(DrawTerritory(id=id)).places


def _view() -> str:
    wanted = request.values.get("vue", "tableau")
    return wanted if wanted in VIEWS else "tableau"


def _page(card: AccompanimentCard, form: Form) -> str:
    page: ContactPlanPage = ask(GetContactPlan(accompaniment=card.id))
    choice = Choice(
        request.args.get("etat", ""),
        request.args.get("q", "").strip(),
        request.args.get("page", 1, type=int),
        request.args.get("commune", ""),
    )
    view = _view()
    rows = of_commune(page.contacts, choice.commune)
    return render_template(
        "contacts.html",
        card=card,
        page=page,
        form=form,
        view=view,
        views=VIEWS,
        choice=choice,
        shown=shown(page.contacts, choice),
        names=people_of(card.id) if view == "tableau" else {},
        map=drawn(page.problem, CIRCLES_OF_ACTORS, rows) if view == "cercles" else None,
        chosen=_name_of(card.id, choice.commune),
        back=page_of(card),
        **(_communes_view(card.id, page.contacts, rows) if view == "communes" else {}),
    )


def _communes_view(id: str, contacts: Sequence[ContactCard], rows: Sequence[ContactCard]) -> dict[str, Any]:
    """The drawing of the territory with the actors where they are, and the list that says the same."""
    there = at_communes(contacts)
    drawing: TerritoryDrawing = ask(DrawTerritory(id=id, also=list(there)[:MOST_COMMUNES]))
    picture = placed(drawing, there)
    return {
        "picture": picture,
        "sources": drawing.sources,
        "unplaced": off_the_map(drawing, there, picture),
        "unknown": sum(one.inside and one.anchor is None for one in drawing.places),
        "counts": {code: len(cards) for code, cards in there.items()},
        "places": by_commune(rows, drawing.places),
        "nobody": without_actor(contacts, drawing.places),
    }


def _name_of(id: str, commune: str) -> str:
    """The name of the commune chosen, empty where none was."""
    if commune in ("", UNSAID):
        return "Commune non précisée" if commune else ""
    if not re.fullmatch(r"\d[\dAB]\d{3}", commune):
        return commune
    return next(one.label for one in ask(DrawTerritory(id=id, also=[commune])).places if one.code == commune)
