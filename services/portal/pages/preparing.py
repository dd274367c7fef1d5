"""Preparing a session: its programme, who is invited and from which colleges, series, and what moving it shifts."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, get_args

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.portal.attendees import Attendee, attendees, directory_of
from services.portal.colleges import known_colleges
from services.portal.desk import accompaniment, ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.pages.workshops import at
from services.portal.sections import part
from services.portal.security import signed_in
from services.portal.sheets import read_day
from services.portal.written_to import of_invited, of_workshop, without_address
from shared.contracts.base import Command, Receipt
from shared.contracts.notifications import ListInvitations
from shared.contracts.territories import GetTerritory, TerritoryPage
from shared.contracts.workshops import (
    CAUSES,
    Circle,
    College,
    GetCircle,
    GetSessionFrame,
    GetWorkshop,
    ListConsequences,
    MoveWorkshop,
    NewSession,
    PlanSeries,
    ProgrammeStep,
    SessionFrame,
    SetCircle,
    SetInvited,
    SetProgramme,
    WorkshopCard,
)
from shared.errors import InvalidInput
from shared.french import NBSP
from shared.networks import is_network
from shared.session_templates import TEMPLATES, THEMES, WORKSHOPS, Template

PAGES = Blueprint("preparing", __name__)

_STEP = re.compile(r"(?:(\d{1,2})\s*h\s*(\d{2})?|(\d{1,3})\s*(?:min\w*\.?|’|')?)\s*[-–:|]?\s+(.+)", re.IGNORECASE)


@PAGES.get("/ateliers/<id>/preparer")
@signed_in
def prepare(id: str) -> str:
    """A session as it is prepared."""
    card, frame = ask(GetWorkshop(id=id)), ask(GetSessionFrame(workshop=id))
    about = accompaniment(card.accompaniment)
    wanted = [*(one.person for one in frame.invited), *frame.missing_regulars]
    return render_template(
        "prepare.html",
        card=card,
        frame=frame,
        about=about,
        people=attendees(about.id, wanted),
    )


# --- the programme ---------------------------------------------------------------------------------------------


@PAGES.route("/ateliers/<id>/programme", methods=["GET", "POST"])
@signed_in
def programme(id: str) -> Response:
    """Write the programme, a line for each step."""
    card, frame = ask(GetWorkshop(id=id)), ask(GetSessionFrame(workshop=id))
    form = sent_form() if request.method == "POST" else new_form({"steps": _written(frame), "seen": frame.stamp})
    if request.method == "GET" and request.args.get("modele") in TEMPLATES:
        form = new_form({"steps": _lines(TEMPLATES[request.args["modele"]]), "seen": frame.stamp})
    if request.method == "POST":
        steps = _read_steps(form)
        command = {"workshop": id, "seen": form.get("seen"), "steps": steps}
        receipts = form.send(lambda _: SetProgramme.model_validate(command))
        if receipts is not None:
            for sentence in ("Le programme est enregistré.", *receipts[0].notes):
                flash(sentence)
            return redirect(f"/ateliers/{id}/preparer", 303)
    html = render_template("programme.html", card=card, form=form, templates=[*WORKSHOPS, *THEMES])
    return make_response(html, form.status)


def _written(frame: SessionFrame) -> str:
    return "\n".join(f"{one.minutes} {one.title}" for one in frame.steps)


def _lines(template: Template) -> str:
    return "\n".join(f"{minutes} {title}" for minutes, title in template.steps)


def _read_steps(form: Form) -> list[dict[str, Any]]:
    """The steps typed, a line each: its length, then its title; every line that is none is named."""
    steps, wrong = [], []
    for number, line in enumerate(form.get("steps").splitlines(), 1):
        if not line.strip():
            continue
        found = _STEP.fullmatch(line.strip())
        minutes = (int(found[3]) if found[3] else int(found[1]) * 60 + int(found[2] or 0)) if found else 0
        if found is None or not 1 <= minutes <= 600:
            wrong.append(str(number))
            continue
        steps.append({"minutes": minutes, "title": found[4].strip()[:200]})
    if wrong:
        which = ", ".join(wrong)
        form.note("steps", f"Ligne {which} : commencez par une durée, puis le titre, par exemple « 20 Introduction ».")
    return steps


# --- who is invited --------------------------------------------------------------------------------------------


@PAGES.route("/ateliers/<id>/invites", methods=["GET", "POST"])
@signed_in
def invited(id: str) -> Response:
    """Say who is invited; those invited to every action are ticked for a full circle."""
    card, frame = ask(GetWorkshop(id=id)), ask(GetSessionFrame(workshop=id))
    circle = ask(GetCircle(accompaniment=card.accompaniment))
    people = _everybody(card.accompaniment, [one.person for one in frame.invited])
    known = [*(one.person for one in frame.invited), *frame.missing_regulars]
    form = sent_form() if request.method == "POST" else new_form({"people": known})
    if request.method == "POST":
        command = SetInvited(workshop=id, people=[one for one in form.get_all("people") if one])
        if form.send(lambda _: command) is not None:
            flash("Les personnes invitées sont enregistrées.")
            return redirect(f"/ateliers/{id}/preparer", 303)
    known_mails = part(ListInvitations(workshop=id)).answer
    told = [one.person for one in known_mails.invitations if one.state == "invited"] if known_mails else []
    ticked = [one for one in form.get_all("people") if one]
    html = render_template(
        "invited.html",
        card=card,
        people=people,
        circle=circle,
        form=form,
        told=told,
        silent=without_address([one.id for one in people], card.accompaniment),
        written=of_invited(
            card,
            ticked,
            before=[one.person for one in frame.invited],
            told=told,
            restricted=card.circle == "restricted",
        ),
    )
    return make_response(html, form.status)


def _everybody(accompaniment: str, known: list[str]) -> list[Attendee]:
    listed = directory_of(accompaniment)
    others = set(known) - {one.id for one in listed}
    return [*listed, *attendees(accompaniment, others).values()]


@PAGES.route("/accompagnements/<id>/cercle", methods=["GET", "POST"])
@signed_in
def circle(id: str) -> Response:
    """Whom every action invites (U38), and from which college each person comes (WKS-13)."""
    card = accompaniment(id)
    known = ask(GetCircle(accompaniment=card.id))
    people = _everybody(card.id, [*known.regulars, *known.colleges])
    form = sent_form() if request.method == "POST" else new_form(_circle_values(card.id, known, people))
    if request.method == "POST":
        said = {one.id: form.get(f"college-{one.id}") for one in people}
        command = SetCircle(
            accompaniment=card.id,
            regulars=[one for one in form.get_all("regulars") if one],
            colleges={person: college for person, college in said.items() if _is_college(college)},
        )
        if form.send(lambda _: command) is not None:
            flash("Le cercle est enregistré : les prochaines séances en tiendront compte.")
            return redirect(f"{page_of(card)}#ateliers", 303)
    html = render_template(
        "circle.html", card=card, people=people, form=form, back=page_of(card), untold=_untold(known)
    )
    return make_response(html, form.status)


def _is_college(text: str) -> Any:
    return text in get_args(College)


def _circle_values(accompaniment: str, known: Circle, people: list[Attendee]) -> dict[str, Any]:
    territory = ask(GetTerritory(id=accompaniment))
    colleges = known_colleges(known, territory.people)
    regulars = _of_networks(territory) if _untold(known) else known.regulars
    return {"regulars": regulars, **{f"college-{one.id}": colleges.get(one.id, "") for one in people}}


def _untold(known: Circle) -> bool:
    return not known.regulars and not known.colleges


def _of_networks(territory: TerritoryPage) -> list[str]:
    """The people of known associations and networks: ticked before anybody said who is always invited (U38)."""
    ours = {one.id for one in territory.organisations if is_network(one.kind, one.roles)}
    return [one.id for one in territory.people if one.organisation in ours]


# --- several sessions ------------------------------------------------------------------------------------------


@PAGES.route("/accompagnements/<id>/serie", methods=["GET", "POST"])
@signed_in
def series(id: str) -> Response:
    """Several sessions from templates, under one name; dates come later."""
    card = accompaniment(id)
    form = sent_form() if request.method == "POST" else new_form({"series": "Parcours"})
    if request.method == "POST":
        chosen = [TEMPLATES[one] for one in form.get_all("modeles") if one in TEMPLATES]
        if not chosen:
            form.note("modeles", "Choisissez au moins une séance.")
        if not form.get("series"):
            form.note("series", "Un nom est nécessaire\u00a0: il rapproche les séances.")

        def command(_: list[Receipt]) -> Command:
            sessions = [_from(one) for one in chosen]
            return PlanSeries(accompaniment=card.id, series=form.get("series"), sessions=sessions)

        receipts = form.send(command)
        if receipts is not None:
            for sentence in ("La série est prévue.", *receipts[0].notes):
                flash(sentence)
            return redirect(f"{page_of(card)}#ateliers", 303)
    html = render_template("series.html", card=card, form=form, back=page_of(card), themes=THEMES, workshops=WORKSHOPS)
    return make_response(html, form.status)


def _from(template: Template) -> NewSession:
    steps = [ProgrammeStep(minutes=minutes, title=title) for minutes, title in template.steps]
    return NewSession(title=template.title, format=template.format, steps=steps)


# --- moving ----------------------------------------------------------------------------------------------------


@PAGES.route("/ateliers/<id>/deplacer", methods=["GET", "POST"])
@signed_in
def move(id: str) -> Response:
    """Give another date: first what hangs on it is shown, then approved line by line."""
    card = ask(GetWorkshop(id=id))
    form = sent_form() if request.method == "POST" else new_form()
    if request.method == "GET":
        # A slot that was proposed elsewhere; a link fills what is seen and nothing else, so never «vu».
        form.values = MultiDict({name: request.args.get(name, "") for name in ("day", "from", "until", "reason")})
    found: list[Any] = []
    if request.method == "POST":
        when = _when(form)
        start = when.get("start")
        if start and not form.problems and form.get("vu") != "oui":
            found = ask(ListConsequences(workshop=id, start=start)).consequences
            form.values = MultiDict(form.values)
            form.values.setlist("along", [one.choice for one in found if one.choice])
        # Where nothing is left to decide, nothing is asked: what follows of itself is said afterwards.
        if not any(one.choice for one in found) and _send_move(card, form, when):
            for sentence in ("L’atelier est déplacé.", *(one.text for one in found)):
                flash(sentence)
            return redirect(f"/ateliers/{id}", 303)
        if start and form.get("vu") == "oui":
            found = ask(ListConsequences(workshop=id, start=start)).consequences
    written = of_workshop("workshop-moved", card)
    causes = list(CAUSES.items())
    html = render_template("move.html", card=card, form=form, found=found, causes=causes, written=written)
    return make_response(html, form.status)


def _send_move(card: WorkshopCard, form: Form, when: dict[str, Any]) -> bool:
    said = {"workshop": card.id, "reason": form.get("reason"), "cause": form.get("cause") or None, **when}
    along = [one for one in form.get_all("along") if one]
    if not form.get("reason"):
        form.note("reason", "Ce champ est nécessaire.")
    return form.send(lambda _: MoveWorkshop.model_validate({**said, "along": along})) is not None


def _when(form: Form) -> dict[str, Any]:
    """The new instants, or the imprecise date; what is wrong is noted."""
    day = read_day(form, "day")
    if day is None:
        on = form.when("on")
        if on is None and not form.problems:
            form.note("day", "Donnez la nouvelle date.")
        return {"on": on} if on else {}
    if not form.get("from"):
        return {"on": day.isoformat()}
    try:
        start, end = at(day, form.get("from"), "from"), at(day, form.get("until"), "until")
    except InvalidInput as error:
        for name, sentence in error.problems:
            form.note(name, sentence)
        return {}
    return _ordered(form, start, end)


def _ordered(form: Form, start: datetime, end: datetime) -> dict[str, Any]:
    if end <= start:
        form.note("until", f"L’atelier se terminerait avant de commencer{NBSP}: vérifiez les heures.")
    return {"start": start, "end": end}
