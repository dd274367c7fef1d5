"""Polls: opened from found slots, followed and decided by their organiser. Answering is in `poll_answers`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.colleges import colleges_of, quorums_of
from services.portal.desk import accompaniment, ask, settings
from services.portal.forms import Form, new_form, sent_form
from services.portal.invitable import invitable, short_name
from services.portal.lines import page_of
from services.portal.pages.poll_answers import choices_of, filled_with
from services.portal.pages.workshops import at
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, read_day, show
from services.portal.words import role
from services.portal.written_to import of_people, said
from shared.clock import PARIS
from shared.contracts.base import Command, Receipt
from shared.contracts.territories import AccompanimentCard
from shared.contracts.workshops import (
    AddPollSlot,
    AnswerPollFor,
    ChangePollSlot,
    ChasePoll,
    ClosePoll,
    College,
    DecidePoll,
    ExtendPoll,
    GetPoll,
    GuestCard,
    NewGuest,
    NewSlot,
    OpenPoll,
    PollPage,
    RenewPollLink,
    RevokePollLink,
    WithdrawPollSlot,
)
from shared.contracts.workshops.labels import COLLEGES
from shared.errors import InvalidInput
from shared.session_templates import FORMATS

PAGES = Blueprint("polls", __name__)

EVENING = time(18, 0)
"""Until when one may answer on the last day."""


# --- opening ---------------------------------------------------------------------------------------------------


@PAGES.route("/accompagnements/<id>/sondage", methods=["GET", "POST"])
@signed_in
def new(id: str) -> tuple[str, int] | Response:
    """Ask people about slots: which ones, whom, until when."""
    card = accompaniment(id)
    if request.method == "GET":
        fields = ("slot", "invited", "required", "college", *(f"quorum-{college}" for college in COLLEGES))
        asked = {name: request.args.getlist(name) for name in fields}
        return _new_page(card, new_form({"format": FORMATS[0], "circle": "full", **asked}))
    form = sent_form()
    receipts = form.send(_open(card, form))
    if receipts is None:
        return _new_page(card, form)
    flash("Le sondage est ouvert\u00a0: chaque personne invitée reçoit son lien.")
    return redirect(f"/sondages/{receipts[0].id}", 303)


def _new_page(card: AccompanimentCard, form: Form) -> tuple[str, int]:
    people = [(one.id, short_name(one), role(one.role) if one.role else "") for one in invitable(card)]
    offered = dict.fromkeys((*form.get_all("offered"), *form.get_all("slot")))
    slots = [(text, slot) for text in offered if (slot := _slot(text))]
    page = render_template(
        "poll_new.html",
        card=card,
        back=page_of(card),
        form=form,
        people=people,
        slots=slots,
        formats=FORMATS,
        colleges=COLLEGES,
        written=of_people(dict.fromkeys([*form.get_all("invited"), *form.get_all("required")])),
    )
    return page, form.status


def _slot(text: str) -> tuple[str, str] | None:
    """The two instants of a slot as a form carries it; None for what is none."""
    first, _, last = text.partition("/")
    try:
        start, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    except ValueError:
        return None
    return (first, last) if start.tzinfo and end.tzinfo else None


def _open(card: AccompanimentCard, form: Form) -> Any:
    day = read_day(form, "day")
    slots = [slot for text in form.get_all("slot") if (slot := _slot(text))]
    needed = set(form.get_all("required"))
    colleges, quorums = colleges_of(form), quorums_of(form)
    people = dict.fromkeys([*form.get_all("invited"), *form.get_all("required")])
    if day is None:
        form.note("day", "Jusqu’à quel jour peut-on répondre\u00a0?")
    if not slots:
        form.note("slot", "Proposez au moins un créneau.")
    if not people:
        form.note("invited", "Invitez au moins une personne.")
    if not form.get("title"):
        form.note("title", "Un titre est nécessaire\u00a0: il figurera dans l’invitation.")

    def command(_: list[Receipt]) -> Command:
        words = {name: form.get(name) for name in ("title", "venue_label", "note")}
        return OpenPoll.model_validate(
            {
                **words,
                "accompaniment": card.id,
                "format": form.get("format") or FORMATS[0],
                "circle": form.get("circle") or "full",
                "slots": [NewSlot(start=datetime.fromisoformat(a), end=datetime.fromisoformat(b)) for a, b in slots],
                "guests": [_guest(person, needed, colleges) for person in people],
                "deadline": _evening(day) if day else None,
                "decide_alone": form.get("decide_alone") == "oui",
                "quorums": quorums,
            }
        )

    return command


def _guest(person: str, needed: set[str], colleges: dict[str, College]) -> NewGuest:
    return NewGuest(person=person, needed=person in needed, college=colleges.get(person))


def _evening(day: date) -> datetime:
    return datetime.combine(day, EVENING, PARIS)


# --- following and deciding ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A guest as the page shows them: the answers in the order of the slots, what is missing said as such."""

    card: GuestCard
    name: str
    answers: list[str | None]
    by_others: bool


@PAGES.get("/sondages/<id>")
@signed_in
def one(id: str) -> str:
    """A poll: the slots in the order of preference, who said what, who is missing."""
    poll = ask(GetPoll(id=id))
    card = accompaniment(poll.accompaniment)
    rows = _rows(poll, card)
    return render_template(
        "poll.html",
        poll=poll,
        card=card,
        back=page_of(card),
        rows=rows,
        colleges=COLLEGES,
        missing=[row for row in rows if not row.card.complete],
        decided=next((one for one in poll.slots if one.id == poll.decided), None),
        home=settings().public_url.rstrip("/"),
    )


def _rows(poll: PollPage, card: AccompanimentCard) -> list[Row]:
    names = {one.id: short_name(one) for one in invitable(card)}
    return [_row(poll, guest, names) for guest in poll.guests]


def _row(poll: PollPage, guest: GuestCard, names: dict[str, str]) -> Row:
    said = {one.slot: one for one in guest.answers}
    name = "Personne effacée" if guest.person is None else names.get(guest.person, "Personne de l’annuaire")
    return Row(
        card=guest,
        name=name,
        answers=[said[slot.id].answer if slot.id in said else None for slot in poll.slots],
        by_others=any(one.by for one in guest.answers),
    )


@PAGES.route("/sondages/<id>/<what>", methods=["GET", "POST"])
@signed_in
def change(id: str, what: str) -> Response:
    """Decide, chase, prolong, close; change what is proposed; see to a link."""
    poll = ask(GetPoll(id=id))
    sheets = _sheets(poll)
    if what not in sheets:
        raise NotFound
    about = About(poll.title, f"/sondages/{poll.id}")
    to_workshop = (lambda receipt: f"/ateliers/{receipt.id}") if what == "retenir" else None
    return show(sheets[what], poll.id, about, to_workshop)


def _sheets(poll: PollPage) -> dict[str, Sheet]:
    missing = [one for one in _rows(poll, accompaniment(poll.accompaniment)) if not one.card.complete]
    slot, guest = Input("slot", "", "hidden", required=True), Input("guest", "", "hidden", required=True)
    hours = (
        Input("day", "Le jour", "day", required=True),
        Input("from", "De", hint="Par exemple 9\u00a0h ou 9\u00a0h\u00a030.", required=True),
        Input("until", "À", required=True),
    )
    guests = [guest.person for guest in poll.guests if guest.person]
    decided = said("workshop-announced", poll.accompaniment, named=guests, restricted=poll.circle == "restricted")
    answered = [one.person for one in poll.guests if one.person and one.answers]
    return {
        "retenir": Sheet(
            "Fixer cette date", DecidePoll, (slot,), "La date est fixée.", "poll", "", "Fixer la date", written=decided
        ),
        "relancer": Sheet(
            "Relancer",
            ChasePoll,
            (),
            "La relance est prête.",
            "poll",
            button="Relancer",
            written=of_people([one.card.person for one in missing if one.card.person]),
        ),
        "prolonger": Sheet(
            "Donner une autre date limite",
            ExtendPoll,
            (Input("day", "Réponses jusqu’au", "day", required=True, hint="Jusqu’à 18\u00a0h ce jour-là."),),
            "La date limite est changée.",
            "poll",
            shape=lambda values: {"deadline": _evening(values["day"])} if "day" in values else values,
        ),
        "clore": Sheet(
            "Clore sans date",
            ClosePoll,
            (Input("reason", "Pourquoi", "area", required=True),),
            "Le sondage est clos.",
            "poll",
            button="Clore",
        ),
        "changer": Sheet(
            "Changer un créneau",
            ChangePollSlot,
            (slot, *hours),
            "Le créneau est changé.",
            "poll",
            "Ce qui a été répondu à ce créneau ne compte plus\u00a0: qui y avait répondu est prévenu.",
            shape=_hours,
            written=of_people(answered),
        ),
        "ajouter": Sheet(
            "Proposer un créneau de plus", AddPollSlot, hours, "Le créneau est ajouté.", "poll", shape=_hours
        ),
        "retirer": Sheet(
            "Retirer un créneau", WithdrawPollSlot, (slot,), "Le créneau est retiré.", "poll", button="Retirer"
        ),
        "nouveau-lien": Sheet(
            "Donner un nouveau lien",
            RenewPollLink,
            (guest,),
            "Le nouveau lien est sur cette page\u00a0: transmettez-le vous-même.",
            "poll",
            "L’ancien lien cesse de fonctionner aussitôt.",
            "Remplacer le lien",
        ),
        "retirer-lien": Sheet(
            "Retirer un lien",
            RevokePollLink,
            (guest,),
            "Le lien ne fonctionne plus.",
            "poll",
            "Ce que la personne a répondu reste.",
            "Retirer le lien",
        ),
    }


def _hours(values: dict[str, Any]) -> dict[str, Any]:
    day, first, last = (values.pop(name, None) for name in ("day", "from", "until"))
    if not (day and first and last):
        raise InvalidInput("Donnez le jour, le début et la fin.")
    return {**values, "start": at(day, first, "from"), "end": at(day, last, "until")}


@PAGES.route("/sondages/<id>/repondre/<guest>", methods=["GET", "POST"])
@signed_in
def answer_for(id: str, guest: str) -> tuple[str, int] | Response:
    """Write down what somebody said by telephone or in passing."""
    poll = ask(GetPoll(id=id))
    row = next((one for one in _rows(poll, accompaniment(poll.accompaniment)) if one.card.id == guest), None)
    if row is None:
        raise NotFound
    known = {one.slot: one.answer for one in row.card.answers}
    form = sent_form() if request.method == "POST" else new_form(filled_with(known, row.card.comment))
    if request.method == "POST":
        command = AnswerPollFor(
            poll=poll.id, guest=guest, choices=choices_of(form, poll.slots), comment=form.get("comment")
        )
        if form.send(lambda _: command) is not None:
            flash("C’est noté.")
            return redirect(f"/sondages/{poll.id}", 303)
    by_time = sorted(poll.slots, key=lambda one: one.start)
    return render_template("poll_answer_for.html", poll=poll, row=row, form=form, slots=by_time), form.status
