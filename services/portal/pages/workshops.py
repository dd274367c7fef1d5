"""Workshops: finding a slot, giving a date, moving, keeping, cancelling, holding, counting who came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.colleges import colleges_of, quorums_of
from services.portal.days_out import days_out
from services.portal.desk import accompaniment, ask, recall, today
from services.portal.directory import everybody
from services.portal.forms import Form, new_form, sent_form
from services.portal.invitable import invitable, short_name
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, read_day, show
from services.portal.slot_search import (
    DURATIONS,
    HALVES,
    SCHOOL,
    WEEKDAYS,
    Found,
    defaults,
    leading,
    read_answer,
    request_of,
)
from services.portal.words import CONFLICT_KINDS, SEARCH_FAILURES, role
from services.portal.written_to import of_new_workshop
from shared.clock import PARIS
from shared.contracts.base import Command, Receipt
from shared.contracts.territories import AccompanimentCard, ListOrganisations, PersonCard
from shared.contracts.workshops import (
    CAUSES,
    CancelWorkshop,
    CorrectWorkshop,
    FindSlots,
    GetWorkshop,
    HoldWorkshop,
    ListConflicts,
    MaintainWorkshop,
    RecordAttendance,
    ScheduleWorkshop,
    WorkshopCard,
)
from shared.contracts.workshops.labels import COLLEGES
from shared.errors import InvalidInput, TerreauError
from shared.french import NBSP
from shared.session_templates import FORMATS

PAGES = Blueprint("workshops", __name__)

POLLED = 5
"""Slots put to a poll in one go: enough for a choice, few enough to be answered on a phone."""

# --- finding a slot and giving a date --------------------------------------------------------------------------


@PAGES.get("/accompagnements/<id>/atelier")
@signed_in
def plan(id: str) -> tuple[str, int] | str:
    """The search form, what it found, and below it the form that gives the workshop its date."""
    card = accompaniment(id)
    people = invitable(card)
    asked = "from" in request.args
    search = new_form(defaults(card.id, people, today()))
    if asked:
        search.values = MultiDict(request.args)
    return _plan_page(card, people, search, _find(card, search, people) if asked else None, new_form(_chosen_before()))


@PAGES.post("/accompagnements/<id>/atelier")
@signed_in
def schedule(id: str) -> tuple[str, int] | str | Response:
    """Schedule the workshop at the slot chosen, or at the date given by hand."""
    card = accompaniment(id)
    form = sent_form()
    receipts = form.send(_schedule_command(card, form))
    if receipts is not None:
        for sentence in ("L’atelier est prévu. Les personnes concernées seront prévenues.", *receipts[0].notes):
            flash(sentence)
        return redirect(f"/ateliers/{receipts[0].id}", 303)
    people = invitable(card)
    search = new_form(defaults(card.id, people, today()))
    if request.args:
        search.values = MultiDict(request.args)
    return _plan_page(card, people, search, _find(card, search, people) if "from" in request.args else None, form)


def venues() -> list[tuple[str, str]]:
    """The organisations whose place one may meet in (WKS-14), by name."""
    found = recall(ListOrganisations()).organisations
    return sorted(((one.id, one.label) for one in found if not one.informal), key=lambda one: one[1].casefold())


def _chosen_before() -> dict[str, Any]:
    asked: dict[str, Any] = {name: request.args.getlist(name) for name in ("invited", "facilitator")}
    asked |= {name: request.args.get(name, "") for name in ("title", "venue")}
    return {"format": FORMATS[0], "circle": "full", **asked}


def _find(card: AccompanimentCard, search: Form, people: Sequence[PersonCard]) -> Found | None:
    wanted, quorums = request_of(search), quorums_of(search)
    if wanted is None or search.problems:
        search.refuse("Un champ est à revoir avant de chercher.")
        return None
    try:
        query = FindSlots(
            request=wanted,
            accompaniment=card.id,
            venue=search.optional("venue"),
            colleges=colleges_of(search),
            quorums=quorums,
        )
        answer = ask(query).answer
    except TerreauError as error:
        search.refuse(error.message, error.status)
        return None
    known = everybody() if leading(search) else {}
    return read_answer(answer, known | {one.id: short_name(one) for one in people})


def _days_out(search: Form) -> list[str]:
    first, last = read_day(search, "from"), read_day(search, "to")
    weekdays = {int(day) for day in search.get_all("weekday") if day.isdecimal()}
    return days_out(first, last, weekdays, search.get("school")) if first and last else []


def _plan_page(
    card: AccompanimentCard, people: Sequence[PersonCard], search: Form, found: Found | None, form: Form
) -> tuple[str, int]:
    status = form.status if form.status != 200 else search.status
    page = render_template(
        "plan_workshop.html",
        card=card,
        back=page_of(card),
        people=[(one.id, short_name(one), role(one.role) if one.role else "") for one in people],
        venues=venues(),
        everybody=list(everybody().items()),
        colleges=COLLEGES,
        search=search,
        found=found,
        out=_days_out(search) if found else [],
        poll=_poll_address(card, search, found) if found and found.days else "",
        form=form,
        query=request.query_string.decode(),
        durations=DURATIONS,
        weekdays=WEEKDAYS,
        halves=HALVES,
        school=SCHOOL,
        formats=FORMATS,
        failures=SEARCH_FAILURES,
        month=search.get("from")[:7],
        written=of_new_workshop(
            card.id,
            [*form.get_all("invited"), *form.get_all("facilitator")],
            restricted=form.get("circle") == "restricted",
        ),
    )
    return page, status


def _poll_address(card: AccompanimentCard, search: Form, found: Found) -> str:
    """Where the slots found become a poll: the first good start of each of the best days, and the same people."""
    slots = [day.slots[0].value for day in found.days[:POLLED]]
    fields = ("invited", "required", "college", *(f"quorum-{college}" for college in COLLEGES))
    people = {name: [text for text in search.get_all(name) if text] for name in fields}
    return f"/accompagnements/{card.id}/sondage?{urlencode({'slot': slots, **people}, doseq=True)}"


def _schedule_command(card: AccompanimentCard, form: Form) -> Any:
    start, end = _times(form)
    occurred = form.when()
    expected = form.number("expected")
    if start is None and occurred is None and "start" not in form.problems:
        form.note("slot", "Choisissez un créneau, ou donnez une date.")
    if not form.get("title"):
        form.note("title", "Un titre est nécessaire\u00a0: il figurera dans l’invitation.")

    def command(_: list[Receipt]) -> Command:
        words: dict[str, Any] = {
            "accompaniment": card.id,
            "title": form.get("title"),
            "circle": form.get("circle") or "full",
            "start": start,
            "end": end,
            "occurred": None if start else occurred,
            "venue": form.optional("venue"),
            "venue_label": form.get("venue_label") or dict(venues()).get(form.get("venue"), ""),
            "series": form.optional("series"),
            "expected": expected,
            "invited": form.get_all("invited"),
            "facilitators": leading(form),
        }
        if form.get("format"):
            words["format"] = form.get("format")
        return ScheduleWorkshop(**words)

    return command


def _times(form: Form) -> tuple[datetime | None, datetime | None]:
    """The instants of the slot chosen, or of the day and hours typed; wrong ones are noted as problems."""
    chosen = form.get("slot")
    if chosen:
        first, _, last = chosen.partition("/")
        return _instant(form, "slot", first), _instant(form, "slot", last)
    if not form.get("start"):
        return None, None
    start, end = _instant(form, "start", form.get("start")), _instant(form, "end", form.get("end"))
    if start and end and end <= start:
        form.note("end", "L’atelier se terminerait avant de commencer.")
    return start, end


def _instant(form: Form, name: str, text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        form.note(name, "Un jour et une heure sont attendus.")
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def at(day: date, text: str, name: str) -> datetime:
    """An hour as people type it (« 9 h 30 ») on a day in Paris. Raises `InvalidInput` at the field `name`."""
    found = re.fullmatch(r"([0-9]{1,2})\s*[hH:]\s*([0-9]{2})?", text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        sentence = f"Une heure est attendue, par exemple 9{NBSP}h{NBSP}30."
        raise InvalidInput(sentence, problems=[(name, sentence)])
    return datetime(day.year, day.month, day.day, int(found[1]), int(found[2] or 0), tzinfo=PARIS)


# --- one workshop ----------------------------------------------------------------------------------------------

_REASON = Input("reason", "Pourquoi", "area", required=True)
_CAUSE = Input("cause", "La raison tient à", "radios", options=list(CAUSES.items()))
SHEETS = {
    "maintenir": Sheet(
        "Maintenir malgré des désistements",
        MaintainWorkshop,
        (_REASON, _CAUSE, Input("withdrawals", "Nombre de désistements", "number")),
        "L’atelier est maintenu.",
        target="workshop",
        intro="C’est une décision : quelqu’un la prend, avec ses raisons.",
        button="Maintenir",
    ),
    "corriger": Sheet(
        "Corriger le titre ou le lieu",
        CorrectWorkshop,
        (
            Input("title", "Titre", required=True),
            Input("venue", "Où se réunir", "select", hint="Une structure de l’annuaire, si c’en est une."),
            Input("venue_label", "Lieu", hint="Tel qu’il figurera dans les invitations."),
        ),
        "C’est corrigé.",
        target="workshop",
        intro="Une faute de frappe dans le titre ne dérange personne ; un autre lieu met les agendas à jour.",
    ),
    "annuler": Sheet(
        "Annuler l’atelier",
        CancelWorkshop,
        (_REASON, _CAUSE),
        "L’atelier est annulé.",
        target="workshop",
        intro="Rien ne s’annule tout seul : les personnes invitées seront prévenues.",
        button="Annuler l’atelier",
    ),
}


@PAGES.get("/ateliers/<id>")
@signed_in
def one(id: str) -> str:
    """One workshop."""
    card = ask(GetWorkshop(id=id))
    about = accompaniment(card.accompaniment)
    names = everybody() if card.facilitators else {}
    return render_template(
        "workshop.html",
        card=card,
        about=about,
        back=page_of(about),
        facilitators=[names.get(person, "une personne de l’annuaire") for person in card.facilitators],
        conflicts=ask(ListConflicts(workshop=card.id)).conflicts,
        conflict_kinds=CONFLICT_KINDS,
    )


@PAGES.route("/ateliers/<id>/<what>", methods=["GET", "POST"])
@signed_in
def change(id: str, what: str) -> Response:
    """Move, keep or cancel a workshop."""
    if what not in SHEETS:
        raise NotFound
    card = ask(GetWorkshop(id=id))
    sheet = _as_known(SHEETS[what], card) if what == "corriger" else SHEETS[what]
    return show(sheet, card.id, About(card.title, f"/ateliers/{card.id}"))


def _as_known(sheet: Sheet, card: WorkshopCard) -> Sheet:
    """The sheet filled with what is known, so that only what is wrong is typed anew."""
    known = {"title": card.title, "venue": card.venue or "", "venue_label": card.venue_label}
    inputs = [replace(one, default=known[one.name]) for one in sheet.inputs]
    inputs[1] = replace(inputs[1], options=venues())
    return replace(sheet, inputs=tuple(inputs), shape=_named_place)


def _named_place(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "venue_label": values.get("venue_label") or dict(venues()).get(values.get("venue", ""), "")}


@PAGES.route("/ateliers/<id>/tenue", methods=["GET", "POST"])
@signed_in
def hold(id: str) -> tuple[str, int] | str | Response:
    """Say that a workshop took place and who came: one form, up to two orders."""
    card = ask(GetWorkshop(id=id))
    if request.method == "GET":
        known = {"expected": card.expected, "present": card.present, "summary": card.summary}
        return _hold_page(card, new_form({name: value for name, value in known.items() if value is not None}))
    form = sent_form()
    receipts = form.send(*_hold_commands(card, form))
    if receipts is None:
        return _hold_page(card, form)
    flash("C’est noté.")
    return redirect(f"/ateliers/{card.id}", 303)


def _hold_commands(card: WorkshopCard, form: Form) -> list[Any]:
    occurred, expected, present = form.when(), form.number("expected"), form.number("present")
    steps: list[Any] = []
    if card.state != "held":
        steps.append(lambda _: HoldWorkshop(workshop=card.id, summary=form.get("summary"), occurred=occurred))
    if expected is not None or present is not None:
        steps.append(
            lambda _: RecordAttendance(workshop=card.id, expected=expected, present=present, occurred=occurred)
        )
    if not steps:
        form.note("present", "Indiquez au moins un nombre.")
    return steps


def _hold_page(card: WorkshopCard, form: Form) -> tuple[str, int]:
    return render_template("hold_workshop.html", card=card, form=form), form.status
